using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Small conditions that desks share.</summary>
internal static class DeskQueries
{
    /// <summary>The cycle's class that a form asks for.</summary>
    public static IQueryable<CycleClass> OfChoice(this IQueryable<CycleClass> classes, SchoolChoice choice) => classes.Where(offered =>
        offered.BranchId == choice.Branch && offered.InstitutionCode == choice.InstitutionCode && offered.AcademicYear == choice.Year
        && offered.ProgrammeCode == choice.ProgrammeCode && offered.DepartmentCode == choice.DepartmentCode && offered.ClassCode == choice.ClassCode);

    /// <summary>Two people deciding on one version make one decision: the other is shown both.</summary>
    /// <param name="application">As it stands now.</param>
    /// <param name="seen">The version that the decider looked at; null when the caller (an API client) named none.</param>
    /// <param name="wanted">What the decider wanted.</param>
    public static EditedByAnother? IfSeen(this Application application, uint? seen, ApplicationStatus wanted) => application.IfSeen(seen, application.Version, wanted);

    /// <summary>The same for a form that may be a draft: <see cref="VersionNowAsync"/>.</summary>
    public static async Task<EditedByAnother?> IfSeenAsync(this ViseContext db, Application application, uint? seen, ApplicationStatus wanted, CancellationToken ct) =>
        seen is null ? null : application.IfSeen(seen, await db.VersionNowAsync(application.ApplicationId, application.Status, application.Version, ct), wanted);

    private static EditedByAnother? IfSeen(this Application application, uint? seen, uint now, ApplicationStatus wanted) =>
        seen is { } version && version != now ? new EditedByAnother(StatusNames.Of(wanted), StatusNames.Of(application.Status)) : null;

    /// <summary>
    /// The version that a draft is known by: its row's, and one more with each field saved, since a saved field leaves the row alone. Both only grow.
    /// </summary>
    public static uint VersionOfDraft(uint row, int stamp) => row + (uint)stamp;

    /// <summary>The version that an application is known by now.</summary>
    public static async Task<uint> VersionNowAsync(this ViseContext db, ApplicationId id, ApplicationStatus status, uint row, CancellationToken ct) =>
        status != ApplicationStatus.Draft ? row
        : VersionOfDraft(row, await db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id).SumAsync(field => field.Revision, ct));

    /// <summary>What the child pays on taking up the offer, paise: the class's fee, nothing on an RTE seat.</summary>
    public static Task<long> FeeAsync(this ViseContext db, Application application, CancellationToken ct) => db.FeeAsync(application.ApplicationId, SchoolChoice.Of(application), ct);

    /// <summary>The same for the class that the form asked for at another time.</summary>
    public static async Task<long> FeeAsync(this ViseContext db, ApplicationId id, SchoolChoice choice, CancellationToken ct)
    {
        var offered = await db.CycleClasses.OfChoice(choice).SingleAsync(ct);
        var quota = await db.Applicants.Where(child => child.BranchId == id.Branch && child.ApplicationId == id).Select(child => child.Quota).SingleOrDefaultAsync(ct);
        return offered.FeeFor(quota);
    }
}
