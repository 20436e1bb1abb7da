using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Vise.Data.Admissions.Files;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// Takes files out of the store that no document names any more: replaced, removed, or uploaded and never entered. Files younger than a day stay,
/// since their row may be on its way.
/// </summary>
public sealed partial class DocumentSweep(BranchDb branches, IDocumentObjects objects, ILogger<DocumentSweep>? logs = null)
{
    private const int Handful = 500;
    private static readonly TimeSpan Youth = TimeSpan.FromHours(24);

    /// <summary>Sweeps all branches; returns how many files went.</summary>
    /// <param name="now">The time by the clock that the files' times come from.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken ct)
    {
        await branches.WriteAsSystemAsync<object>("document sweep", Scope.Everything, async db =>
        {
            await db.Uploads.Where(upload => upload.BegunTime < db.Now - Upload.Life).ExecuteDeleteAsync(ct);
            return new Outcome<object>(db, null);
        }, ct);
        var (swept, moment) = (0, now - Youth);
        var old = new Dictionary<BranchId, List<string>>();
        await foreach (var found in objects.ListAsync("", ct))
        {
            if (found.PutTime >= moment)
            {
                continue;
            }

            if (DocumentStore.FileOf(found.Key) is not { } file)
            {
                // half of a file, or of an upload: a day later nobody goes on with it
                if (DocumentStore.IsPiece(found.Key))
                {
                    await objects.DeleteAsync(found.Key, ct);
                    swept++;
                }

                continue;
            }

            if (!old.TryGetValue(file.Branch, out var hashes))
            {
                old[file.Branch] = hashes = [];
            }

            hashes.Add(file.Hash);
            if (hashes.Count == Handful)
            {
                swept += await SweepAsync(file.Branch, hashes, moment, ct);
                hashes.Clear();
            }
        }

        foreach (var (branch, hashes) in old)
        {
            swept += await SweepAsync(branch, hashes, moment, ct);
        }

        return swept;
    }

    /// <summary>Takes out at once what a change left without a name. Where the store is away it goes with the next sweep.</summary>
    internal async Task ForgetAsync(BranchId branch, IEnumerable<string> hashes, CancellationToken ct)
    {
        try
        {
            foreach (var hash in hashes)
            {
                await DropAsync(branch, hash, DateTimeOffset.MaxValue, ct);
            }
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // the change itself is done; by its kind alone, since a store's own words name the file
            if (logs is not null)
            {
                LogKept(logs, branch.Value, failure.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files of branch {Branch} that no document names any more could not be taken out of the store ({Failure}); the sweep takes them within a day")]
    private static partial void LogKept(ILogger logs, string branch, string failure);

    /// <summary>
    /// Holds a file in the store until the end of the transaction: for whoever enters a row that names it (several at once), or against them for whoever takes it out.
    /// </summary>
    internal static Task HoldAsync(ViseContext db, BranchId branch, string hash, bool alone, CancellationToken ct)
    {
        var name = DocumentStore.KeyOf(branch, hash);
        return alone
            ? db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({name}, 0))", ct)
            : db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared(hashtextextended({name}, 0))", ct);
    }

    private async Task<int> SweepAsync(BranchId branch, List<string> hashes, DateTimeOffset moment, CancellationToken ct)
    {
        var named = await branches.ReadAsSystemAsync("document sweep", Scope.Of(branch), db => NamedAsync(db, branch, hashes, ct), ct);
        var swept = 0;
        foreach (var hash in hashes.Where(hash => !named.Contains(hash)))
        {
            swept += await DropAsync(branch, hash, moment, ct) ? 1 : 0;
        }

        return swept;
    }

    // looked at once more where no row that names it can come in between
    private async Task<bool> DropAsync(BranchId branch, string hash, DateTimeOffset moment, CancellationToken ct) =>
        (await StoreGate.WithinAsync(() => branches.WriteAsSystemAsync<string>("document sweep", Scope.Of(branch), async db =>
        {
            await HoldAsync(db, branch, hash, alone: true, ct);
            var key = DocumentStore.KeyOf(branch, hash);
            if ((await NamedAsync(db, branch, [hash], ct)).Count > 0 || await objects.HeadAsync(key, ct) is not { } there || there.PutTime >= moment)
            {
                return new NotFound();
            }

            await objects.DeleteAsync(key, ct);
            return hash;
        }, ct), ct)).Value is not null;

    private static async Task<HashSet<string>> NamedAsync(ViseContext db, BranchId branch, List<string> hashes, CancellationToken ct) =>
        (await db.Documents.Where(document => document.BranchId == branch && hashes.Contains(document.ContentHash)).Select(document => document.ContentHash)
            .Concat(db.Documents.Where(document => document.BranchId == branch && hashes.Contains(document.PreviewHash!)).Select(document => document.PreviewHash!))
            .ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
}
