using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>How many seats a class has in a quota, and how many of them nobody holds.</summary>
public sealed record QuotaSeats(string Quota, int Seats, int Free);

/// <summary>A class that a cycle admits to. <paramref name="FeePaise"/> is due on taking up an offer, paise; an RTE seat is free.</summary>
public sealed record ClassOnOffer(
    string ProgrammeCode, string DepartmentCode, string ClassCode, long FeePaise, IReadOnlyList<string> DocumentsAsked, IReadOnlyList<QuotaSeats> Seats);

/// <summary>A cycle that is open or is going to be. Days are those in which a family answers an offer and pays.</summary>
public sealed record CycleOnOffer(
    string Year, DateTimeOffset OpensTime, DateTimeOffset ClosesTime, DateTimeOffset EndsTime, int OfferDays, int FeeDays, bool IsOpen, IReadOnlyList<ClassOnOffer> Classes);

/// <summary>What a school shows to everyone; its name and branch are in the codes.</summary>
public sealed record SchoolOffer(string Locality, string? PinCode, string? UdiseCode, IReadOnlyList<CycleOnOffer> Cycles);

/// <summary>What everyone may know of a school. From the cache, as of a minute ago at most; a change shows within a second.</summary>
public sealed class SchoolQueries(BranchDb branches, RegionCache cache)
{
    /// <summary>One school; null when there is none.</summary>
    public ValueTask<SchoolOffer?> OfAsync(BranchId branch, string institution, CancellationToken ct) =>
        cache.GetAsync(CacheKeys.School(branch, institution), token => LoadAsync(branch, institution, token), ct);

    private Task<SchoolOffer?> LoadAsync(BranchId branch, string institution, CancellationToken ct) => branches.ReadPublicAsync(async db =>
    {
        var school = await db.Institutions.Where(known => known.BranchId == branch && known.InstitutionCode == institution && known.RetiredTime == null
            && db.Branches.Any(place => place.BranchId == branch && place.RetiredTime == null)).SingleOrDefaultAsync(ct);
        if (school is null)
        {
            return null;
        }

        var cycles = await db.Cycles.Where(cycle => cycle.BranchId == branch && cycle.InstitutionCode == institution && cycle.ClosesTime > ViseContext.Clock())
            .OrderBy(cycle => cycle.AcademicYear).Select(cycle => new { Cycle = cycle, IsOpen = cycle.OpensTime <= ViseContext.Clock() }).ToListAsync(ct);
        var classes = await (
            from offered in db.CycleClasses
            join cycle in db.Cycles on new { offered.BranchId, offered.InstitutionCode, offered.AcademicYear } equals new { cycle.BranchId, cycle.InstitutionCode, cycle.AcademicYear }
            where offered.BranchId == branch && offered.InstitutionCode == institution && offered.WithdrawnTime == null && cycle.ClosesTime > ViseContext.Clock()
            select offered).ToListAsync(ct);
        var seats = (await db.Database.SqlQuery<FreeSeats>($"select academic_year, programme_code, department_code, class_code, quota, seats, free from admissions.free_seats({branch.Value}, {institution})").ToListAsync(ct))
            .ToLookup(seat => (seat.AcademicYear, seat.ProgrammeCode, seat.DepartmentCode, seat.ClassCode));
        return new SchoolOffer(school.Locality, school.PinCode, school.UdiseCode,
        [
            .. cycles.Select(row => new CycleOnOffer(
                row.Cycle.AcademicYear.ToString(), row.Cycle.OpensTime, row.Cycle.ClosesTime, row.Cycle.EndsTime, row.Cycle.OfferDays, row.Cycle.FeeDays, row.IsOpen,
                [
                    .. classes.Where(offered => offered.AcademicYear == row.Cycle.AcademicYear).Select(offered => new ClassOnOffer(
                        offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode, offered.FeePaise, offered.DocumentKinds,
                        [
                            .. seats[(row.Cycle.AcademicYear.ToString(), offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode)]
                                .OrderBy(seat => seat.Quota, StringComparer.Ordinal).Select(seat => new QuotaSeats(seat.Quota, seat.Seats, seat.Free)),
                        ])),
                ])),
        ]);
    }, ct);

    private sealed record FreeSeats(string AcademicYear, string ProgrammeCode, string DepartmentCode, string ClassCode, string Quota, int Seats, int Free);
}
