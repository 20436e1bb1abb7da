using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions.Files;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A document as lists show it.</summary>
public sealed record DocumentRow(
    Guid DocumentId, string Kind, string FileName, string ContentType, int ByteSize, DateTimeOffset UploadedTime, DateTimeOffset? VerifiedTime, string? VerifierName,
    bool HasPreview = false, int? PageCount = null);

/// <summary>Where a file goes among those of its kind: in the place of one, or after the last. Without a place it goes in the place of all that nobody has verified.</summary>
/// <param name="Replaces">The page that it takes the place of; where that is gone or verified, the file comes after the last.</param>
public sealed record PagePlace(Guid? Replaces);

/// <summary>A document opened to read; whoever gets it closes the content.</summary>
public sealed record OpenDocument(string FileName, string ContentType, Stream Content);

/// <summary>Takes in, takes back, verifies and opens documents.</summary>
public sealed class DocumentDesk(BranchDb branches, DocumentStore store, DocumentIntake intake, DocumentSweep sweep, Codes.ReferenceCodes codes)
{
    /// <summary>Takes a file in, in the place of what is unverified of the same kind. The file is told by its content, 5 MB at most.</summary>
    public Task<Outcome<DocumentRow>> AddAsync(Actor by, ApplicationId id, string kind, string fileName, Stream content, CancellationToken ct) =>
        AddAsync(by, id, kind, fileName, content, null, null, ct);

    /// <summary>Takes a file in as a page.</summary>
    /// <param name="also">What else happens in the transaction that enters it, told the document's id.</param>
    public async Task<Outcome<DocumentRow>> AddAsync(
        Actor by, ApplicationId id, string kind, string fileName, Stream content, PagePlace? place, Func<ViseContext, Guid, Task<Refusal?>>? also, CancellationToken ct)
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
            if (await OpenForChangeAsync(db, by, id, ct) is { } refusal)
            {
                return refusal;
            }

            left.Clear();
            var page = await PageAsync(db, id, kind, place, left, ct);
            if (page.Refusal is { } full)
            {
                return full;
            }

            await HoldAsync(db, id, hash, file.Content, ct);
            if (preview is not null)
            {
                await HoldAsync(db, id, preview, file.Preview!, ct);
            }

            var kept = new KeptFile(file.ContentType, hash, file.Content.Length, preview, file.PageCount);
            var document = Document.Of(id, kind, page.Value, NameOf(fileName, file.ContentType), kept, by, db.Now);
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
            if (await OpenForChangeAsync(db, by, id, ct) is { } refusal)
            {
                return refusal;
            }

            left.Clear();
            var taken = await TakeOutAsync(
                db.Documents.Where(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document && known.VerifiedTime == null), left, ct);
            return taken ? null : new NotFound();
        }, ct);
        if (refusal is null)
        {
            await sweep.ForgetAsync(id.Branch, left, ct);
        }

        return refusal;
    }

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
        document.PreviewHash is not null, document.PageCount);

    /// <summary>Whether there is no room for one more; in the place of another there always is.</summary>
    internal static async Task<Refusal?> FullAsync(ViseContext db, ApplicationId id, string kind, Guid? replaces, CancellationToken ct)
    {
        var there = await db.Documents.Where(known => known.BranchId == id.Branch && known.ApplicationId == id).Select(known => new { known.Kind, known.DocumentId }).ToListAsync(ct);
        return there.Any(known => known.DocumentId == replaces) ? null
            : there.Count >= Document.MostDocuments ? new DocumentRefused("TooMany")
            : there.Count(known => known.Kind == kind) >= Document.MostPages ? new DocumentRefused("TooManyPages")
            : null;
    }

    // takes out what gives way, and says which page the new one is
    private static async Task<Outcome<int>> PageAsync(ViseContext db, ApplicationId id, string kind, PagePlace? place, List<string> left, CancellationToken ct)
    {
        var ofKind = db.Documents.Where(known => known.BranchId == id.Branch && known.ApplicationId == id && known.Kind == kind);
        if (place is null)
        {
            await TakeOutAsync(ofKind.Where(old => old.VerifiedTime == null), left, ct);
        }
        else if (place.Replaces is { } replaced
            && await ofKind.Where(old => old.DocumentId == replaced && old.VerifiedTime == null).Select(old => (int?)old.Page).SingleOrDefaultAsync(ct) is { } page)
        {
            await TakeOutAsync(ofKind.Where(old => old.DocumentId == replaced), left, ct);
            return page;
        }

        return await FullAsync(db, id, kind, null, ct) is { } full ? full : await ofKind.MaxAsync(old => (int?)old.Page, ct) + 1 ?? 1;
    }

    // whether there was any; their files are added to what is left without a name
    private static async Task<bool> TakeOutAsync(IQueryable<Document> going, List<string> left, CancellationToken ct)
    {
        foreach (var file in await going.Select(document => new { document.ContentHash, document.PreviewHash }).ToListAsync(ct))
        {
            left.Add(file.ContentHash);
            left.AddRange(file.PreviewHash is { } preview ? [preview] : Array.Empty<string>());
        }

        await going.ExecuteDeleteAsync(ct);
        return left.Count > 0;
    }

    // the same content may have lain there unnamed, and been swept just now
    private async Task HoldAsync(ViseContext db, ApplicationId id, string hash, byte[] content, CancellationToken ct)
    {
        await DocumentSweep.HoldAsync(db, id.Branch, hash, alone: false, ct);
        if (!await store.HasAsync(id.Branch, hash, ct))
        {
            await store.PutAsync(id.Branch, content, ct);
        }
    }

    // a change of the documents is one of the form: a submit that runs beside it sees another version and gives way
    private static async Task<Refusal?> OpenForChangeAsync(ViseContext db, Actor by, ApplicationId id, CancellationToken ct) =>
        await db.FindAsync(id, ct) is { } application ? application.Save(by, db.Now, null) : new NotFound();

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
