using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>A class within a school: programme, department and class.</summary>
public sealed record ClassKey(string Programme, string Department, string Class)
{
    public static ClassKey Of(CycleClass offered) => new(offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode);

    public static ClassKey Of(Curriculum taught) => new(taught.ProgrammeCode, taught.DepartmentCode, taught.ClassCode);

    public override string ToString() => $"{Programme}.{Department}.{Class}";
}

/// <summary>How far one class of a cycle has come, in numbers that name nobody.</summary>
internal sealed record ClassCounts(
    string ProgrammeCode, string DepartmentCode, string ClassCode, int OpenSeats, int OpenHeld, int RteSeats, int RteHeld, int Forms, int HandedIn, int Offers, DateTimeOffset? LastDeadline)
{
    public ClassKey Key => new(ProgrammeCode, DepartmentCode, ClassCode);

    public SeatPlan Seats => new(OpenSeats, RteSeats);

    public SeatPlan Held => new(OpenHeld, RteHeld);

    public ClassProgress Progress => new(Forms, HandedIn, Offers);
}

/// <summary>What the desks and queries of cycles share.</summary>
internal static class CycleCounts
{
    public static IQueryable<Cycle> Of(this IQueryable<Cycle> cycles, CycleKey key) => cycles.Where(cycle =>
        cycle.BranchId == key.Branch && cycle.InstitutionCode == key.Institution && cycle.AcademicYear == key.Year);

    public static IQueryable<CycleClass> Of(this IQueryable<CycleClass> classes, CycleKey key) => classes.Where(offered =>
        offered.BranchId == key.Branch && offered.InstitutionCode == key.Institution && offered.AcademicYear == key.Year);

    public static IQueryable<Question> Of(this IQueryable<Question> questions, CycleKey key) => questions.Where(question =>
        question.BranchId == key.Branch && question.InstitutionCode == key.Institution && question.AcademicYear == key.Year);

    public static Task<List<ClassCounts>> CountsAsync(this ViseContext db, CycleKey key, CancellationToken ct) => db.Database.SqlQuery<ClassCounts>(
        $"select * from admissions.cycle_counts({key.Branch.Value}, {key.Institution}, {key.Year.ToString()})").ToListAsync(ct);

    /// <summary>Brings a class to its seats; refuses when more are held.</summary>
    public static async Task<Refusal?> SetSeatsAsync(this ViseContext db, CycleKey key, ClassKey of, SeatPlan plan, CancellationToken ct)
    {
        foreach (var quota in SeatPlan.Quotas)
        {
            var wanted = plan.Of(quota);
            var there = await db.Database.SqlQuery<int>($"""
                select admissions.set_seats({key.Branch.Value}, {key.Institution}, {key.Year.ToString()}, {of.Programme}, {of.Department}, {of.Class}, {quota}, {wanted}) as "Value"
                """).SingleAsync(ct);
            if (there != wanted)
            {
                return new SeatsHeld(there);
            }
        }

        return null;
    }
}
