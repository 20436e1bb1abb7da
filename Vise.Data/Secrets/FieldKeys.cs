using System.Security.Cryptography;
using System.Text.Json;

namespace Vise.Data.Secrets;

/// <summary>The keys that seal fields. They lie in a file outside the database and rotate: every key but the current one only opens.</summary>
public sealed class FieldKeys
{
    private readonly Dictionary<string, byte[]> _keys;

    private FieldKeys(KeyFile file)
    {
        CurrentId = file.Current;
        _keys = file.Keys.ToDictionary(pair => pair.Key, pair => Convert.FromBase64String(pair.Value), StringComparer.Ordinal);
        MatchKey = Convert.FromBase64String(file.Match);
        if (!_keys.ContainsKey(CurrentId) || _keys.Values.Append(MatchKey).Any(key => key.Length != 32))
        {
            throw new InvalidDataException("The file of field keys must name a current key, and every key must be 32 bytes.");
        }
    }

    public string CurrentId { get; }

    /// <summary>The key of the hashes by which equal ids are found.</summary>
    public byte[] MatchKey { get; }

    public byte[] this[string id] =>
        _keys.GetValueOrDefault(id) ?? throw new CryptographicException($"The key {id} is not in the file of field keys.");

    /// <summary>Reads the file; where it is missing and <paramref name="makeIfMissing"/> says so, makes one only its owner can read.</summary>
    public static FieldKeys Load(string path, bool makeIfMissing)
    {
        if (!File.Exists(path))
        {
            if (!makeIfMissing)
            {
                throw new FileNotFoundException($"There is no file of field keys at Secrets:KeyFile = {path}.", path);
            }

            Make(path);
        }

        return new FieldKeys(JsonSerializer.Deserialize<KeyFile>(File.ReadAllText(path), JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("The file of field keys is empty."));
    }

    private static void Make(string path)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var file = new KeyFile("k1", new(StringComparer.Ordinal) { ["k1"] = key }, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, file, JsonSerializerOptions.Web);
    }

    private sealed record KeyFile(string Current, Dictionary<string, string> Keys, string Match);
}
