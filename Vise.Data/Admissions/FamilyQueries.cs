using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// A child's card on the family's own page. <c>ReplaceBy</c> is until when the nearest of its refused documents is to be replaced, <c>AsOf</c> the moment at which
/// it was read.
/// </summary>
public sealed record FamilyCard(
    ApplicationId Id,
    string ChildName,
    SchoolChoice Choice,
    ApplicationStatus Status,
    uint Version,
    DateTimeOffset CreatedTime,
    DateTimeOffset? SubmittedTime,
    DateTimeOffset? DraftExpiresTime,
    DateTimeOffset? CorrectionDueTime,
    DateTimeOffset? OfferExpiresTime,
    DateTimeOffset? FeesDueTime,
    DateTimeOffset? FeesPaidTime,
    EnrollmentId? EnrollmentId,
    Guid? Owner = null,
    DateTimeOffset? ReplaceBy = null,
    DateTimeOffset AsOf = default)
{
    /// <summary>Status and dates alone.</summary>
    public Standing Standing => new(Status, SubmittedTime, DraftExpiresTime, CorrectionDueTime, OfferExpiresTime, FeesDueTime, FeesPaidTime, AsOf);

    /// <summary>Whether the school has sent the form back to be mended.</summary>
    public bool IsReturned => Standing.IsReturned;

    /// <summary>Whether it was sent back and the day to mend it has passed: it can't be handed in any more.</summary>
    public bool IsReturnedLate => Standing.IsReturnedLate;
}

/// <summary>A field as typed, with the revision to save over.</summary>
public sealed record DraftValue(string Value, int Revision);

/// <summary>A form as its filler sees it.</summary>
/// <param name="Card">Where it stands.</param>
/// <param name="Fields">By path; a field never touched is not there.</param>
/// <param name="Remarks">By path: what to mend in a returned form.</param>
/// <param name="Documents">What was handed in.</param>
/// <param name="DocumentsAsked">Kinds that the class asks for.</param>
/// <param name="Terms">What the form is checked against.</param>
/// <param name="FeePaise">What the child pays, paise; nothing on an RTE seat.</param>
/// <param name="SavedTime">When a field was last saved; null before the first.</param>
public sealed record DraftView(
    FamilyCard Card,
    IReadOnlyDictionary<string, DraftValue> Fields,
    IReadOnlyDictionary<string, string> Remarks,
    IReadOnlyList<DocumentRow> Documents,
    IReadOnlyList<string> DocumentsAsked,
    FormTerms Terms,
    long FeePaise,
    DateTimeOffset? SavedTime)
{
    /// <summary>What was paid of the fee, paise.</summary>
    public long PaidPaise { get; init; }

    /// <summary>The fee once a seat was accepted; null before and after.</summary>
    public FeeDue? Fee => Card.Status == ApplicationStatus.Fees ? new FeeDue(FeePaise, PaidPaise) : null;

    /// <summary>Kinds that the class asks for and the form lacks; what the school can't use is as good as not there.</summary>
    public IEnumerable<string> DocumentsMissing => DocumentsAsked.Where(kind => Documents.All(document => document.Kind != kind || document.Refused is not null));

    /// <summary>Whether the family may put another in the place of a refused document though the form is handed in.</summary>
    public bool TakesReplacements => Application.ChecksDocuments(Card.Status) && Documents.Any(document => document.Refused is not null);

    /// <summary>The sum of the fields' revisions: it grows with every saved field, by whichever device.</summary>
    public int Stamp => Fields.Values.Sum(known => known.Revision);
}

/// <summary>Whether a form has changed, without reading it.</summary>
public sealed record DraftStamp(ApplicationStatus Status, int Stamp);

/// <summary>One line of a timeline.</summary>
public sealed record TimelineRow(DateTimeOffset Time, ApplicationStatus? From, ApplicationStatus To, Role Role, string Name, string? Reason);

/// <summary>Where schools take applications now: states, districts, branches and schools by their whole codes, such as 27, 2725, 272501 and 27250101.</summary>
public sealed record OpenPlaces(HashSet<string> States, HashSet<string> Districts, HashSet<string> Branches, HashSet<string> Schools);

/// <summary>One class that can be applied for now.</summary>
public sealed record OpenClass(SchoolChoice Choice, DateTimeOffset ClosesTime, long FeePaise, IReadOnlyList<string> DocumentsAsked);

/// <summary>What a family reads: its own children's applications, and which classes are open.</summary>
public sealed class FamilyQueries(BranchDb branches, DraftReader reader, RegionCache cache)
{
    /// <summary>How many applications a family page lists.</summary>
    public const int MostCards = 50;

    // a branch has a few schools with some dozens of classes each
    private const int MostOpen = 5_000;

    /// <summary>The account's applications and those that it shares as second guardian, newest first.</summary>
    public Task<List<FamilyCard>> MineAsync(Actor family, CancellationToken ct) =>
        branches.ReadAsync(family, db => Cards(db, db.Applications
            .OrderByDescending(application => application.CreatedTime).Take(MostCards)).ToListAsync(ct), ct);

    /// <summary>What is to be mended in returned forms, by form and path: all of them at once.</summary>
    public async Task<IReadOnlyDictionary<ApplicationId, Dictionary<string, string>>> RemarksAsync(Actor family, IReadOnlyCollection<ApplicationId> returned, CancellationToken ct)
    {
        if (returned.Count == 0)
        {
            return new Dictionary<ApplicationId, Dictionary<string, string>>();
        }

        var within = returned.Select(id => id.Branch).Distinct().ToList();
        var remarks = await branches.ReadAsync(family, db => db.Corrections.Where(remark => within.Contains(remark.BranchId) && returned.Contains(remark.ApplicationId)).ToListAsync(ct), ct);
        return remarks.GroupBy(remark => remark.ApplicationId).ToDictionary(form => form.Key, form => form.ToDictionary(remark => remark.Path, remark => remark.Remark, StringComparer.Ordinal));
    }

    /// <summary>What is paid of the fees that are due, by form: of all of them at once.</summary>
    public async Task<IReadOnlyDictionary<ApplicationId, FeeDue>> FeesAsync(Actor family, IReadOnlyCollection<ApplicationId> due, CancellationToken ct) =>
        due.Count == 0 ? new Dictionary<ApplicationId, FeeDue>() : await branches.ReadAsync(family, db => db.FeesAsync(due, ct), ct);

    /// <summary>One form whole, for whoever fills it in; NotFound for another family's or another branch's.</summary>
    public async Task<Outcome<DraftView>> DraftAsync(Actor by, ApplicationId id, CancellationToken ct)
    {
        if (!by.Scope.Covers(id.Branch))
        {
            return new NotFound();
        }

        return await branches.ReadAsync(by, async db =>
        {
            var view = await reader.ViewAsync(db, id, ct);
            return view?.Card.Status == ApplicationStatus.Fees ? view with { PaidPaise = await db.Payments.PaidAsync(id, ct) } : view;
        }, ct) is { } draft ? draft : new NotFound();
    }

    /// <summary>The stamp of a form in one short query; null for another family's or another branch's. What the open page of each device asks every few seconds.</summary>
    public async Task<DraftStamp?> StampAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        by.Scope.Covers(id.Branch)
            ? await branches.ReadAsync(by, db => db.Applications.Where(application => application.BranchId == id.Branch && application.ApplicationId == id)
                .Select(application => new DraftStamp(
                    application.Status,
                    db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id).Sum(field => field.Revision)))
                .SingleOrDefaultAsync(ct), ct)
            : null;

    /// <summary>The application's timeline, oldest first.</summary>
    public Task<List<TimelineRow>> TimelineAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.ReadAsync(by, db => db.Events.TimelineOf(id).ToListAsync(ct), ct);

    /// <summary>Where schools take applications now: what the pickers of place offer. As of a minute ago at most.</summary>
    public ValueTask<OpenPlaces> OpenPlacesAsync(CancellationToken ct) => cache.GetAsync(CacheKeys.OpenPlaces, LoadOpenPlacesAsync, ct);

    /// <summary>The classes of a school that can be applied for now, by session.</summary>
    public Task<List<OpenClass>> OpenClassesAsync(BranchId branch, string institution, CancellationToken ct) =>
        branches.ReadPublicAsync(db => Open(db, db.CycleClasses.Where(offered => offered.BranchId == branch && offered.InstitutionCode == institution)).Take(500).ToListAsync(ct), ct);

    /// <summary>The same of every school of the branch, a school after the other.</summary>
    public Task<List<OpenClass>> OpenClassesAsync(BranchId branch, CancellationToken ct) =>
        branches.ReadPublicAsync(db => Open(db, db.CycleClasses.Where(offered => offered.BranchId == branch)).Take(MostOpen).ToListAsync(ct), ct);

    private static IQueryable<OpenClass> Open(ViseContext db, IQueryable<CycleClass> classes) =>
        from offered in classes
        join cycle in db.Cycles on new { offered.BranchId, offered.InstitutionCode, offered.AcademicYear } equals new { cycle.BranchId, cycle.InstitutionCode, cycle.AcademicYear }
        where offered.WithdrawnTime == null && cycle.OpensTime <= ViseContext.Clock() && cycle.ClosesTime > ViseContext.Clock()
        orderby offered.InstitutionCode, offered.AcademicYear, offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode
        select new OpenClass(
            new SchoolChoice(offered.BranchId, offered.InstitutionCode, offered.AcademicYear, offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode),
            cycle.ClosesTime, offered.FeePaise, offered.DocumentKinds);

    internal async Task<OpenPlaces> LoadOpenPlacesAsync(CancellationToken ct)
    {
        var schools = await branches.ReadPublicAsync(db => db.Cycles
            .Where(cycle => cycle.OpensTime <= ViseContext.Clock() && cycle.ClosesTime > ViseContext.Clock())
            .Select(cycle => new { cycle.BranchId, cycle.InstitutionCode }).Distinct()
            .OrderBy(open => open.BranchId).ThenBy(open => open.InstitutionCode)
            .Take(20_000).ToListAsync(ct), ct);
        HashSet<string> Of(Func<BranchId, string> place) => schools.Select(open => place(open.BranchId)).ToHashSet(StringComparer.Ordinal);
        return new OpenPlaces(
            Of(branch => branch.State), Of(branch => branch.State + branch.District), Of(branch => branch.Value),
            schools.Select(open => open.BranchId.Value + open.InstitutionCode).ToHashSet(StringComparer.Ordinal));
    }

    internal static IQueryable<FamilyCard> Cards(ViseContext db, IQueryable<Application> applications) => applications.Select(application => CardOf(
        application, db.Documents.Where(document => document.BranchId == application.BranchId && document.ApplicationId == application.ApplicationId).Min(document => document.ReplaceBy),
        ViseContext.Clock()));

    internal static FamilyCard CardOf(Application application, DateTimeOffset? replaceBy, DateTimeOffset asOf) => new(
        application.ApplicationId,
        application.ChildName,
        new SchoolChoice(application.BranchId, application.InstitutionCode, application.AcademicYear, application.ProgrammeCode, application.DepartmentCode, application.ClassCode),
        application.Status,
        application.Version,
        application.CreatedTime,
        application.SubmittedTime,
        application.DraftExpiresTime,
        application.CorrectionDueTime,
        application.OfferExpiresTime,
        application.FeesDueTime,
        application.FeesPaidTime,
        application.EnrollmentId,
        application.AccountId,
        replaceBy,
        asOf);
}

internal static class TimelineQueries
{
    /// <summary>How many events one application's timeline shows.</summary>
    public const int MostEvents = 200;

    public static IQueryable<TimelineRow> TimelineOf(this IQueryable<ApplicationEvent> events, ApplicationId id) => events
        .Where(happened => happened.BranchId == id.Branch && happened.ApplicationId == id)
        .OrderBy(happened => happened.EventId)
        .Take(MostEvents)
        .Select(happened => new TimelineRow(happened.EventTime, happened.FromStatus, happened.ToStatus, happened.ActorRole, happened.ActorName, happened.Reason));
}
