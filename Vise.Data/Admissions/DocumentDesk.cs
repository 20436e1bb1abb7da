using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions.Files;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A document as lists show it.</summary>
public sealed record DocumentRow(
    Guid DocumentId, string Kind, string FileName, string ContentType, int ByteSize, DateTimeOffset UploadedTime, DateTimeOffset? VerifiedTime, string? VerifierName);

/// <summary>A document opened to read; whoever gets it closes the content.</summary>
public sealed record OpenDocument(string FileName, string ContentType, Stream Content);

/// <summary>Takes in, takes back, verifies and opens documents.</summary>
public sealed class DocumentDesk(BranchDb branches, DocumentStore store, DocumentIntake intake, Codes.ReferenceCodes codes)
{
    /// <summary>Takes a file in, in the place of an unverified one of the same kind. The file is told by its content, 5 MB at most.</summary>
    public async Task<Outcome<DocumentRow>> AddAsync(Actor by, ApplicationId id, string kind, string fileName, Stream content, CancellationToken ct)
    {
        if ((await codes.TermsAsync("document", ct)).All(term => term.Code != kind))
        {
            return new CheckFailed("document.kind");
        }

        // asked before a byte is stored, and again in the write itself
        var mayAdd = await branches.WriteAsync<object>(by, DraftDesk.EntryDuty(by), id, async db => await db.FindAsync(id, ct) switch
        {
            null => new NotFound(),
            { Status: ApplicationStatus.Draft } => new Outcome<object>(db, null),
            var application => new NoSuchStep(application.Status, ApplicationStatus.Draft),
        }, ct);
        if (mayAdd.Refusal is { } no)
        {
            return no;
        }

        var taken = await intake.TakeAsync(content, ct);
        if (taken.Value is not { } file)
        {
            return taken.Refusal!;
        }

        var hash = await store.PutAsync(id.Branch, file.Content, ct);

        return await branches.WriteAsync<DocumentRow>(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (await OpenForChangeAsync(db, by, id, ct) is { } refusal)
            {
                return refusal;
            }

            await db.Documents.Where(old => old.BranchId == id.Branch && old.ApplicationId == id && old.Kind == kind && old.VerifiedTime == null).ExecuteDeleteAsync(ct);
            if (await db.Documents.CountAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct) >= Document.MostDocuments)
            {
                return new DocumentRefused("TooMany");
            }

            // the same content may have lain there unnamed, and been swept just now
            await DocumentSweep.HoldAsync(db, id.Branch, hash, alone: false, ct);
            if (!await store.HasAsync(id.Branch, hash, ct))
            {
                await store.PutAsync(id.Branch, file.Content, ct);
            }

            var document = Document.Of(id, kind, NameOf(fileName, file.ContentType), file.ContentType, hash, file.Content.Length, by, db.Now);
            db.Add(document);
            return Row(document);
        }, ct);
    }

    /// <summary>Takes an unverified document back.</summary>
    public Task<Refusal?> RemoveAsync(Actor by, ApplicationId id, Guid document, CancellationToken ct) =>
        branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (await OpenForChangeAsync(db, by, id, ct) is { } refusal)
            {
                return refusal;
            }

            var removed = await db.Documents
                .Where(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document && known.VerifiedTime == null)
                .ExecuteDeleteAsync(ct);
            return removed == 0 ? new NotFound() : null;
        }, ct);

    public Task<Refusal?> VerifyAsync(Actor by, ApplicationId id, Guid document, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReviewApplications, id, async db =>
        {
            var found = await db.Documents.AsTracking()
                .SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document, ct);
            return found is null || await db.FindAsync(id, ct) is not { } application ? new NotFound() : application.Verify(found, by, db.Now);
        }, ct);

    /// <summary>Opens a document: a download, which leaves its row in the trail.</summary>
    public async Task<Outcome<OpenDocument>> OpenAsync(Actor by, ApplicationId id, Guid document, CancellationToken ct)
    {
        var duty = by.IsFamily ? Duty.ApplyForOwnChild : Duty.ReadApplications;
        var found = await branches.OpenRecordAsync(by, duty, id, Opening.Document(document), db =>
            db.Documents.SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document
                && db.Applications.Any(application => application.BranchId == known.BranchId && application.ApplicationId == known.ApplicationId), ct), ct);
        return found.Value is { } file
            ? new OpenDocument(file.FileName, file.ContentType, await store.OpenAsync(id.Branch, file.ContentHash, ct))
            : found.Refusal!;
    }

    internal static DocumentRow Row(Document document) => new(
        document.DocumentId, document.Kind, document.FileName, document.ContentType, document.ByteSize, document.UploadedTime, document.VerifiedTime, document.VerifierName);

    // a change of the documents is one of the form: a submit that runs beside it sees another version and gives way
    private static async Task<Refusal?> OpenForChangeAsync(ViseContext db, Actor by, ApplicationId id, CancellationToken ct) =>
        await db.FindAsync(id, ct) is { } application ? application.Save(by, db.Now, null) : new NotFound();

    private static string NameOf(string fileName, string type)
    {
        var name = Typed.Clean(Path.GetFileName(fileName.Replace('\\', '/')));
        if (type == "image/jpeg" && Path.GetExtension(name).ToLowerInvariant() is ".heic" or ".heif")
        {
            name = Path.ChangeExtension(name, ".jpg");
        }

        return name.Length switch { 0 => "document", > 200 => Typed.Cut(name, 200), _ => name };
    }
}
