using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vise.Data.Secrets;

/// <summary>The keys as they stand in the key file, unlocked.</summary>
/// <param name="Current">The id of the key that seals.</param>
/// <param name="Next">The id of a key that is there to be known by every node before it seals; null for none.</param>
/// <param name="Keys">Every key that opens, 32 bytes each, by id.</param>
/// <param name="MatchKeys">The keys of the hashes by which equal ids are found, newest first.</param>
/// <param name="ProofKey">The key of what can't be made anew: hashes of codes that were given out, the trail's chain. It stays.</param>
public sealed record KeyRing(string Current, string? Next, IReadOnlyDictionary<string, byte[]> Keys, IReadOnlyList<byte[]> MatchKeys, byte[] ProofKey)
{
    private const int KeyBytes = 32;

    public static KeyRing New() =>
        new("k1", null, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["k1"] = NewKey() }, [NewKey()], NewKey());

    /// <summary>With one key more, which opens but does not seal yet.</summary>
    public KeyRing Stage()
    {
        var number = Keys.Keys.Select(id => int.TryParse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture, out var known) ? known : 0).Max() + 1;
        var id = "k" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return this with { Next = id, Keys = new Dictionary<string, byte[]>(Keys, StringComparer.Ordinal) { [id] = NewKey() } };
    }

    /// <summary>The staged key seals from now on.</summary>
    public KeyRing UseNext() => this with { Current = Next ?? throw new InvalidOperationException("No key is staged."), Next = null };

    /// <summary>With a new key for matching; the older ones are still matched by.</summary>
    public KeyRing WithNewMatchKey() => this with { MatchKeys = [NewKey(), .. MatchKeys] };

    /// <summary>Without a key that seals nothing any more.</summary>
    public KeyRing Without(string id) =>
        this with { Keys = Keys.Where(key => key.Key != id).ToDictionary(StringComparer.Ordinal), Next = Next == id ? null : Next };

    /// <summary>Without the match keys that no hash is made with any more.</summary>
    public KeyRing WithNewestMatchKey() => this with { MatchKeys = [MatchKeys[0]] };

    /// <summary>Reads a key file; throws <see cref="InvalidDataException"/> when it isn't one of this guard's.</summary>
    public static KeyRing Read(string path, IKeyGuard guard)
    {
        var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? throw new InvalidDataException("The file of field keys is empty.");
        if (!string.Equals(file.Guard ?? new FileGuard().Name, guard.Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The keys in the file are kept by '{file.Guard ?? "file"}', not by '{guard.Name}'.");
        }

        var keys = file.Keys.ToDictionary(key => key.Key, key => Unlocked(key.Value), StringComparer.Ordinal);
        IReadOnlyList<byte[]> matches = [.. new[] { file.Match }.Concat(file.OldMatches ?? []).Select(Unlocked)];
        // a file from before there was one proved with its match key
        var proof = Unlocked(file.Proof ?? file.Match);
        return keys.ContainsKey(file.Current) && (file.Next is null || keys.ContainsKey(file.Next)) && keys.Values.Concat(matches).Append(proof).All(key => key.Length == KeyBytes)
            && keys.Keys.All(id => id.Length is > 0 and <= byte.MaxValue && id.All(char.IsAsciiLetterOrDigit))
            ? new KeyRing(file.Current, file.Next, keys, matches, proof)
            : throw new InvalidDataException("The file of field keys must name a current key, and every key must be 32 bytes.");

        byte[] Unlocked(string text) => guard.Unlock(Convert.FromBase64String(text));
    }

    /// <summary>Writes the key file, readable by its owner only. Whoever reads it meanwhile finds the old one or the new one, never a half.</summary>
    public void Write(string path, IKeyGuard guard, bool mustBeNew = false)
    {
        var file = new KeyFile(guard.Name, Current, Next, Keys.ToDictionary(key => key.Key, key => Locked(key.Value), StringComparer.Ordinal),
            Locked(MatchKeys[0]), Locked(ProofKey), MatchKeys.Count > 1 ? [.. MatchKeys.Skip(1).Select(Locked)] : null);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(beside, options))
        {
            JsonSerializer.Serialize(stream, file, JsonSerializerOptions.Web);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(beside, path, overwrite: !mustBeNew);
        }
        catch (IOException)
        {
            File.Delete(beside);
            throw;
        }

        string Locked(byte[] key) => Convert.ToBase64String(guard.Lock(key));
    }

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    private sealed record KeyFile(
        string? Guard,
        string Current,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next,
        Dictionary<string, string> Keys,
        string Match,
        string? Proof,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? OldMatches);
}
