using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions.Files;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>How far an upload has come.</summary>
/// <param name="DocumentId">What came of it; null while it is on its way.</param>
public sealed record UploadState(Guid UploadId, int Received, int ByteSize, Guid? DocumentId);

/// <summary>
/// Takes files in piece by piece. What has come lies in the document store under the upload's id, each piece under its offset; the row says how much counts,
/// and changes in the same transaction that puts the piece in, so that two who send the same piece at once put it in once.
/// </summary>
public sealed class UploadDesk(BranchDb branches, IDocumentObjects objects, DocumentDesk documents, Codes.ReferenceCodes codes)
{
    /// <summary>Begins an upload; refuses what would be refused at its end: size, kind, number of files.</summary>
    public async Task<Outcome<UploadState>> BeginAsync(Actor by, ApplicationId id, string kind, Guid? replaces, string fileName, long bytes, CancellationToken ct)
    {
        if (bytes is < 1 or > Document.LargestFile)
        {
            return new DocumentRefused(bytes < 1 ? "Empty" : "TooLarge");
        }

        if ((await codes.TermsAsync("document", ct)).All(term => term.Code != kind))
        {
            return new CheckFailed("document.kind");
        }

        return await branches.WriteAsync<UploadState>(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (((await DocumentRoom.OpenAsync(db, by, id, kind, replaces, ct)).Refusal ?? await DocumentRoom.FullAsync(db, id, kind, replaces, ct)) is { } no)
            {
                return no;
            }

            var since = db.Now - Upload.Life;
            if (await db.Uploads.CountAsync(open => open.AccountId == by.Account && open.DocumentId == null && open.BegunTime > since, ct) >= Upload.MostOpen)
            {
                return new DocumentRefused("TooManyOpen");
            }

            var upload = Upload.Of(id, kind, replaces, DocumentDesk.NameOf(fileName), (int)bytes, by.Account, db.Now);
            db.Add(upload);
            return StateOf(upload);
        }, ct);
    }

    /// <summary>How far it has come; <see cref="NotFound"/> for what is swept, another's or another branch's.</summary>
    public Task<Outcome<UploadState>> StateAsync(Actor by, ApplicationId id, Guid upload, CancellationToken ct) =>
        branches.WriteAsync<UploadState>(by, DraftDesk.EntryDuty(by), id, async db =>
            await ClosedAsync(db, by, id, upload, ct) is { } closed ? closed
            : await Mine(db, by, id, upload).SingleOrDefaultAsync(ct) is { } found ? StateOf(found) : new NotFound(), ct);

    /// <summary>
    /// Takes the piece that begins at <paramref name="offset"/>; one that doesn't fit changes nothing, and the state says where to go on. With the last piece the file is taken in,
    /// or refused as <see cref="DocumentDesk.AddAsync"/> does; what couldn't be checked just now stays and is tried again with an empty piece.
    /// One request at a time makes the document: the others are told <see cref="Collided"/>, and so is who tries again sooner than <see cref="Upload.Rest"/>.
    /// </summary>
    public async Task<Outcome<UploadState>> AppendAsync(Actor by, ApplicationId id, Guid upload, int offset, ReadOnlyMemory<byte> piece, CancellationToken ct)
    {
        var whole = offset + piece.Length;
        Upload? known = null;
        var outcome = await StoreGate.WithinAsync(() => branches.WriteAsync<UploadState>(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (await ClosedAsync(db, by, id, upload, ct) is { } closed)
            {
                return closed;
            }

            var fits = piece.Length > 0 && await Mine(db, by, id, upload)
                .Where(open => open.Received == offset && open.DocumentId == null && whole <= open.ByteSize)
                .ExecuteUpdateAsync(change => change.SetProperty(open => open.Received, whole), ct) == 1;
            known = await Mine(db, by, id, upload).SingleOrDefaultAsync(ct);
            if (known is null)
            {
                return new NotFound();
            }

            if (fits)
            {
                await objects.PutAsync(PieceStream.KeyOf(KeyOf(known), offset), new MemoryStream(piece.ToArray(), writable: false), ct);
            }

            return known is { IsWhole: true, DocumentId: null } && await Mine(db, by, id, upload)
                .Where(open => open.DocumentId == null && (open.FinishingUntil == null || open.FinishingUntil < db.Now))
                .ExecuteUpdateAsync(change => change.SetProperty(open => open.FinishingUntil, db.Now + Upload.Finish), ct) == 0
                    ? new Collided() : StateOf(known);
        }, ct), ct);
        return outcome.Refusal is null && known is { IsWhole: true, DocumentId: null } ? await FinishOrRestAsync(by, id, known, ct) : outcome;
    }

    /// <summary>Ends an upload that nobody wants any more; one that is gone is as good as ended.</summary>
    public async Task<Refusal?> DropAsync(Actor by, ApplicationId id, Guid upload, CancellationToken ct)
    {
        Upload? known = null;
        var refusal = await branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (await ClosedAsync(db, by, id, upload, ct) is { } closed)
            {
                return closed;
            }

            known = await Mine(db, by, id, upload).SingleOrDefaultAsync(ct);
            await Mine(db, by, id, upload).ExecuteDeleteAsync(ct);
            return known is null ? new NotFound() : null;
        }, ct);
        if (refusal is null)
        {
            await ForgetAsync(known!, ct);
        }

        return refusal;
    }

    // of a form that is handed in, files in the place of refused documents alone; what came of such a one is told also when the document is refused no more
    private static async Task<Refusal?> ClosedAsync(ViseContext db, Actor by, ApplicationId id, Guid upload, CancellationToken ct)
    {
        if (await db.FindAsync(id, ct) is not { } application)
        {
            return new NotFound();
        }

        if (application.Status == ApplicationStatus.Draft)
        {
            return null;
        }

        var open = await Mine(db, by, id, upload).SingleOrDefaultAsync(ct);
        return open is { DocumentId: not null } ? null : await DocumentRoom.ClosedAsync(db, by, application, open?.Kind ?? "", open?.Replaces, ct);
    }

    // whoever leaves it unfinished, hung up or refused for now, lets the next try a little later
    private async Task<Outcome<UploadState>> FinishOrRestAsync(Actor by, ApplicationId id, Upload upload, CancellationToken ct)
    {
        var isIn = false;
        try
        {
            var outcome = await FinishAsync(by, id, upload, ct);
            isIn = outcome.Value is { DocumentId: not null };
            return outcome;
        }
        finally
        {
            if (!isIn)
            {
                await branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, async db =>
                {
                    await Mine(db, by, id, upload.UploadId).ExecuteUpdateAsync(change => change.SetProperty(open => open.FinishingUntil, db.Now + Upload.Rest), CancellationToken.None);
                    return null;
                }, CancellationToken.None);
            }
        }
    }

    private async Task<Outcome<UploadState>> FinishAsync(Actor by, ApplicationId id, Upload upload, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var file = new PieceStream(objects, KeyOf(upload), upload.ByteSize);
            Outcome<DocumentRow> added;
            try
            {
                added = await documents.AddAsync(by, id, upload.Kind, upload.FileName, file, new PagePlace(upload.Replaces), async (db, document) =>
                    await Mine(db, by, id, upload.UploadId).Where(open => open.DocumentId == null).ExecuteUpdateAsync(change => change.SetProperty(open => open.DocumentId, document), ct) == 1
                        ? null : new Collided(), ct);
            }
            catch (FileNotFoundException) when (file.IsShort)
            {
                // somebody who sent the same piece was quicker
                var state = await StateAsync(by, id, upload.UploadId, ct);
                if (state.Value is { DocumentId: null })
                {
                    throw;
                }

                return state;
            }

            if (added.Value is { } row)
            {
                await ForgetAsync(upload, ct);
                return StateOf(upload) with { DocumentId = row.DocumentId };
            }

            // a field saved in the same moment changed the form: not a reason to send anything again
            if (added.Refusal is EditedByAnother or Collided && tries < 3)
            {
                continue;
            }

            if (added.Refusal is DocumentRefused { Why: not "NotChecked" })
            {
                await DropAsync(by, id, upload.UploadId, ct);
            }

            return added.Refusal!;
        }
    }

    private async Task ForgetAsync(Upload upload, CancellationToken ct)
    {
        await foreach (var piece in objects.ListAsync(KeyOf(upload), ct))
        {
            await objects.DeleteAsync(piece.Key, ct);
        }
    }

    private static string KeyOf(Upload upload) => string.Create(CultureInfo.InvariantCulture, $"{upload.BranchId.Value}/uploads/{upload.UploadId:N}/");

    private static IQueryable<Upload> Mine(ViseContext db, Actor by, ApplicationId id, Guid upload) =>
        db.Uploads.Where(open => open.BranchId == id.Branch && open.ApplicationId == id && open.UploadId == upload && open.AccountId == by.Account);

    private static UploadState StateOf(Upload upload) => new(upload.UploadId, upload.Received, upload.ByteSize, upload.DocumentId);
}
