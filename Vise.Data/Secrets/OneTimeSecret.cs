using System.Security.Cryptography;
using System.Text;

namespace Vise.Data.Secrets;

/// <summary>Links and codes that are shown once; the database keeps a keyed hash only, so that who reads it can neither use nor try them out.</summary>
public sealed class OneTimeSecret(FieldKeys keys)
{
    /// <summary>No letter or digit that is taken for another.</summary>
    public const string CodeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public const int CodeLength = 10;

    /// <summary>A new token for a link: 256 bits, in characters that an address takes as they are.</summary>
    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A new code to be typed: ten characters, 49 bits.</summary>
    public static string NewCode() => RandomNumberGenerator.GetString(CodeAlphabet, CodeLength);

    /// <summary>A code as it was typed, without what people put between.</summary>
    public static string Normalise(string typed) =>
        new([.. typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(CodeLength + 1)]);

    /// <summary>The hash that is kept, bound to what the secret is for.</summary>
    public byte[] Hash(string purpose, string secret) => HMACSHA256.HashData(keys.ProofKey, Encoding.UTF8.GetBytes($"{purpose}:{secret}"));
}
