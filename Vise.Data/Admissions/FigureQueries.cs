using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>How many applications stand where; names nobody.</summary>
public sealed record Figure(string BranchId, string InstitutionCode, string ClassCode, ApplicationStatus Status, long Applications);

/// <summary>Figures over the caller's scope, from the cache where there is one: whoever has the same scope sees the same.</summary>
public sealed class FigureQueries(BranchDb branches, RegionCache? cache = null)
{
    /// <summary>The session's applications by branch, school, class and status, within the actor's own scope; empty without the duty.</summary>
    public async Task<IReadOnlyList<Figure>> ByStatusAsync(Actor by, AcademicYear year, CancellationToken ct)
    {
        if (!by.May(Duty.ReadFigures))
        {
            return [];
        }

        return cache is null ? await CountAsync(by, year, ct) : await cache.GetAsync(CacheKeys.Statistics(by.Scope.Prefix, year), token => CountAsync(by, year, token), ct);
    }

    /// <summary>The session that runs today by the database's clock.</summary>
    public async Task<AcademicYear> CurrentYearAsync(CancellationToken ct) =>
        AcademicYear.On(Deadline.DayOf(await branches.ReadPublicAsync(db => db.Database.SqlQuery<DateTimeOffset>($"""select isolation.clock() as "Value" """).SingleAsync(ct), ct),
            TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata")));

    private async Task<IReadOnlyList<Figure>> CountAsync(Actor by, AcademicYear year, CancellationToken ct)
    {
        var rows = await branches.ReadAsync(by, db => db.Database.SqlQuery<FigureRow>(
            $"select branch_id, institution_code, class_code, application_status, applications from admissions.figures({year.ToString()})").ToListAsync(ct), ct);
        return [.. rows.Select(row => new Figure(row.BranchId, row.InstitutionCode, row.ClassCode, StatusNames.Parse(row.ApplicationStatus), row.Applications))];
    }

    private sealed record FigureRow(string BranchId, string InstitutionCode, string ClassCode, string ApplicationStatus, long Applications);
}
