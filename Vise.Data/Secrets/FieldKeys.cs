using System.Diagnostics;
using System.Security.Cryptography;

namespace Vise.Data.Secrets;

/// <summary>
/// The keys that seal fields. They lie in a file outside the database and rotate: every key but the current one only opens. A changed file is
/// noticed within <see cref="Notice"/>, and at once when a seal names a key that isn't known yet, so a rotation needs no restart.
/// </summary>
public sealed class FieldKeys
{
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly IKeyGuard _guard;
    private readonly Lock _reading = new();
    private volatile Loaded _loaded;

    private FieldKeys(string path, IKeyGuard guard) => (_path, _guard, _loaded) = (path, guard, Read(path, guard));

    /// <summary>The id of the key that seals now.</summary>
    public string CurrentId => Fresh().Ring.Current;

    /// <summary>The keys of the hashes by which equal ids are found: the first makes them, the others made older ones.</summary>
    public IReadOnlyList<byte[]> MatchKeys => Fresh().Ring.MatchKeys;

    /// <summary>The key of hashes that prove a code or chain a trail, and can't be made anew; it doesn't rotate.</summary>
    public byte[] ProofKey => _loaded.Ring.ProofKey;

    /// <summary>The key of an id; throws <see cref="CryptographicException"/> when it isn't in the file.</summary>
    public byte[] this[string id] =>
        _loaded.Ring.Keys.GetValueOrDefault(id) ?? Anew().Ring.Keys.GetValueOrDefault(id)
        ?? throw new CryptographicException($"The key {id} is not in the file of field keys.");

    /// <summary>Reads the file; where it is missing and <paramref name="makeIfMissing"/> says so, makes one only its owner can read.</summary>
    public static FieldKeys Load(string path, bool makeIfMissing, IKeyGuard? guard = null)
    {
        guard ??= new FileGuard();
        if (!File.Exists(path))
        {
            if (!makeIfMissing)
            {
                throw new FileNotFoundException($"There is no file of field keys at Secrets:KeyFile = {path}.", path);
            }

            KeyRing.New().Write(path, guard, mustBeNew: true);
        }

        return new FieldKeys(path, guard);
    }

    private Loaded Fresh() => Stopwatch.GetElapsedTime(_loaded.Looked) < Notice ? _loaded : Anew();

    private Loaded Anew()
    {
        lock (_reading)
        {
            var known = _loaded;
            try
            {
                // a file that went away or can't be read for a moment doesn't take the known keys away
                return _loaded = File.GetLastWriteTimeUtc(_path) == known.Written ? known with { Looked = Stopwatch.GetTimestamp() } : Read(_path, _guard);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException or FormatException or System.Text.Json.JsonException)
            {
                return _loaded = known with { Looked = Stopwatch.GetTimestamp() };
            }
        }
    }

    private static Loaded Read(string path, IKeyGuard guard)
    {
        // the time before the content: a file replaced in between is read once more, never missed
        var written = File.GetLastWriteTimeUtc(path);
        return new Loaded(KeyRing.Read(path, guard), written, Stopwatch.GetTimestamp());
    }

    private sealed record Loaded(KeyRing Ring, DateTime Written, long Looked);
}
