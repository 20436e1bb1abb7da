using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions.Files;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A document as lists show it.</summary>
/// <param name="Refused">What the branch said of it where it can't use it.</param>
/// <param name="IsReplacement">Whether the family put it in the place of a refused one after it had handed the form in.</param>
public sealed record DocumentRow(
    Guid DocumentId, string Kind, string FileName, string ContentType, int ByteSize, DateTimeOffset UploadedTime, DateTimeOffset? VerifiedTime, string? VerifierName,
    bool HasPreview = false, int? PageCount = null, RefusedRow? Refused = null, bool IsReplacement = false)
{
    /// <summary>Whether somebody of the branch has still to look at it.</summary>
    public bool IsUnchecked => VerifiedTime is null && Refused is null;

    /// <summary>Whether it stands in the place of a refused one, and nobody has looked at it since.</summary>
    public bool IsReplaced => IsReplacement && IsUnchecked;
}

/// <summary>That the branch can't use a document.</summary>
/// <param name="Why">One of <see cref="DocumentFault.All"/>.</param>
/// <param name="Note">What the branch adds for the family.</param>
/// <param name="Until">Until when the family is asked to replace it.</param>
public sealed record RefusedRow(string Why, string? Note, DateTimeOffset Until, DateTimeOffset Time, string Name);

/// <summary>Where a file goes among those of its kind: in the place of one, or after the last. Without a place it goes in the place of all that nobody has verified.</summary>
/// <param name="Replaces">The page that it takes the place of; where that is gone or verified, the file comes after the last.</param>
public sealed record PagePlace(Guid? Replaces);

/// <summary>A document opened to read; whoever gets it closes the content.</summary>
public sealed record OpenDocument(string FileName, string ContentType, Stream Content);

/// <summary>Takes in, takes back and opens documents.</summary>
public sealed class DocumentDesk(BranchDb branches, DocumentStore store, DocumentIntake intake, DocumentSweep sweep, Codes.ReferenceCodes codes)
{
    /// <summary>Takes a file in, in the place of what is unverified of the same kind. The file is told by its content, 5 MB at most.</summary>
    public Task<Outcome<DocumentRow>> AddAsync(Actor by, ApplicationId id, string kind, string fileName, Stream content, CancellationToken ct) =>
        AddAsync(by, id, kind, fileName, content, null, null, ct);

    /// <summary>
    /// Takes a file in as a page: into a draft, or once the form is handed in, in the place of a refused document and nowhere else. A draft's page that comes again, since its
    /// answer was lost, is answered with the one that is there.
    /// </summary>
    /// <param name="also">What else happens in the transaction that enters it, told the document's id.</param>
    public async Task<Outcome<DocumentRow>> AddAsync(
        Actor by, ApplicationId id, string kind, string fileName, Stream content, PagePlace? place, Func<ViseContext, Guid, Task<Refusal?>>? also, CancellationToken ct)
    {
        if ((await codes.TermsAsync("document", ct)).All(term => term.Code != kind))
        {
            return new CheckFailed("document.kind");
        }

        // asked before a byte is stored, and again in the write itself
        var asked = await branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, db => DocumentRoom.OpenAsync(db, by, id, kind, place?.Replaces, ct), ct);
        if (asked.Refusal is { } closed)
        {
            return closed;
        }

        return await intake.TakeAsync(by.Account, content, file => EnterAsync(by, id, kind, fileName, file, place, also, ct), ct);
    }

    private async Task<Outcome<DocumentRow>> EnterAsync(
        Actor by, ApplicationId id, string kind, string fileName, TakenFile file, PagePlace? place, Func<ViseContext, Guid, Task<Refusal?>>? also, CancellationToken ct)
    {
        var hash = await store.PutAsync(id.Branch, file.Content, ct);
        var preview = file.Preview is null ? null : await store.PutAsync(id.Branch, file.Preview, ct);
        List<string> left = [];
        var added = await StoreGate.WithinAsync(() => branches.WriteAsync<DocumentRow>(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            var open = await DocumentRoom.OpenForChangeAsync(db, by, id, kind, place?.Replaces, ct);
            if (open.Value is not { } application)
            {
                return open.Refusal!;
            }

            left.Clear();
            if (await DocumentRoom.SameAsync(db, application, kind, place, hash, ct) is { } same)
            {
                return also is not null && await also(db, same.DocumentId) is { } lost ? lost : Row(same);
            }

            var goes = await DocumentRoom.PlaceAsync(db, application, kind, place, left, ct);
            if (goes.Value is not { } to)
            {
                return goes.Refusal!;
            }

            await HoldAsync(db, id, hash, file.Content, ct);
            if (preview is not null)
            {
                await HoldAsync(db, id, preview, file.Preview!, ct);
            }

            var kept = new KeptFile(file.ContentType, hash, file.Content.Length, preview, file.PageCount);
            var document = Document.Of(id, kind, to.Page, NameOf(fileName, file.ContentType), kept, by, db.Now, to.Replaces);
            db.Add(document);
            return also is not null && await also(db, document.DocumentId) is { } no ? no : Row(document);
        }, ct), ct);
        if (added.Value is not null)
        {
            await sweep.ForgetAsync(id.Branch, left, ct);
        }

        return added;
    }

    /// <summary>Takes an unverified document back, and its file with it.</summary>
    public async Task<Refusal?> RemoveAsync(Actor by, ApplicationId id, Guid document, CancellationToken ct)
    {
        List<string> left = [];
        var refusal = await branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            if (application.Save(by, db.Now, null) is { } refusal)
            {
                return refusal;
            }

            left.Clear();
            var taken = await DocumentRoom.TakeOutAsync(
                db.Documents.Where(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document && known.VerifiedTime == null), left, ct);
            return taken ? null : new NotFound();
        }, ct);
        if (refusal is null)
        {
            await sweep.ForgetAsync(id.Branch, left, ct);
        }

        return refusal;
    }

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

    /// <summary>Opens the small picture of a document. It is part of the list that shows it, and leaves no row of its own in the trail.</summary>
    public async Task<Outcome<Stream>> OpenPreviewAsync(Actor by, ApplicationId id, Guid document, CancellationToken ct)
    {
        if (!by.May(by.IsFamily ? Duty.ApplyForOwnChild : Duty.ReadApplications) || !by.Scope.Covers(id.Branch))
        {
            return new NotFound();
        }

        var hash = await branches.ReadAsync(by, db => db.Documents
            .Where(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document
                && db.Applications.Any(application => application.BranchId == known.BranchId && application.ApplicationId == known.ApplicationId))
            .Select(known => known.PreviewHash).SingleOrDefaultAsync(ct), ct);
        return hash is null ? new NotFound() : await store.OpenAsync(id.Branch, hash, ct);
    }

    /// <summary>Rows in the order in which they are shown: kinds as they came first, pages in their order.</summary>
    internal static IReadOnlyList<DocumentRow> Rows(IEnumerable<Document> documents) =>
        [.. documents.GroupBy(document => document.Kind).SelectMany(kind => kind.OrderBy(document => document.Page).ThenBy(document => document.UploadedTime)).Select(Row)];

    internal static DocumentRow Row(Document document) => new(
        document.DocumentId, document.Kind, document.FileName, document.ContentType, document.ByteSize, document.UploadedTime, document.VerifiedTime, document.VerifierName,
        document.PreviewHash is not null, document.PageCount,
        document is { Fault: { } fault, RefusedTime: { } refused, ReplaceBy: { } until } ? new RefusedRow(fault, document.FaultNote, until, refused, document.RefuserName ?? "") : null,
        document.Replaces is not null);

    // the same content may have lain there unnamed, and been swept just now
    private async Task HoldAsync(ViseContext db, ApplicationId id, string hash, byte[] content, CancellationToken ct)
    {
        await DocumentSweep.HoldAsync(db, id.Branch, hash, alone: false, ct);
        if (!await store.HasAsync(id.Branch, hash, ct))
        {
            await store.PutAsync(id.Branch, content, ct);
        }
    }

    internal static string NameOf(string fileName, string type = "")
    {
        var name = Typed.Clean(Path.GetFileName(fileName.Replace('\\', '/')));
        if (type == "image/jpeg" && Path.GetExtension(name).ToLowerInvariant() is ".heic" or ".heif")
        {
            name = Path.ChangeExtension(name, ".jpg");
        }

        return name.Length switch { 0 => "document", > 200 => Typed.Cut(name, 200), _ => name };
    }
}
