using Microsoft.EntityFrameworkCore;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A cycle as the list shows it.</summary>
/// <param name="State"><c>ahead</c>, <c>open</c>, <c>closed</c> (seats are still given) or <c>over</c>.</param>
/// <param name="SortKey">What the list is ordered by.</param>
/// <param name="Code">Branch, school and session in one, which tells it apart.</param>
public sealed record CycleRow(
    string BranchId, string InstitutionCode, string AcademicYear, string Branch, string School,
    DateTimeOffset OpensTime, DateTimeOffset ClosesTime, DateTimeOffset EndsTime, bool ClosedEarly, int Classes, string State, string TimeZone, string SortKey, string Code) : ListedRow(Code, SortKey)
{
    public CycleKey Key => new(Domain.Codes.BranchId.Parse(BranchId), InstitutionCode, Domain.Codes.AcademicYear.Parse(AcademicYear));
}

/// <summary>A page of cycles and where the next begins; null at the end.</summary>
public sealed record CycleList(IReadOnlyList<CycleRow> Rows, CodeCursor? Next);

/// <summary>A class of a cycle with its seats and how far it has come.</summary>
public sealed record OfferedClass(ClassKey Key, long FeePaise, IReadOnlyList<string> Documents, SeatPlan Seats, SeatPlan Held, ClassProgress Progress, uint Version);

/// <summary>A question with what its editor needs to know.</summary>
public sealed record AskedQuestion(Question Question, bool Answered);

/// <summary>One change of a cycle: what of it, by whom, from what to what as JSON objects of the changed columns.</summary>
public sealed record CycleChange(long ChangeId, DateTimeOffset ChangedTime, string ActorName, string Target, string? Part, string? OldValues, string? NewValues);

/// <summary>A cycle whole, for the page on which it is set up.</summary>
/// <param name="Taught">Classes that the school teaches.</param>
/// <param name="Classes">Classes that the cycle admits to.</param>
/// <param name="Questions">Asked and retired, in their order.</param>
/// <param name="Changes">The latest <see cref="CycleQueries.MostChanges"/>, newest first.</param>
/// <param name="HasNext">Whether the next session's cycle is there.</param>
/// <param name="Now">The database's time.</param>
public sealed record CycleView(
    Cycle Cycle, IReadOnlyList<ClassKey> Taught, IReadOnlyList<OfferedClass> Classes, IReadOnlyList<AskedQuestion> Questions, IReadOnlyList<CycleChange> Changes, bool HasNext, DateTimeOffset Now)
{
    public CycleKey Key => new(Cycle.BranchId, Cycle.InstitutionCode, Cycle.AcademicYear);
}

/// <summary>Cycles for those who set them up, within their own grant.</summary>
public sealed class CycleQueries(BranchDb branches)
{
    public const int PageSize = 25;

    public const int MostChanges = 30;

    /// <summary>Cycles in scope, by session (<see cref="ListWish.ByCode"/>) or by the school's name; a search is a part of a school's name, the beginning of its code (branch and school), or a session.</summary>
    public async Task<CycleList> PageAsync(Actor by, ListWish wish, CancellationToken ct)
    {
        if (!by.May(Duty.SetUpCycles))
        {
            return new CycleList([], null);
        }

        var (typed, language) = (Typed.Clean(wish.Search).ToLowerInvariant(), wish.Language.Split('-')[0]);
        var (low, high) = (by.Scope.Low, by.Scope.High);
        var rows = await branches.ReadAsync(by, db => db.Database.SqlQuery<CycleRow>($"""
            select c.branch_id, c.institution_code, c.academic_year, coalesce(b.names ->> {language}, b.name) as branch, coalesce(i.names ->> {language}, i.name) as school,
              c.opens_time, c.closes_time, c.ends_time, c.closed_time is not null as closed_early, b.time_zone,
              (select count(*)::int from admissions.cycle_class k where k.branch_id = c.branch_id and k.institution_code = c.institution_code
                and k.academic_year = c.academic_year and k.withdrawn_time is null) as classes,
              case when isolation.clock() < c.opens_time then 'ahead' when isolation.clock() < c.closes_time then 'open'
                when isolation.clock() < c.ends_time then 'closed' else 'over' end as state,
              case when {wish.ByCode} then c.academic_year else lower(coalesce(i.names ->> {language}, i.name)) end as sort_key,
              c.branch_id || c.institution_code || c.academic_year as code
            from admissions.cycle c
            join codes.institution i on i.branch_id = c.branch_id and i.institution_code = c.institution_code
            join codes.branch b on b.branch_id = c.branch_id
            where c.branch_id >= {low} and c.branch_id < {high}
              and ({typed} = '' or strpos(lower(i.name), {typed}) > 0 or strpos(coalesce(i.names ->> {language}, ''), {typed}) > 0
                or starts_with(lower(c.branch_id || c.institution_code), {typed}) or c.academic_year = {typed})
            """).From(wish).Take(PageSize + 1).ToListAsync(ct), ct);
        var page = rows.Take(PageSize).ToList();
        return new CycleList(page, rows.Count > PageSize ? new CodeCursor(page[^1].SortKey, page[^1].Code) : null);
    }

    /// <summary>One cycle; null when there is none in scope.</summary>
    public async Task<CycleView?> CycleAsync(Actor by, CycleKey key, CancellationToken ct) =>
        !by.May(Duty.SetUpCycles, key.Branch) ? null : await branches.ReadAsync(by, async db =>
        {
            if (await db.Cycles.Of(key).Select(cycle => new { Cycle = cycle, Now = ViseContext.Clock() }).SingleOrDefaultAsync(ct) is not { } found)
            {
                return null;
            }

            var taught = await db.Curriculum.Where(taught => taught.BranchId == key.Branch && taught.InstitutionCode == key.Institution && taught.RetiredTime == null).ToListAsync(ct);
            var counts = (await db.CountsAsync(key, ct)).ToDictionary(row => row.Key);
            var offered = await db.CycleClasses.Of(key).Where(offered => offered.WithdrawnTime == null).ToListAsync(ct);
            var questions = await db.Questions.Of(key).OrderBy(question => question.Position).ToListAsync(ct);
            var answered = (await db.Database.SqlQuery<string>(
                $"""select key as "Value" from admissions.answered_questions({key.Branch.Value}, {key.Institution}, {key.Year.ToString()})""").ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
            var changes = await db.Database.SqlQuery<CycleChange>($"""
                select change_id, changed_time, actor_name, target, part, old_values::text, new_values::text from admissions.cycle_change
                where branch_id = {key.Branch.Value} and institution_code = {key.Institution} and academic_year = {key.Year.ToString()}
                order by change_id desc limit {MostChanges}
                """).ToListAsync(ct);
            var next = key with { Year = AcademicYear.StartingIn(key.Year.Start + 1) };
            return new CycleView(
                found.Cycle,
                [.. taught.Select(ClassKey.Of)],
                [.. offered.Select(one => Row(one, counts.GetValueOrDefault(ClassKey.Of(one))))],
                [.. questions.Select(question => new AskedQuestion(question, answered.Contains(question.Key)))],
                changes,
                await db.Cycles.Of(next).AnyAsync(ct),
                found.Now);
        }, ct);

    private static OfferedClass Row(CycleClass offered, ClassCounts? counts) => new(
        ClassKey.Of(offered), offered.FeePaise, offered.DocumentKinds, counts?.Seats ?? new SeatPlan(0, 0), counts?.Held ?? new SeatPlan(0, 0), counts?.Progress ?? ClassProgress.None, offered.Version);
}
