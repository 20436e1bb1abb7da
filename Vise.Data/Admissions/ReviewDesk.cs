using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A remark on one field of a form.</summary>
public sealed record FieldRemark(string Path, string Remark);

/// <summary>
/// Takes forms into review, returns them, accepts and rejects. <c>seen</c> is the version (<see cref="Application.Version"/>) that the
/// decider looked at; when another was first, the answer is <see cref="EditedByAnother"/>.
/// </summary>
public sealed class ReviewDesk(BranchDb branches, FormTermsReader terms)
{
    /// <summary>The longest time a family may be given to mend a form, days.</summary>
    public const int MostCorrectionDays = 60;

    public Task<Refusal?> StartReviewAsync(Actor by, ApplicationId id, uint? seen, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReviewApplications, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            return application.IfSeen(seen, ApplicationStatus.Review) ?? application.StartReview(by, db.Now) ?? Done(db, application);
        }, ct);

    /// <summary>Returns the form with a remark per field; the family has <paramref name="days"/> days (1-60), to the end of the last.</summary>
    public Task<Refusal?> ReturnAsync(
        Actor by, ApplicationId id, uint? seen, int days, IReadOnlyList<FieldRemark> remarks, string? reason, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReviewApplications, id, async db =>
        {
            if (days is < 1 or > MostCorrectionDays)
            {
                return new DeadlineInvalid();
            }

            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            var kept = remarks.Where(remark => Typed.Clean(remark.Remark).Length > 0).ToList();
            var due = Deadline.EndOfDay(db.Now, days, await terms.ZoneAsync(id.Branch, ct));
            if ((application.IfSeen(seen, ApplicationStatus.Draft) ?? application.Return(by, db.Now, due, kept.Count, reason)) is { } refusal)
            {
                return refusal;
            }

            await db.Corrections.Where(correction => correction.BranchId == id.Branch && correction.ApplicationId == id).ExecuteDeleteAsync(ct);
            kept.ForEach(remark => application.LastEvent!.Keep(StepFacts.Remark + remark.Path, Typed.Clean(remark.Remark)));
            db.AddRange(kept.Select(remark => Correction.Of(id, remark.Path, Typed.Clean(remark.Remark), db.Now)));
            return Done(db, application);
        }, ct);

    public Task<Refusal?> AcceptAsync(Actor by, ApplicationId id, uint? seen, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.DecideApplications, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            if (application.IfSeen(seen, ApplicationStatus.Accepted) is { } collision)
            {
                return collision;
            }

            var asked = await db.CycleClasses.OfChoice(SchoolChoice.Of(application)).Select(offered => offered.DocumentKinds).SingleOrDefaultAsync(ct) ?? [];
            // of several pages each
            var verified = await db.Documents.Where(document => document.BranchId == id.Branch && document.ApplicationId == id)
                .GroupBy(document => document.Kind).Where(pages => pages.All(page => page.VerifiedTime != null)).Select(pages => pages.Key).ToListAsync(ct);
            var refused = await db.Documents.Where(document => document.BranchId == id.Branch && document.ApplicationId == id && document.RefusedTime != null)
                .OrderBy(document => document.Kind).Select(document => document.Kind).FirstOrDefaultAsync(ct);
            return application.Accept(by, db.Now, asked, verified, refused) ?? Done(db, application);
        }, ct);

    /// <summary>Rejects with a reason; an accepted application only because no seat came free.</summary>
    public Task<Refusal?> RejectAsync(Actor by, ApplicationId id, uint? seen, string? reason, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.DecideApplications, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            return application.IfSeen(seen, ApplicationStatus.Rejected) ?? application.Reject(by, db.Now, reason) ?? Done(db, application);
        }, ct);

    private static Refusal? Done(ViseContext db, Application application)
    {
        db.Record(application.LastEvent);
        return null;
    }
}
