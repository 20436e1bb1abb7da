using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>What a cycle's form asks, without anyone's answers.</summary>
public sealed record BlankForm(Cycle Cycle, IReadOnlyList<CycleClass> Classes, IReadOnlyList<Question> Questions);

/// <summary>Forms to print, for everyone.</summary>
public sealed class BlankFormQueries(BranchDb branches)
{
    /// <summary>The form of a cycle; null when there is none.</summary>
    public Task<BlankForm?> OfAsync(CycleKey key, CancellationToken ct) => branches.ReadPublicAsync(async db =>
        await db.Cycles.Of(key).SingleOrDefaultAsync(ct) is { } cycle
            ? new BlankForm(
                cycle,
                await db.CycleClasses.Of(key).Where(offered => offered.WithdrawnTime == null).Take(200).ToListAsync(ct),
                await db.Questions.Of(key).Where(question => question.RetiredTime == null).OrderBy(question => question.Position).ToListAsync(ct))
            : null, ct);
}
