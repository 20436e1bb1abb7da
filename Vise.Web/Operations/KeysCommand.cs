using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Vise.Data.Secrets;
using Vise.Web.Local;

namespace Vise.Web.Operations;

/// <summary>The keys that seal fields: <c>keys make | lock | show | stage | rotate [--match] | reseal | retire ID</c>.</summary>
internal static class KeysCommand
{
    public static async Task RunAsync(string[] args)
    {
        var words = args.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal) || word == "--match").ToList();
        var builder = ViseSettings.CreateBuilder(args[words.Count..]);
        var (path, guard) = Storage.SettleKeys(builder.Configuration, builder.Environment);
        if (words is ["make"])
        {
            Make(path, guard);
            return;
        }

        if (!File.Exists(path))
        {
            throw new SettingsException($"There is no file of field keys at {path}; 'keys make' makes one.");
        }

        if (words is ["lock"])
        {
            Lock(path, guard);
            return;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, Needs.Database, joinRunning: true);
        if (builder.Configuration.Logins() is not { } logins)
        {
            throw new SettingsException($"The keys' command needs {Connections.ViseOwner}, the login that owns the database.");
        }

        await using var owner = NpgsqlDataSource.Create(logins.Owner);
        using var alone = Alone(path);
        var keys = new KeyFile(path, guard, owner);
        await (words switch
        {
            ["show"] => ShowAsync(keys, stop.Token),
            ["stage"] => Task.FromResult(Stage(keys)),
            ["rotate"] => RotateAsync(keys, match: false, stop.Token),
            ["rotate", "--match"] => RotateAsync(keys, match: true, stop.Token),
            ["reseal"] => ResealAsync(keys, stop.Token),
            ["retire", var id] => RetireAsync(keys, id, stop.Token),
            _ => throw new SettingsException("The keys' command is one of: keys make, keys lock, keys show, keys stage, keys rotate [--match], keys reseal, keys retire ID."),
        });
    }

    private static void Make(string path, IKeyGuard guard)
    {
        if (File.Exists(path))
        {
            throw new SettingsException($"There are keys at {path} already; what they sealed would open no more.");
        }

        Guarded(path, () => KeyRing.New().Write(path, guard, mustBeNew: true));
        Console.WriteLine($"Made {path}, kept by: {guard.Name}. Back it up apart from the database.");
    }

    // from a plain key file to one that only the key management system opens
    private static void Lock(string path, IKeyGuard guard)
    {
        if (guard is FileGuard)
        {
            throw new SettingsException($"'keys lock' needs {KeyGuards.Setting} = pkcs11 and its settings.");
        }

        Guarded(path, () => KeyRing.Read(path, new FileGuard()).Write(path, guard));
        Console.WriteLine($"The keys at {path} are kept by: {guard.Name}. Destroy every plain copy once a backup of the new file is tried.");
    }

    private static async Task ShowAsync(KeyFile file, CancellationToken ct)
    {
        var ring = file.Read();
        Console.WriteLine($"Keys are kept by: {file.Guard.Name}");
        foreach (var id in ring.Keys.Keys.Order(StringComparer.Ordinal))
        {
            var uses = await file.Work().UsesAsync(id, ct);
            var state = id == ring.Current ? "seals" : id == ring.Next ? "staged" : "opens";
            Console.WriteLine($"{id,-6} {state,-7} {(uses.Count == 0 ? "seals nothing" : string.Join(", ", uses.Select(use => $"{use.Column} {use.Rows.ToString("N0", CultureInfo.InvariantCulture)}")))}");
        }
    }

    private static string Stage(KeyFile file)
    {
        if (file.Read() is { Next: { } waiting })
        {
            throw new SettingsException($"The key {waiting} is staged already: bring the key file to every node, then rotate.");
        }

        var ring = file.Write(file.Read().Stage());
        Console.WriteLine($"Staged {ring.Next}. Bring the key file to every node, then run 'keys rotate'.");
        return ring.Next!;
    }

    // the new key is in the file before a seal is made with it: nodes that share the file find it there when they meet one
    private static async Task RotateAsync(KeyFile file, bool match, CancellationToken ct)
    {
        var ring = file.Read();
        var broken = await LeftBehindAsync(file, ring, ct) || ring.MatchKeys.Count > 1;
        if (broken)
        {
            Console.WriteLine("A rotation was broken off: going on with it. Rotate once more for a new key.");
        }
        else
        {
            ring = file.Write(match ? ring.WithNewMatchKey() : (ring.Next is null ? ring.Stage() : ring).UseNext());
            Console.WriteLine(match ? "Hashes are made with a new key." : $"{ring.Current} seals from now on.");
        }

        var rows = await file.Work().RunAsync(ring.MatchKeys.Count > 1, Say, ct);
        Console.WriteLine($"Sealed anew: {rows.ToString("N0", CultureInfo.InvariantCulture)} rows.");
        if (ring.MatchKeys.Count > 1)
        {
            file.Write(ring.WithNewestMatchKey());
        }
        else
        {
            Console.WriteLine("Older keys still open what nodes sealed meanwhile: after a minute run 'keys reseal', and 'keys retire ID' once 'keys show' says that a key seals nothing.");
        }
    }

    // what nodes sealed with an older key while the new one came to them; makes no new key
    private static async Task ResealAsync(KeyFile file, CancellationToken ct)
    {
        var ring = file.Read();
        var rows = await file.Work().RunAsync(ring.MatchKeys.Count > 1, Say, ct);
        Console.WriteLine($"Sealed anew with {ring.Current}: {rows.ToString("N0", CultureInfo.InvariantCulture)} rows.");
    }

    private static async Task RetireAsync(KeyFile file, string id, CancellationToken ct)
    {
        var ring = file.Read();
        if (!ring.Keys.ContainsKey(id) || id == ring.Current)
        {
            throw new SettingsException(id == ring.Current ? $"{id} is the key that seals; rotate first." : $"There is no key {id}; 'keys show' lists them.");
        }

        if (await file.Work().UsesAsync(id, ct) is [var use, ..])
        {
            throw new SettingsException($"{id} still seals {use.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows of {use.Column}; run 'keys reseal' first.");
        }

        file.Write(ring.Without(id));
        Console.WriteLine($"{id} is gone. Backups from before the rotation open only with a copy of the older key file.");
    }

    private static async Task<bool> LeftBehindAsync(KeyFile file, KeyRing ring, CancellationToken ct)
    {
        foreach (var id in ring.Keys.Keys.Where(id => id != ring.Current && id != ring.Next))
        {
            if ((await file.Work().UsesAsync(id, ct)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void Say(string column, long rows) => Console.WriteLine($"  {column,-36} {rows.ToString("N0", CultureInfo.InvariantCulture)}");

    private static void Guarded(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (Storage.IsKeyTrouble(e))
        {
            throw Storage.KeyTrouble(path, e);
        }
    }

    // two rotations at once would write over each other's keys
    private static FileStream Alone(string path)
    {
        try
        {
            return new FileStream(path + ".lock", new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose });
        }
        catch (IOException e)
        {
            throw new SettingsException("Another keys' command is at work on the key file.", e);
        }
    }

    private sealed record KeyFile(string Path, IKeyGuard Guard, NpgsqlDataSource Owner)
    {
        public KeyRing Read()
        {
            KeyRing? ring = null;
            Guarded(Path, () => ring = KeyRing.Read(Path, Guard));
            return ring!;
        }

        public KeyRing Write(KeyRing ring)
        {
            Guarded(Path, () => ring.Write(Path, Guard));
            return ring;
        }

        public Resealing Work()
        {
            var keys = FieldKeys.Load(Path, makeIfMissing: false, Guard);
            return new Resealing(Owner, new FieldSeal(keys), keys);
        }
    }
}
