using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// Gives a freed seat to the next on the waiting list (SPEC 3), as the system. The waiting list of a class and quota are its accepted
/// applications: whoever was accepted first comes first; of two accepted at one moment the lower application id.
/// </summary>
public sealed class WaitingListDesk(BranchDb branches, FormTermsReader terms)
{
    /// <summary>The name that stands in the trail.</summary>
    public const string Work = "waiting list";

    /// <summary>
    /// Offers the seat that the effect tells of for the cycle's days, where an offer may still be made. Offer, event, message and the effect's
    /// own end are one transaction under its claim: once only, however often it is tried.
    /// </summary>
    /// <returns>A refusal when somebody else has the effect by now, or the offer could not be made.</returns>
    public async Task<Refusal?> FillAsync(ClaimedEffect freed, CancellationToken ct)
    {
        var zone = await terms.ZoneAsync(freed.Branch, ct);
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Of(freed.Branch), async db =>
        {
            var (note, refusal) = await OfferToNextAsync(db, freed, zone, ct);
            if (refusal is not null)
            {
                return refusal;
            }

            return await OutboxDesk.SetCarriedAsync(db, freed, note, ct) == 1 ? new Outcome<object>(db, null) : new Collided();
        }, ct);
        return outcome.Refusal;
    }

    private static async Task<(string? Note, Refusal? Refusal)> OfferToNextAsync(ViseContext db, ClaimedEffect freed, TimeZoneInfo zone, CancellationToken ct)
    {
        if (await SeatAsync(db, freed, ct) is not { } seat)
        {
            return ("The seat has been given already", null);
        }

        var cycle = await db.Cycles.SingleAsync(
            cycle => cycle.BranchId == seat.BranchId && cycle.InstitutionCode == seat.InstitutionCode && cycle.AcademicYear == seat.AcademicYear, ct);
        var expires = Deadline.EndOfDay(db.Now, cycle.OfferDays, zone);
        if (expires > cycle.EndsTime)
        {
            return ("Too late in the cycle for another offer", null);
        }

        if (await NextAsync(db, seat, ct) is not { } next)
        {
            return ("Nobody waits", null);
        }

        if (next.IssueOffer(Actor.System(Work, Scope.Of(freed.Branch)), db.Now, expires, seat) is { } refusal)
        {
            return (null, refusal);
        }

        seat.HoldFor(next.ApplicationId);
        await OfferDesk.RecordAsync(db, next, seat.Quota, ct);
        return (null, null);
    }

    // waits for whoever gives this very seat away just now
    private static async Task<Seat?> SeatAsync(ViseContext db, ClaimedEffect freed, CancellationToken ct)
    {
        string Named(string key) => freed.Payload.GetValueOrDefault(key) ?? "";
        return (await db.Seats.FromSql($"""
            select * from admissions.seat
            where branch_id = {freed.Branch.Value} and institution_code = {Named("institution")} and academic_year = {Named("year")}
              and programme_code = {Named("programme")} and department_code = {Named("department")} and class_code = {Named("class")}
              and quota = {Named("quota")} and seat_no::text = {Named("seat")} and application_id is null
            for update
            """).AsTracking().ToListAsync(ct)).SingleOrDefault();
    }

    /// <summary>The first in the list; waits for whoever decides on it just now. Who no longer waits then leads to another look, so nobody is passed over.</summary>
    private static async Task<Application?> NextAsync(ViseContext db, Seat seat, CancellationToken ct)
    {
        while (await FirstAsync(db, seat, ct) is { } first)
        {
            var locked = await db.FindAsync(first.ApplicationId, ct);
            if (locked is { Status: ApplicationStatus.Accepted })
            {
                return locked;
            }
        }

        return null;
    }

    private static async Task<Application?> FirstAsync(ViseContext db, Seat seat, CancellationToken ct) =>
        (await db.Set<Application>().FromSql($"""
            select a.*, a.xmin from users.application a
            where a.branch_id = {seat.BranchId.Value} and a.institution_code = {seat.InstitutionCode} and a.academic_year = {seat.AcademicYear.ToString()}
              and a.programme_code = {seat.ProgrammeCode} and a.department_code = {seat.DepartmentCode} and a.class_code = {seat.ClassCode}
              and a.application_status = 'accepted'
              and exists (select from admissions.applicant c where c.branch_id = a.branch_id and c.application_id = a.application_id and c.quota = {seat.Quota})
            order by a.reviewed_time, a.application_id limit 1
            """).AsNoTracking().ToListAsync(ct)).SingleOrDefault();
}
