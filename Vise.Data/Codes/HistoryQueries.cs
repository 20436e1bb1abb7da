using Microsoft.EntityFrameworkCore;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>One change of a code.</summary>
/// <param name="HistoryId">Its place; higher is later.</param>
/// <param name="HistoryTime">When.</param>
/// <param name="Name">Who, under the name of that time.</param>
/// <param name="Role">Under which role.</param>
/// <param name="OldValues">By column, JSON; null where the record was made.</param>
/// <param name="NewValues">By column, JSON.</param>
public sealed record HistoryEntry(long HistoryId, DateTimeOffset HistoryTime, string Name, string Role, string? OldValues, string NewValues);

/// <summary>A record whose history is kept, as <c>codes.history</c> names it.</summary>
public sealed record HistoryOf(Scope Scope, string Target, string Record)
{
    public static HistoryOf Geographic(string state, string district) =>
        new(Scope.Parse(state + (district == Domain.Codes.Geographic.WholeState ? "" : district)), "geographic", $"{state}/{district}");

    public static HistoryOf Branch(BranchId id) => new(Scope.Of(id), "branch", id.Value);

    public static HistoryOf Institution(BranchId branch, string code) => new(Scope.Of(branch), "institution", $"{branch}/{code}");

    public static HistoryOf Curriculum(Curriculum taught) =>
        new(Scope.Of(taught.BranchId), "curriculum", $"{taught.BranchId}/{taught.InstitutionCode}/{taught.ProgrammeCode}/{taught.DepartmentCode}/{taught.ClassCode}");

    public static HistoryOf Term(string list, string code) => new(Scope.Everything, "term", $"{list}/{code}");

    /// <summary>An age rule of a state, or of the norm (<see cref="AgeRule.Norm"/>), which lies in the whole network.</summary>
    public static HistoryOf Age(string state, string classCode, string category) =>
        new(Scope.Parse(state == AgeRule.Norm ? "" : state), "age_rule", $"{state}/{classCode}/{category}");

    /// <summary>The income cap of a state.</summary>
    public static HistoryOf IncomeCap(string state) => new(Scope.Parse(state), "income_cap", state);

    public static HistoryOf Year(AcademicYear year) => new(Scope.Everything, "academic_year", year.ToString());

    public static HistoryOf Announcement(Announcement announcement) => new(Scope.Of(announcement.BranchId), "announcement", $"{announcement.BranchId}/{announcement.AnnouncementId:D}");
}

/// <summary>Who changed what, newest first, a page at a time.</summary>
public sealed class HistoryQueries(BranchDb branches)
{
    public const int PageSize = 10;

    /// <param name="before">The last entry of the page before; null for the newest.</param>
    public async Task<IReadOnlyList<HistoryEntry>> OfAsync(Actor by, HistoryOf what, long? before, CancellationToken ct)
    {
        if (!by.May(Duty.SetUpBranch) || !by.Scope.Covers(what.Scope))
        {
            return [];
        }

        var until = before ?? long.MaxValue;
        return await branches.ReadAsync(by, db => db.Database.SqlQuery<HistoryEntry>($"""
            select history_id, history_time, actor_name as name, actor_role as role, old_values::text as old_values, new_values::text as new_values
            from codes.history
            where scope = {what.Scope.Prefix} and target = {what.Target} and record = {what.Record} and history_id < {until}
            order by history_id desc
            limit {PageSize + 1}
            """).ToListAsync(ct), ct);
    }
}
