using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vise.Domain.Admissions;

namespace Vise.Data.Secrets;

/// <summary>
/// Seals single fields with AES-256-GCM (NIST SP 800-38D). A seal is: key id length, key id, nonce (12 bytes), tag (16), text; it is bound
/// to its application and path, or to what else it is for, so a seal moved to another row does not open.
/// </summary>
public sealed class FieldSeal(FieldKeys keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public byte[] Seal(ApplicationId id, string path, string text) => Seal(Bound(id, path), text);

    /// <summary>Opens a seal; throws <see cref="CryptographicException"/> when it was changed, moved, or its key is gone.</summary>
    public string Open(ApplicationId id, string path, byte[] sealedField) => Open(Bound(id, path), sealedField);

    /// <summary>Seals what belongs to no application, for a purpose that no application id begins.</summary>
    public byte[] Seal(string purpose, string text)
    {
        var current = keys.CurrentId;
        var keyId = Encoding.ASCII.GetBytes(current);
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedField = new byte[1 + keyId.Length + NonceBytes + TagBytes + plain.Length];
        sealedField[0] = (byte)keyId.Length;
        keyId.CopyTo(sealedField, 1);
        var parts = Split(sealedField);
        RandomNumberGenerator.Fill(parts.Nonce.Span);
        using var cipher = new AesGcm(keys[current], TagBytes);
        cipher.Encrypt(parts.Nonce.Span, plain, parts.Text.Span, parts.Tag.Span, Encoding.UTF8.GetBytes(purpose));
        return sealedField;
    }

    /// <summary>Opens what was sealed for a purpose; throws as the other does.</summary>
    public string Open(string purpose, byte[] sealedField)
    {
        var parts = Split(sealedField);
        var plain = new byte[parts.Text.Length];
        using var cipher = new AesGcm(keys[parts.KeyId], TagBytes);
        cipher.Decrypt(parts.Nonce.Span, parts.Text.Span, parts.Tag.Span, plain, Encoding.UTF8.GetBytes(purpose));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>A person's id sealed and hashed, or null for none.</summary>
    public SealedId? SealId(ApplicationId id, string path, string? text) =>
        text is null ? null : new SealedId(Seal(id, path, text), Hash(keys.MatchKeys[0], path, text));

    /// <summary>What of a form is kept sealed: the two ids, and what concerns health, disability and the ground of an RTE seat, each as one.</summary>
    public SealedParts SealForm(ApplicationId id, FilledForm form) => new(
        SealId(id, "apaar", form.Child.ApaarId),
        SealId(id, "aadhaar", form.Child.Aadhaar),
        SealPart(id, "health", form.Health),
        SealPart(id, "disability", form.Background.Disability),
        SealPart(id, "rte", form.Sought.Rte));

    /// <summary>The hashes that an equal id may be kept under: one for each match key that is still in use, newest first.</summary>
    public IReadOnlyList<byte[]> Matches(string path, string text) => [.. keys.MatchKeys.Select(key => Hash(key, path, text))];

    /// <summary>The id of the key that a seal was made with.</summary>
    public static string KeyIdOf(byte[] sealedField) => Split(sealedField).KeyId;

    private byte[]? SealPart<T>(ApplicationId id, string path, T? part)
        where T : class => part is null ? null : Seal(id, path, JsonSerializer.Serialize(part, JsonSerializerOptions.Web));

    private static byte[] Hash(byte[] key, string path, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(path + ":" + text));

    /// <summary>A keyed hash of what is only ever compared, such as a one-time code; other purposes hash it to something else.</summary>
    public byte[] Hash(string purpose, string text) => HMACSHA256.HashData(keys.ProofKey, Encoding.UTF8.GetBytes(purpose + ":" + text));

    private static string Bound(ApplicationId id, string path) => id.Value + ":" + path;

    private static (string KeyId, Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Split(byte[] sealedField)
    {
        var nonceAt = 1 + sealedField[0];
        return (
            Encoding.ASCII.GetString(sealedField, 1, sealedField[0]),
            sealedField.AsMemory(nonceAt, NonceBytes),
            sealedField.AsMemory(nonceAt + NonceBytes, TagBytes),
            sealedField.AsMemory(nonceAt + NonceBytes + TagBytes));
    }
}
