using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>The place that a file gets.</summary>
/// <param name="Page">Its place among those of its kind.</param>
/// <param name="Replaces">The refused document that the database takes out for it; null in a draft.</param>
internal sealed record DocumentPlace(int Page, Guid? Replaces = null);

/// <summary>Whether a form takes a file now, where among its documents it goes, and what gives way.</summary>
internal static class DocumentRoom
{
    /// <summary>The form that takes the file, locked; or why it takes none.</summary>
    public static async Task<Outcome<Application>> OpenAsync(ViseContext db, Actor by, ApplicationId id, string kind, Guid? replaces, CancellationToken ct) =>
        await db.FindAsync(id, ct) is not { } application ? new NotFound()
        : await ClosedAsync(db, by, application, kind, replaces, ct) is { } closed ? closed
        : application;

    /// <summary>Why the form takes no file: it is handed in, and the file would not go in the place of a refused document.</summary>
    public static async Task<Refusal?> ClosedAsync(ViseContext db, Actor by, Application application, string kind, Guid? replaces, CancellationToken ct) =>
        application.Status == ApplicationStatus.Draft ? null
        : application.MayReplace(
            replaces is null ? null : await Of(db, application.ApplicationId).SingleOrDefaultAsync(known => known.DocumentId == replaces && known.Kind == kind, ct), by);

    /// <summary>The form that the file goes into now. A change of a draft's documents is one of the form: a submit that runs beside it sees another version and gives way.</summary>
    public static async Task<Outcome<Application>> OpenForChangeAsync(ViseContext db, Actor by, ApplicationId id, string kind, Guid? replaces, CancellationToken ct)
    {
        var open = await OpenAsync(db, by, id, kind, replaces, ct);
        return open.Value is { Status: ApplicationStatus.Draft } draft && draft.Save(by, db.Now, null) is { } refusal ? refusal : open;
    }

    /// <summary>Whether there is no room for one more; in the place of another there always is.</summary>
    public static async Task<Refusal?> FullAsync(ViseContext db, ApplicationId id, string kind, Guid? replaces, CancellationToken ct)
    {
        var there = await Of(db, id).Select(known => new { known.Kind, known.DocumentId }).ToListAsync(ct);
        return there.Any(known => known.DocumentId == replaces) ? null
            : there.Count >= Document.MostDocuments ? new DocumentRefused("TooMany")
            : there.Count(known => known.Kind == kind) >= Document.MostPages ? new DocumentRefused("TooManyPages")
            : null;
    }

    /// <summary>
    /// The page of a draft that a file would only double: of the same kind and content. In the place of one that still stands, that one alone; what the branch refused may come
    /// as it is to be looked at again. Without a place there is nothing to double, since all others give way.
    /// </summary>
    public static async Task<Document?> SameAsync(ViseContext db, Application application, string kind, PagePlace? place, string hash, CancellationToken ct)
    {
        if (application.Status != ApplicationStatus.Draft || place is null)
        {
            return null;
        }

        var ofKind = Of(db, application.ApplicationId).Where(known => known.Kind == kind);
        return await ofKind
            .Where(known => known.ContentHash == hash && known.RefusedTime == null
                && (known.DocumentId == place.Replaces || !ofKind.Any(standing => standing.DocumentId == place.Replaces && standing.VerifiedTime == null)))
            .OrderBy(known => known.Page).FirstOrDefaultAsync(ct);
    }

    /// <summary>Takes out what gives way, adds its files to what is <paramref name="left"/> without a name, and says where the new one goes.</summary>
    public static async Task<Outcome<DocumentPlace>> PlaceAsync(ViseContext db, Application application, string kind, PagePlace? place, List<string> left, CancellationToken ct)
    {
        var ofKind = Of(db, application.ApplicationId).Where(known => known.Kind == kind);
        if (application.Status != ApplicationStatus.Draft)
        {
            // asked before: it is there and refused; a family removes nothing of a form that is handed in, the database does
            var refused = await ofKind.SingleAsync(known => known.DocumentId == place!.Replaces, ct);
            Leave(left, refused.ContentHash, refused.PreviewHash);
            return new DocumentPlace(refused.Page, refused.DocumentId);
        }

        if (place is null)
        {
            await TakeOutAsync(ofKind.Where(old => old.VerifiedTime == null), left, ct);
        }
        else if (place.Replaces is { } replaced
            && await ofKind.Where(old => old.DocumentId == replaced && old.VerifiedTime == null).Select(old => (int?)old.Page).SingleOrDefaultAsync(ct) is { } page)
        {
            await TakeOutAsync(ofKind.Where(old => old.DocumentId == replaced), left, ct);
            return new DocumentPlace(page);
        }

        return await FullAsync(db, application.ApplicationId, kind, null, ct) is { } full ? full : new DocumentPlace(await ofKind.MaxAsync(old => (int?)old.Page, ct) + 1 ?? 1);
    }

    /// <summary>Takes documents out; whether there was any.</summary>
    public static async Task<bool> TakeOutAsync(IQueryable<Document> going, List<string> left, CancellationToken ct)
    {
        foreach (var file in await going.Select(document => new { document.ContentHash, document.PreviewHash }).ToListAsync(ct))
        {
            Leave(left, file.ContentHash, file.PreviewHash);
        }

        await going.ExecuteDeleteAsync(ct);
        return left.Count > 0;
    }

    private static void Leave(List<string> left, string hash, string? preview)
    {
        left.Add(hash);
        left.AddRange(preview is null ? [] : [preview]);
    }

    private static IQueryable<Document> Of(ViseContext db, ApplicationId id) => db.Documents.Where(known => known.BranchId == id.Branch && known.ApplicationId == id);
}
