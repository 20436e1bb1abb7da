using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Vise.Data.Admissions.Files;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>
/// Documents' files, by branch and SHA-256 of the content: the same file twice in a branch lies there once, and what one branch holds says
/// nothing of another.
/// </summary>
public sealed partial class DocumentStore(IDocumentObjects objects)
{
    /// <summary>Puts a file in as it is; returns its hash, hexadecimal.</summary>
    public async Task<string> PutAsync(BranchId branch, byte[] content, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        using var stream = new MemoryStream(content, writable: false);
        await objects.PutAsync(KeyOf(branch, hash), stream, ct);
        return hash;
    }

    public async Task<bool> HasAsync(BranchId branch, string hash, CancellationToken ct) => await objects.HeadAsync(KeyOf(branch, hash), ct) is not null;

    /// <summary>Opens a file to read. That a row names a file which isn't there is a defect or an outage: <see cref="FileNotFoundException"/>.</summary>
    public async Task<Stream> OpenAsync(BranchId branch, string hash, CancellationToken ct) =>
        await objects.OpenAsync(KeyOf(branch, hash), ct) ?? throw new FileNotFoundException($"The document store has no file {KeyOf(branch, hash)}.");

    internal static string KeyOf(BranchId branch, string hash) => string.Create(CultureInfo.InvariantCulture, $"{branch.Value}/{hash[..2]}/{hash}");

    /// <summary>Whose file a key of the store is, or null for what is no document.</summary>
    internal static (BranchId Branch, string Hash)? FileOf(string key) =>
        key.Split('/') is [var folder, { Length: 2 } first, { Length: 64 } hash] && hash.StartsWith(first, StringComparison.Ordinal) && hash.All(char.IsAsciiHexDigitLower)
            && BranchId.TryParse(folder, out var branch) ? (branch, hash) : null;

    /// <summary>Whether it is a piece of an upload, or half of a file that a killed process left. What has another name is not VISE's, and stays.</summary>
    internal static bool IsPiece(string key) => key.Split('/') is [var folder, ..] && BranchId.TryParse(folder, out _) && Pieces().IsMatch(key);

    [GeneratedRegex(@"^[^/]+/(uploads/[0-9a-f]{32}/[0-9]{8}|([0-9a-f]{2}|uploads/[0-9a-f]{32})/[0-9a-z]{8}\.[0-9a-z]{3}\.part)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pieces();
}
