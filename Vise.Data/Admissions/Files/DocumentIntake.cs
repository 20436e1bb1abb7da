using Vise.Domain;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions.Files;

/// <summary>A file as it is kept.</summary>
/// <param name="Preview">A small JPEG of a picture; null for a PDF.</param>
/// <param name="PageCount">How many pages a PDF says it has.</param>
public sealed record TakenFile(byte[] Content, string ContentType, byte[]? Preview, int? PageCount);

/// <summary>
/// What happens to a file on its way in: told by its content, measured, looked at by the virus scanner where there is one, and a picture made anew.
/// It is gathered on the disk, so that a slow phone holds no memory, and read into it once it has a place in the gate.
/// </summary>
public sealed class DocumentIntake(IntakeGate gate, ClamAv scanner)
{
    /// <summary>Refuses what is empty, too large, of another type, unreadable, infected, or can't be checked just now (<see cref="DocumentRefused"/>).</summary>
    /// <param name="account">Whose file it is: of each, one is unpacked at a time.</param>
    /// <param name="content">The file.</param>
    /// <param name="keep">What becomes of the file. It has its place in the gate until this is done, and no file is in memory without one.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Outcome<T>> TakeAsync<T>(Guid account, Stream content, Func<TakenFile, Task<Outcome<T>>> keep, CancellationToken ct)
    {
        await using var gathered = Nameless();
        var (type, refusal) = await GatherAsync(content, gathered, ct);
        return refusal is not null ? refusal : await gate.WithinAsync<T>(account, async place =>
        {
            var taken = await TakeAsync(place, gathered, type!, ct);
            return taken.Value is { } file ? await keep(file) : taken.Refusal!;
        });
    }

    private async Task<Outcome<TakenFile>> TakeAsync(IntakeGate.Place place, FileStream gathered, string type, CancellationToken ct)
    {
        var bytes = new byte[gathered.Length];
        gathered.Position = 0;
        await gathered.ReadExactlyAsync(bytes, ct);
        switch (await scanner.LookAsync(bytes, ct))
        {
            case Verdict.Infected:
                return new DocumentRefused("Infected");
            case Verdict.Unknown:
                return new DocumentRefused("NotChecked");
            default:
                break;
        }

        if (type == "application/pdf")
        {
            return await place.UnpackAsync<TakenFile>(() => new TakenFile(bytes, type, null, PdfPages.Count(bytes, ct)), ct);
        }

        var clean = await place.UnpackAsync(() => PictureWork.Clean(bytes, type, ct), ct);
        return clean.Value is { } picture ? new TakenFile(picture.Content, picture.ContentType, picture.Preview, null) : clean.Refusal!;
    }

    // a child's document: nobody else may read it, and without a name nothing of it is left when the process is killed
    private static FileStream Nameless()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 64 * 1024,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), "vise-" + Path.GetRandomFileName()), options);
        File.Delete(file.Name);
        return file;
    }

    private static async Task<(string? Type, DocumentRefused? Refusal)> GatherAsync(Stream content, FileStream gathered, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        string? type = null;
        while (await content.ReadAtLeastAsync(buffer, DocumentType.Look, throwOnEndOfStream: false, ct) is > 0 and var read)
        {
            if (gathered.Length + read > Document.LargestFile)
            {
                return (null, new DocumentRefused("TooLarge"));
            }

            if ((type ??= DocumentType.Of(buffer.AsSpan(0, read))) is null)
            {
                return (null, new DocumentRefused("WrongType"));
            }

            await gathered.WriteAsync(buffer.AsMemory(0, read), ct);
            await gathered.FlushAsync(ct);
        }

        return type is null ? (null, new DocumentRefused("Empty")) : (type, null);
    }
}
