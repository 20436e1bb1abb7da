using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>A branch's institutions and what they teach: kept by SystemAdmin and by the branch's own admin.</summary>
public sealed class SchoolDesk(BranchDb branches)
{
    private static readonly string[] Taught = ["programme", "department", "class", "medium"];

    public Task<Refusal?> AddAsync(Actor by, BranchId branch, string code, InstitutionEntry entry, CancellationToken ct) => WriteAsync(by, branch, async db =>
    {
        if (Keeping.Problems([CodeRules.Code("code", code), .. await CheckAsync(db, branch, code, entry, ct)]) is { } refusal)
        {
            return refusal;
        }

        if (await School(db, branch, code).AnyAsync(ct))
        {
            return new CodeTaken();
        }

        if (await BranchStandsAsync(db, branch, ct) is { } missing)
        {
            return missing;
        }

        db.Add(Institution.Of(branch, code, entry));
        return null;
    }, ct);

    public Task<Refusal?> ChangeAsync(Actor by, BranchId branch, string code, uint version, InstitutionEntry entry, CancellationToken ct) => WriteAsync(by, branch, db =>
        Keeping.ChangeAsync(School(db, branch, code), version, async school =>
        {
            var refusal = Keeping.Problems(await CheckAsync(db, branch, code, entry, ct));
            if (refusal is null)
            {
                school.Change(entry);
            }

            return refusal;
        }, ct, entry.Called.Name), ct);

    /// <summary>Retires a school that no cycle is open for, or brings it back into a branch in use.</summary>
    public Task<Refusal?> RetireAsync(Actor by, BranchId branch, string code, uint version, bool retire, CancellationToken ct) => WriteAsync(by, branch, db =>
        Keeping.RetireAsync(
            db, School(db, branch, code), version, retire,
            async _ => await db.Cycles.AnyAsync(cycle => cycle.BranchId == branch && cycle.InstitutionCode == code && cycle.ClosesTime > ViseContext.Clock(), ct) ? new CycleRunning() : null,
            _ => BranchStandsAsync(db, branch, ct), ct), ct);

    public Task<Refusal?> TeachAsync(Actor by, BranchId branch, string institution, TaughtEntry entry, CancellationToken ct) => WriteAsync(by, branch, async db =>
    {
        if (Keeping.Problems(entry.Check(await TermsAsync(db, ct))) is { } refusal)
        {
            return refusal;
        }

        if (await Class(db, branch, institution, entry).AnyAsync(ct))
        {
            return new CodeTaken();
        }

        if (await SchoolStandsAsync(db, branch, institution, ct) is { } missing)
        {
            return missing;
        }

        db.Add(Curriculum.Of(branch, institution, entry));
        return null;
    }, ct);

    /// <summary>Changes the media of a class; its codes say which class it is.</summary>
    public Task<Refusal?> ChangeTaughtAsync(Actor by, BranchId branch, string institution, TaughtEntry entry, uint version, CancellationToken ct) => WriteAsync(by, branch, db =>
        Keeping.ChangeAsync(Class(db, branch, institution, entry), version, async taught =>
        {
            // a class goes on though its programme is retired, and so does a medium that it had
            var problems = entry.Check(await TermsAsync(db, ct)).Where(problem => !(problem.Code == "TermRetired" && (problem.Path != "media" || taught.Media.Contains((string)problem.Arguments[0]))));
            var refusal = Keeping.Problems(problems);
            if (refusal is null)
            {
                taught.Change(entry);
            }

            return refusal;
        }, ct), ct);

    /// <summary>Retires a class that no cycle is open for, or brings it back.</summary>
    public Task<Refusal?> RetireTaughtAsync(Actor by, BranchId branch, string institution, TaughtEntry entry, uint version, bool retire, CancellationToken ct) => WriteAsync(by, branch, db =>
        Keeping.RetireAsync(
            db, Class(db, branch, institution, entry), version, retire,
            async _ => await db.CycleClasses.AnyAsync(offered => offered.BranchId == branch && offered.InstitutionCode == institution && offered.ProgrammeCode == entry.Programme
                && offered.DepartmentCode == entry.Department && offered.ClassCode == entry.Class
                && db.Cycles.Any(cycle => cycle.BranchId == branch && cycle.InstitutionCode == institution && cycle.AcademicYear == offered.AcademicYear && cycle.ClosesTime > ViseContext.Clock()), ct)
                ? new CycleRunning() : null,
            _ => SchoolStandsAsync(db, branch, institution, ct), ct), ct);

    /// <summary>The codes that a class may be made of, by list; those in use are true.</summary>
    internal static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>> TermsAsync(ViseContext db, CancellationToken ct)
    {
        var terms = await db.Terms.Where(term => Taught.Contains(term.List)).Select(term => new { term.List, term.Code, InUse = term.RetiredTime == null }).ToListAsync(ct);
        return Taught.ToDictionary(
            list => list,
            IReadOnlyDictionary<string, bool> (list) => terms.Where(term => term.List == list).ToDictionary(term => term.Code, term => term.InUse, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<FieldProblem>> CheckAsync(ViseContext db, BranchId branch, string code, InstitutionEntry entry, CancellationToken ct)
    {
        var state = branch.State;
        var aliases = await db.Geography.Where(place => place.StateCode == state && place.DistrictCode == Geographic.WholeState).Select(place => place.Aliases).SingleOrDefaultAsync(ct);
        var problems = entry.Check([state, .. aliases ?? []]);
        return entry.UdiseCode is { } udise && problems.All(problem => problem.Path != "udise_code")
            && await db.Institutions.AnyAsync(other => other.UdiseCode == udise && !(other.BranchId == branch && other.InstitutionCode == code), ct)
            ? [.. problems, new FieldProblem("udise_code", "UdiseTaken")]
            : problems;
    }

    private static IQueryable<Institution> School(ViseContext db, BranchId branch, string code) =>
        db.Institutions.Where(school => school.BranchId == branch && school.InstitutionCode == code);

    private static IQueryable<Curriculum> Class(ViseContext db, BranchId branch, string institution, TaughtEntry entry) => db.Curriculum.Where(taught =>
        taught.BranchId == branch && taught.InstitutionCode == institution && taught.ProgrammeCode == entry.Programme && taught.DepartmentCode == entry.Department && taught.ClassCode == entry.Class);

    private static async Task<Refusal?> BranchStandsAsync(ViseContext db, BranchId branch, CancellationToken ct) =>
        await db.Branches.SingleOrDefaultAsync(known => known.BranchId == branch, ct) switch { null => new NotFound(), { IsRetired: true } => new ParentRetired(), _ => null };

    private static async Task<Refusal?> SchoolStandsAsync(ViseContext db, BranchId branch, string institution, CancellationToken ct) =>
        await School(db, branch, institution).SingleOrDefaultAsync(ct) switch { null => new NotFound(), { IsRetired: true } => new ParentRetired(), _ => null };

    private Task<Refusal?> WriteAsync(Actor by, BranchId branch, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpBranch, branch, write, ct);
}
