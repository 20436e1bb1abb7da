using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vise.Web.Operations;

namespace Vise.Web.Local;

/// <summary>
/// The folder of a private cluster: <c>data/</c>, the passwords, the last port, and the lock that keeps a second VISE out.
/// PostgreSQL refuses to run as root; its data then belongs to the user <c>postgres</c>.
/// </summary>
internal sealed class ClusterHome : IDisposable
{
    private const string ServerUser = "postgres";
    private FileStream? _lock;

    private ClusterHome(string folder) => Folder = folder;

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public string PasswordFile => Path.Combine(Folder, "passwords.json");

    /// <summary>The user that the server runs as when we are root; null for our own.</summary>
    public static string? User => Environment.IsPrivilegedProcess ? ServerUser : null;

    public bool Exists => File.Exists(Path.Combine(Data, "PG_VERSION"));

    public int? Major => Exists ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture) : null;

    /// <summary>The port of the last start; 0 before the first.</summary>
    public int Port
    {
        get => int.TryParse(ReadOrEmpty(PortFile), CultureInfo.InvariantCulture, out var port) ? port : 0;
        set => File.WriteAllText(PortFile, value.ToString(CultureInfo.InvariantCulture));
    }

    private string PortFile => Path.Combine(Folder, "port");

    /// <summary>The folder itself, or, where the server's user can't reach it (below /root), one under /var/lib that it links to.</summary>
    public static async Task<ClusterHome> OpenAsync(string folder, CancellationToken ct)
    {
        if (new DirectoryInfo(folder).LinkTarget is { } elsewhere)
        {
            UnixFiles.CreatePassableFolder(elsewhere);
            return new ClusterHome(elsewhere);
        }

        UnixFiles.CreatePassableFolder(Path.GetDirectoryName(folder)!);
        if (Directory.Exists(folder) || User is null || await ReachesAsync(Path.GetDirectoryName(folder)!, ct))
        {
            UnixFiles.CreatePassableFolder(folder);
            return new ClusterHome(folder);
        }

        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        var reachable = Path.Combine("/var/lib/vise", mark);
        UnixFiles.CreatePassableFolder(reachable);
        Directory.CreateSymbolicLink(folder, reachable);
        return new ClusterHome(reachable);
    }

    /// <summary>Keeps every other VISE off this cluster until disposed, or until we die; false when another holds it.</summary>
    public bool TryLock()
    {
        try
        {
            _lock = new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Makes an empty cluster; a half-made one of an earlier try is thrown away.</summary>
    public async Task MakeClusterAsync(PostgresBinaries binaries, string superuserPassword, CancellationToken ct)
    {
        var draft = Path.Combine(Folder, "data.new");
        var passwordFile = Path.Combine(Folder, "superuser");
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        UnixFiles.CreatePrivateFolder(draft);
        UnixFiles.WriteSecret(passwordFile, superuserPassword);
        try
        {
            if (User is not null)
            {
                await RequireAsync(["chown", $"{User}:{User}", draft, passwordFile], ct);
            }

            await RequireAsync(
                [.. AsUser(), binaries.InitDb, "-D", draft, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", $"--pwfile={passwordFile}"], ct);
            Directory.Move(draft, Data);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static string[] AsUser() => User is null ? [] : ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--"];

    private static async Task<bool> ReachesAsync(string folder, CancellationToken ct)
    {
        var (code, output) = await Tool.RunAsync([.. AsUser(), "test", "-x", folder], ct);
        return code switch
        {
            0 => true,
            1 when output.Length == 0 => false,
            _ => throw new SettingsException($"VISE can't start PostgreSQL as the user {ServerUser}: {output.Trim()}."),
        };
    }

    private static async Task RequireAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var (code, output) = await Tool.RunAsync(command, ct);
        if (code != 0)
        {
            throw new SettingsException($"The private PostgreSQL cluster could not be made: {output.Trim().Split('\n')[^1]}");
        }
    }

    private static string ReadOrEmpty(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
