using Microsoft.EntityFrameworkCore;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// Takes files out of the store that no document names any more: replaced, removed, or uploaded and never entered. Files younger than a day stay,
/// since their row may be on its way.
/// </summary>
public sealed class DocumentSweep(BranchDb branches, DocumentStore store)
{
    private static readonly TimeSpan Youth = TimeSpan.FromHours(24);

    /// <summary>Sweeps all branches; returns how many files went.</summary>
    /// <param name="now">The time by the clock that the files' times come from.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken ct)
    {
        var swept = 0;
        foreach (var branch in store.Branches())
        {
            foreach (var hashes in store.OlderThan(branch, now - Youth).Chunk(500))
            {
                var named = await NamedAsync(branch, hashes, ct);
                foreach (var hash in hashes)
                {
                    if (named.Contains(hash))
                    {
                        store.PutBack(branch, hash);
                    }
                    else if (store.DeleteOlderThan(branch, hash, now - Youth))
                    {
                        swept++;
                    }
                }
            }
        }

        return swept;
    }

    private Task<HashSet<string>> NamedAsync(BranchId branch, string[] hashes, CancellationToken ct) =>
        branches.ReadAsSystemAsync("document sweep", Scope.Of(branch), async db => (await db.Documents
            .Where(document => document.BranchId == branch && hashes.Contains(document.ContentHash))
            .Select(document => document.ContentHash).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal), ct);
}
