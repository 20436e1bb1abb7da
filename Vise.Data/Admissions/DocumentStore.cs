using System.Security.Cryptography;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>A file that lies in the store.</summary>
public sealed record StoredFile(string Hash, string ContentType, int Bytes);

/// <summary>
/// Files on disk, outside the web root, by branch and SHA-256 of the content: the same file twice in a branch lies there once, and what
/// one branch holds says nothing of another.
/// </summary>
public sealed class DocumentStore(string root)
{
    /// <summary>Takes a file in; refuses one that is empty, larger than <see cref="Document.LargestFile"/> or of a type told by its content that isn't taken.</summary>
    public async Task<Outcome<StoredFile>> PutAsync(BranchId branch, Stream content, CancellationToken ct)
    {
        var folder = Path.Combine(root, branch.Value);
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, Path.GetRandomFileName() + ".part");
        try
        {
            var taken = await CopyAsync(content, temporary, ct);
            if (taken.Value is { } file)
            {
                var place = PlaceOf(branch, file.Hash);
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Move(temporary, place, overwrite: true);
            }

            return taken;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens a file to read.</summary>
    public Stream Open(BranchId branch, string hash) => File.OpenRead(PlaceOf(branch, hash));

    /// <summary>Takes a file out, for when no row of the branch names it any more; nothing happens where it isn't there.</summary>
    public void Delete(BranchId branch, string hash)
    {
        var place = PlaceOf(branch, hash);
        if (Directory.Exists(Path.GetDirectoryName(place)))
        {
            File.Delete(place);
        }
    }

    private static async Task<Outcome<StoredFile>> CopyAsync(Stream content, string path, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[64 * 1024];
        var total = 0;
        string? type = null;
        while (await content.ReadAtLeastAsync(buffer, DocumentType.Look, throwOnEndOfStream: false, ct) is > 0 and var read)
        {
            if (total == 0 && (type = DocumentType.Of(buffer.AsSpan(0, read))) is null)
            {
                return new DocumentRefused("WrongType");
            }

            total += read;
            if (total > Document.LargestFile)
            {
                return new DocumentRefused("TooLarge");
            }

            hash.AppendData(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return total == 0 ? new DocumentRefused("Empty") : new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), type!, total);
    }

    private string PlaceOf(BranchId branch, string hash) => Path.Combine(root, branch.Value, hash[..2], hash);
}
