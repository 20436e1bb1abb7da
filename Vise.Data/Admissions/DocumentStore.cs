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
    // the end of a file's name while it is being taken out
    private const string Going = ".going";

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

    /// <summary>The branches that have files.</summary>
    public IEnumerable<BranchId> Branches() => !Directory.Exists(root) ? [] : Directory.EnumerateDirectories(root)
        .Select(folder => BranchId.TryParse(Path.GetFileName(folder), out var branch) ? branch : (BranchId?)null).OfType<BranchId>();

    /// <summary>The hashes of a branch's files that were put in, or put in again, before a moment.</summary>
    public IEnumerable<string> OlderThan(BranchId branch, DateTimeOffset moment) =>
        Directory.EnumerateDirectories(Path.Combine(root, branch.Value)).SelectMany(Directory.EnumerateFiles)
            .Where(file => File.GetLastWriteTimeUtc(file) < moment.UtcDateTime).Select(file => Path.GetFileName(file).Replace(Going, "", StringComparison.Ordinal));

    /// <summary>
    /// Takes a file out that no row of the branch names, unless it was put in again since the moment: it is moved aside first, and its age looked at
    /// then, so that an upload of the same content just now is not lost.
    /// </summary>
    public bool DeleteOlderThan(BranchId branch, string hash, DateTimeOffset moment)
    {
        var place = PlaceOf(branch, hash);
        var aside = place + Going;
        if (File.Exists(place))
        {
            File.Move(place, aside, overwrite: true);
        }

        if (!File.Exists(aside))
        {
            return false;
        }

        if (File.GetLastWriteTimeUtc(aside) < moment.UtcDateTime)
        {
            File.Delete(aside);
            return true;
        }

        PutBack(branch, hash);
        return false;
    }

    /// <summary>Puts back what was moved aside by a process that was killed then; mostly there is nothing to do.</summary>
    public void PutBack(BranchId branch, string hash)
    {
        var place = PlaceOf(branch, hash);
        if (File.Exists(place + Going))
        {
            // the same content under the same name: whichever lies there is right
            File.Move(place + Going, place, overwrite: true);
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
