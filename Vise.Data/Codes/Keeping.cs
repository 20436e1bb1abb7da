using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

/// <summary>How a kept record is changed: found, held against the version that the person saw, then told what to do.</summary>
internal static class Keeping
{
    /// <summary>Loads what the query finds and lets the verb change it; somebody else's change since the version comes back with both names.</summary>
    public static async Task<Refusal?> ChangeAsync<T>(IQueryable<T> which, uint version, Func<T, Task<Refusal?>> verb, CancellationToken ct, string mine = "")
        where T : Kept =>
        await which.AsTracking().SingleOrDefaultAsync(ct) is not { } kept ? new NotFound()
        : kept.Version != version ? new EditedByAnother(mine, kept is KeptName named ? named.Name : "")
        : await verb(kept);

    /// <summary>Retires or brings back, where what lies around it allows.</summary>
    public static Task<Refusal?> RetireAsync<T>(ViseContext db, IQueryable<T> which, uint version, bool retire, Func<T, Task<Refusal?>> mayRetire, Func<T, Task<Refusal?>> mayReturn, CancellationToken ct)
        where T : Kept =>
        ChangeAsync(which, version, async kept =>
        {
            if (await (retire ? mayRetire(kept) : mayReturn(kept)) is { } refusal)
            {
                return refusal;
            }

            if (retire)
            {
                kept.Retire(db.Now);
            }
            else
            {
                kept.BringBack();
            }

            return null;
        }, ct);

    public static Task<Refusal?> Always<T>(T kept) => Task.FromResult<Refusal?>(kept is null ? new NotFound() : null);

    /// <summary>The refusal for what was typed, or null.</summary>
    public static Refusal? Problems(IEnumerable<FieldProblem?> problems) =>
        problems.OfType<FieldProblem>().ToList() is { Count: > 0 } found ? new FormIncomplete(found) : null;
}
