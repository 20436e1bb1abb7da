using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>The network's lists of words and its academic years: what SystemAdmin keeps.</summary>
public sealed class ListDesk(BranchDb branches)
{
    /// <summary>Adds a word at the end of an open list (<see cref="TermList.IsOpen"/>).</summary>
    public Task<Refusal?> AddAsync(Actor by, string list, string code, NameEntry called, CancellationToken ct) => WriteAsync(by, async db =>
    {
        if (TermList.Find(list) is not { } kept)
        {
            return new NotFound();
        }

        if (!kept.IsOpen)
        {
            return new ListClosed();
        }

        if (Keeping.Problems([kept.CheckCode(code), .. called.Check()]) is { } refusal)
        {
            return refusal;
        }

        if (await Word(db, list, code).AnyAsync(ct))
        {
            return new CodeTaken();
        }

        var last = await db.Terms.Where(term => term.List == list).MaxAsync(term => (int?)term.Position, ct) ?? 0;
        db.Add(Term.Of(list, code, called, last + 1));
        return null;
    }, ct);

    /// <param name="position">Its place in the list, 0-9999; those with the same stand by their codes.</param>
    public Task<Refusal?> ChangeAsync(Actor by, string list, string code, uint version, NameEntry called, int position, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.ChangeAsync(Word(db, list, code), version, term =>
        {
            var refusal = Keeping.Problems([.. called.Check(), position is >= 0 and <= 9999 ? null : new FieldProblem("position", "Position")]);
            if (refusal is null)
            {
                term.Change(called, position);
            }

            return Task.FromResult(refusal);
        }, ct, called.Name), ct);

    /// <summary>Retires a word of an open list: it is offered no more, and what bears it keeps it.</summary>
    public Task<Refusal?> RetireAsync(Actor by, string list, string code, uint version, bool retire, CancellationToken ct) => WriteAsync(by, db =>
        TermList.Find(list)?.IsOpen != true ? Task.FromResult<Refusal?>(new ListClosed())
        : Keeping.RetireAsync(db, Word(db, list, code), version, retire, Keeping.Always, Keeping.Always, ct), ct);

    public Task<Refusal?> AddYearAsync(Actor by, AcademicYear year, DateOnly from, DateOnly to, bool open, CancellationToken ct) => WriteAsync(by, async db =>
    {
        if (await db.SchoolYears.AnyAsync(known => known.AcademicYear == year, ct))
        {
            return new CodeTaken();
        }

        var made = SchoolYear.Of(year, from, to, open);
        if (made.Value is { } known)
        {
            db.Add(known);
        }

        return made.Refusal;
    }, ct);

    public Task<Refusal?> ChangeYearAsync(Actor by, AcademicYear year, uint version, DateOnly from, DateOnly to, bool open, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.ChangeAsync(Year(db, year), version, known => Task.FromResult(known.Change(from, to, open)), ct), ct);

    /// <summary>Retires a year for which no cycle is open, or brings it back.</summary>
    public Task<Refusal?> RetireYearAsync(Actor by, AcademicYear year, uint version, bool retire, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.RetireAsync(
            db, Year(db, year), version, retire,
            async _ => await db.Cycles.AnyAsync(cycle => cycle.AcademicYear == year && cycle.ClosesTime > ViseContext.Clock(), ct) ? new CycleRunning() : null,
            Keeping.Always, ct), ct);

    private static IQueryable<Term> Word(ViseContext db, string list, string code) => db.Terms.Where(term => term.List == list && term.Code == code);

    private static IQueryable<SchoolYear> Year(ViseContext db, AcademicYear year) => db.SchoolYears.Where(known => known.AcademicYear == year);

    private Task<Refusal?> WriteAsync(Actor by, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpNetwork, Scope.Everything, write, ct);
}
