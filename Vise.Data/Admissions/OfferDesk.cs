using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Gives seats and offers them; takes the family's answer.</summary>
public sealed class OfferDesk(BranchDb branches, FormTermsReader terms)
{
    /// <summary>
    /// Takes a free seat of the class and quota and offers it until the end of <paramref name="lastDay"/> in the branch's time zone, or
    /// for the cycle's own number of days when none is named.
    /// </summary>
    public Task<Refusal?> IssueOfferAsync(Actor by, ApplicationId id, uint? seen, DateOnly? lastDay, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.IssueOffers, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            if (application.IfSeen(seen, ApplicationStatus.Offer) is { } collision)
            {
                return collision;
            }

            var choice = SchoolChoice.Of(application);
            var cycle = await db.Cycles.SingleOrDefaultAsync(
                cycle => cycle.BranchId == id.Branch && cycle.InstitutionCode == choice.InstitutionCode && cycle.AcademicYear == choice.Year, ct);
            var quota = await db.Applicants.Where(child => child.BranchId == id.Branch && child.ApplicationId == id).Select(child => child.Quota).SingleOrDefaultAsync(ct);
            if (cycle is null || quota is null)
            {
                return new ChoiceNotOpen();
            }

            var zone = await terms.ZoneAsync(id.Branch, ct);
            var expires = lastDay is { } day ? Deadline.EndOf(day, zone) : Deadline.EndOfDay(db.Now, cycle.OfferDays, zone);
            if (expires > cycle.EndsTime)
            {
                return new DeadlineInvalid();
            }

            var seat = await TakeSeatAsync(db, choice, quota, ct);
            if (application.IssueOffer(by, db.Now, expires, seat) is { } refusal)
            {
                return refusal;
            }

            seat!.HoldFor(id);
            await RecordAsync(db, application, quota, ct);
            return null;
        }, ct);

    /// <summary>The family, or a clerk on its behalf, takes the offer up.</summary>
    public Task<Refusal?> TakeOfferAsync(Actor by, ApplicationId id, uint? seen, CancellationToken ct) =>
        branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            if (application.IfSeen(seen, ApplicationStatus.Fees) is { } collision)
            {
                return collision;
            }

            var days = await db.Cycles
                .Where(cycle => cycle.BranchId == id.Branch && cycle.InstitutionCode == application.InstitutionCode && cycle.AcademicYear == application.AcademicYear)
                .Select(cycle => cycle.FeeDays).SingleAsync(ct);
            var due = Deadline.EndOfDay(db.Now, days, await terms.ZoneAsync(id.Branch, ct));
            if (application.TakeOffer(by, db.Now, due) is { } refusal)
            {
                return refusal;
            }

            db.Record(application.LastEvent, await db.FeeAsync(application, ct));
            return null;
        }, ct);

    /// <summary>The offer's row keeps what its letter says: quota, fee, and the documents to bring.</summary>
    internal static async Task RecordAsync(ViseContext db, Application application, string quota, CancellationToken ct)
    {
        var offered = await db.CycleClasses.OfChoice(SchoolChoice.Of(application)).SingleAsync(ct);
        application.LastEvent!.Keep(StepFacts.Quota, quota);
        application.LastEvent.Keep(StepFacts.Documents, string.Join(',', offered.DocumentKinds));
        db.Record(application.LastEvent, offered.FeeFor(quota));
    }

    // skip locked: two admins who offer at once take two seats and neither waits
    private static async Task<Seat?> TakeSeatAsync(ViseContext db, SchoolChoice choice, string quota, CancellationToken ct) =>
        (await db.Seats.FromSql($"""
            select * from admissions.seat
            where branch_id = {choice.Branch.Value} and institution_code = {choice.InstitutionCode} and academic_year = {choice.Year.ToString()}
              and programme_code = {choice.ProgrammeCode} and department_code = {choice.DepartmentCode} and class_code = {choice.ClassCode}
              and quota = {quota} and application_id is null
            order by seat_no
            limit 1
            for update skip locked
            """).AsTracking().ToListAsync(ct)).SingleOrDefault();
}
