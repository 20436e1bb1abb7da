using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Sets up what a cycle asks beside the form that all schools share.</summary>
public sealed class QuestionDesk(BranchDb branches)
{
    public Task<Refusal?> AddAsync(Actor by, CycleKey key, QuestionWish wish, CancellationToken ct) => WriteAsync(by, key, async db =>
    {
        if (!await db.Cycles.Of(key).AnyAsync(ct))
        {
            return new NotFound();
        }

        var made = await CheckClassesAsync(db, key, wish, ct) is { } unfit ? unfit
            : Question.Of(key.Branch, key.Institution, key.Year, await db.Questions.Of(key).ToListAsync(ct), wish);
        if (made.Value is { } question)
        {
            db.Add(question);
        }

        return made.Refusal;
    }, ct);

    /// <summary>Asks it otherwise, as long as nobody has answered; <paramref name="seen"/> is the version it was typed over.</summary>
    public Task<Refusal?> ChangeAsync(Actor by, CycleKey key, string question, uint seen, QuestionWish wish, CancellationToken ct) => WriteAsync(by, key, async db =>
    {
        if (await FindAsync(db, key, question, ct) is not { } known)
        {
            return new NotFound();
        }

        if (known.Version != seen)
        {
            return new Collided();
        }

        var answered = await db.Database.SqlQuery<string>(
            $"""select key as "Value" from admissions.answered_questions({key.Branch.Value}, {key.Institution}, {key.Year.ToString()})""").ToListAsync(ct);
        return await CheckClassesAsync(db, key, wish, ct) ?? known.Change(wish, answered.Contains(question, StringComparer.Ordinal));
    }, ct);

    /// <summary>Changes places with the next question that is asked, up or down; the first and the last stay.</summary>
    public Task<Refusal?> MoveAsync(Actor by, CycleKey key, string question, bool up, CancellationToken ct) => WriteAsync(by, key, async db =>
    {
        var all = await db.Questions.AsTracking().Of(key).Where(one => one.RetiredTime == null).OrderBy(one => one.Position).ThenBy(one => one.Key).ToListAsync(ct);
        var at = all.FindIndex(one => one.Key == question);
        var other = at + (up ? -1 : 1);
        if (at < 0)
        {
            return new NotFound();
        }

        if (other >= 0 && other < all.Count)
        {
            var (mine, theirs) = (all[at].Position, all[other].Position);
            all[at].MoveTo(theirs);
            all[other].MoveTo(mine);
        }

        return null;
    }, ct);

    /// <summary>Asks it no more, or again. Answers given stay with their forms.</summary>
    public Task<Refusal?> RetireAsync(Actor by, CycleKey key, string question, bool retired, CancellationToken ct) => WriteAsync(by, key, async db =>
    {
        if (await FindAsync(db, key, question, ct) is not { } known)
        {
            return new NotFound();
        }

        if (retired)
        {
            known.Retire(db.Now);
        }
        else
        {
            known.Restore();
        }

        return null;
    }, ct);

    private static Task<Question?> FindAsync(ViseContext db, CycleKey key, string question, CancellationToken ct) =>
        db.Questions.AsTracking().Of(key).SingleOrDefaultAsync(known => known.Key == question, ct);

    private static async Task<Refusal?> CheckClassesAsync(ViseContext db, CycleKey key, QuestionWish wish, CancellationToken ct)
    {
        var offered = await db.CycleClasses.Of(key).Where(one => one.WithdrawnTime == null).Select(one => one.ClassCode).Distinct().ToListAsync(ct);
        return wish.ClassCodes.Except(offered, StringComparer.Ordinal).Any() ? new QuestionInvalid("Class") : null;
    }

    private Task<Refusal?> WriteAsync(Actor by, CycleKey key, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpCycles, key.Branch, write, ct);
}
