using System.Text.RegularExpressions;
using Vise.Web.Operations;

namespace Vise.Web.Local;

/// <summary>An installed PostgreSQL: where its programs are, and its major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int Oldest = 15;

    public string Server => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>The newest PostgreSQL from 15 on, or exactly <paramref name="major"/>, which an existing cluster's data needs.</summary>
    public static async Task<PostgresBinaries> FindAsync(int? major, CancellationToken ct)
    {
        PostgresBinaries? best = null;
        foreach (var folder in await FoldersAsync(ct))
        {
            var (code, output) = await Tool.RunAsync([Path.Combine(folder, "postgres"), "--version"], ct);
            if (code == 0 && VersionPattern().Match(output) is { Success: true } match)
            {
                var found = new PostgresBinaries(folder, int.Parse(match.Groups["major"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
                var fits = major is null ? found.Major >= Oldest : found.Major == major;
                best = fits && found.Major > (best?.Major ?? 0) ? found : best;
            }
        }

        return best ?? throw new SettingsException(major is null
            ? $"PostgreSQL {Oldest} or newer is not installed: install it (Debian, Ubuntu: apt-get install postgresql), or set ConnectionStrings__Vise to a server."
            : $"The data under .local/postgres needs PostgreSQL {major}, which is not installed: install it, or delete .local/postgres to start afresh.");
    }

    private static async Task<IReadOnlyCollection<string>> FoldersAsync(CancellationToken ct)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            folders.AddRange(Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")));
        }

        if (Tool.Exists("pg_config") && await Tool.RunAsync(["pg_config", "--bindir"], ct) is { Code: 0 } answer)
        {
            folders.Add(answer.Output.Trim());
        }

        // the same installation is often found twice, by way of a link
        return [.. folders.Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .Select(folder => File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true) is { } target
                ? Path.GetDirectoryName(target.FullName)!
                : folder)
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
            .Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"PostgreSQL\) (?<major>\d{1,3})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}
