using Microsoft.EntityFrameworkCore;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A school's cycle, by branch, school and session.</summary>
public sealed record CycleKey(BranchId Branch, string Institution, AcademicYear Year);

/// <summary>A cycle's days where the branch is, the first and the last inclusive, and how many days a family has to answer and to pay.</summary>
public sealed record CycleDays(DateOnly Opens, DateOnly Closes, DateOnly Ends, int OfferDays, int FeeDays);

/// <summary>Sets cycles up: for the branch's admin and for SystemAdmin. What they refuse is the domain's own; the database knows who may (<c>users.may_set_up</c>).</summary>
public sealed class CycleDesk(BranchDb branches, ReferenceCodes codes)
{
    /// <summary>Begins a cycle without classes.</summary>
    public async Task<Refusal?> PlanAsync(Actor by, CycleKey key, CycleDays days, CancellationToken ct)
    {
        var zone = await ZoneAsync(key.Branch, ct);
        return await branches.WriteAsync(by, Duty.SetUpCycles, key.Branch, async db =>
        {
            if (await MayBeginAsync(db, key, ct) is { } no)
            {
                return no;
            }

            var planned = Cycle.Plan(key.Branch, key.Institution, key.Year, CycleDates.Of(days.Opens, days.Closes, days.Ends, days.OfferDays, days.FeeDays, zone), db.Now);
            if (planned.Value is { } cycle)
            {
                db.Add(cycle);
            }

            return planned.Refusal;
        }, ct);
    }

    /// <summary>Begins the next session's cycle like this one, a year later: classes that are still taught with fees, documents and seats, and the questions that are asked.</summary>
    public async Task<Refusal?> CopyAsync(Actor by, CycleKey source, CancellationToken ct)
    {
        var zone = await ZoneAsync(source.Branch, ct);
        return await branches.WriteAsync(by, Duty.SetUpCycles, source.Branch, async db =>
        {
            var to = source with { Year = AcademicYear.StartingIn(source.Year.Start + 1) };
            if (await db.Cycles.Of(source).SingleOrDefaultAsync(ct) is not { } old)
            {
                return new NotFound();
            }

            if (await MayBeginAsync(db, to, ct) is { } no)
            {
                return no;
            }

            DateOnly Later(DateTimeOffset time) => Deadline.DayOf(time, zone).AddYears(1);
            var planned = Cycle.Plan(to.Branch, to.Institution, to.Year, CycleDates.Of(Later(old.OpensTime), Later(old.ClosesTime), Later(old.EndsTime), old.OfferDays, old.FeeDays, zone), db.Now);
            if (planned.Value is not { } cycle)
            {
                return planned.Refusal;
            }

            db.Add(cycle);
            db.AddRange((await db.Questions.Of(source).Where(question => question.RetiredTime == null).ToListAsync(ct)).Select(question => question.CopyTo(to.Year)));
            await db.SaveChangesAsync(ct);
            return await CopyClassesAsync(db, source, cycle, ct);
        }, ct);
    }

    /// <summary>Moves the days; <paramref name="seen"/> is the version that they were typed over.</summary>
    public async Task<Refusal?> MoveAsync(Actor by, CycleKey key, uint seen, CycleDays days, CancellationToken ct)
    {
        var zone = await ZoneAsync(key.Branch, ct);
        return await ChangeAsync(by, key, seen, async (db, cycle) =>
        {
            var counts = await db.CountsAsync(key, ct);
            var progress = new CycleProgress(counts.Sum(row => row.Forms), counts.Max(row => row.LastDeadline));
            return cycle.MoveTo(cycle.DatesOn(days.Opens, days.Closes, days.Ends, days.OfferDays, days.FeeDays, zone), progress, db.Now);
        }, ct);
    }

    /// <summary>Closes the cycle now, for a reason.</summary>
    public Task<Refusal?> CloseEarlyAsync(Actor by, CycleKey key, uint seen, string? reason, CancellationToken ct) =>
        ChangeAsync(by, key, seen, (db, cycle) => Task.FromResult(cycle.CloseEarly(by, reason, db.Now)), ct);

    private Task<Refusal?> ChangeAsync(Actor by, CycleKey key, uint seen, Func<ViseContext, Cycle, Task<Refusal?>> change, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpCycles, key.Branch, async db => await db.Cycles.AsTracking().Of(key).SingleOrDefaultAsync(ct) switch
        {
            null => new NotFound(),
            var cycle when cycle.Version != seen => new Collided(),
            var cycle => await change(db, cycle),
        }, ct);

    private static async Task<Refusal?> MayBeginAsync(ViseContext db, CycleKey key, CancellationToken ct)
    {
        var there = await db.Institutions.AnyAsync(school => school.BranchId == key.Branch && school.InstitutionCode == key.Institution && school.RetiredTime == null, ct);
        return !there ? new NotFound()
            : await db.Cycles.Of(key).AnyAsync(ct) ? new CycleExists()
            : await db.SchoolYears.AnyAsync(year => year.AcademicYear == key.Year && year.OpenForCycles && year.RetiredTime == null, ct) ? null : new YearNotOpen(key.Year);
    }

    private static async Task<Refusal?> CopyClassesAsync(ViseContext db, CycleKey source, Cycle cycle, CancellationToken ct)
    {
        var taught = (await db.Curriculum.Where(taught => taught.BranchId == source.Branch && taught.InstitutionCode == source.Institution && taught.RetiredTime == null).ToListAsync(ct))
            .Select(ClassKey.Of).ToHashSet();
        var seats = (await db.CountsAsync(source, ct)).ToDictionary(row => row.Key, row => row.Seats);
        var offered = (await db.CycleClasses.Of(source).Where(offered => offered.WithdrawnTime == null).ToListAsync(ct)).Where(offered => taught.Contains(ClassKey.Of(offered))).ToList();
        foreach (var old in offered)
        {
            var copy = CycleClass.Of(cycle, old.ProgrammeCode, old.DepartmentCode, old.ClassCode);
            if (copy.Ask(old.FeePaise, old.DocumentKinds, ClassProgress.None) is { } refusal)
            {
                return refusal;
            }

            db.Add(copy);
        }

        await db.SaveChangesAsync(ct);
        foreach (var key in offered.Select(ClassKey.Of))
        {
            if (await db.SetSeatsAsync(source with { Year = cycle.AcademicYear }, key, seats[key], ct) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<TimeZoneInfo> ZoneAsync(BranchId branch, CancellationToken ct) =>
        (await codes.BranchAsync(branch, ct))?.Zone ?? TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
}
