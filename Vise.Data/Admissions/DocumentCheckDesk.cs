using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>What the branch says of each document: that it is in order, or that it can't be used and why.</summary>
public sealed class DocumentCheckDesk(BranchDb branches, FormTermsReader terms)
{
    /// <summary>Finds a document in order. <see cref="NotFound"/> for one that was replaced meanwhile.</summary>
    public Task<Refusal?> VerifyAsync(Actor by, ApplicationId id, Guid document, CancellationToken ct) =>
        CheckAsync(by, id, document, (_, application, found, at) => application.Verify(found, by, at), ct);

    /// <summary>Says that a document can't be used, and has the family told.</summary>
    /// <param name="by">Who looked at it.</param>
    /// <param name="id">Of which application.</param>
    /// <param name="document">Which one. <see cref="NotFound"/> for one that was replaced meanwhile.</param>
    /// <param name="why">One of <see cref="DocumentFault.All"/>.</param>
    /// <param name="note">A sentence for the family, if any.</param>
    /// <param name="days">How many days the family has to replace it, 1 to <see cref="DocumentFault.MostDays"/>, to the end of the last.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Refusal?> RefuseAsync(Actor by, ApplicationId id, Guid document, string? why, string? note, int days, CancellationToken ct)
    {
        var read = DocumentFault.Read(why, note);
        if (read.Value is not { } fault)
        {
            return read.Refusal;
        }

        if (days is < 1 or > DocumentFault.MostDays)
        {
            return new DeadlineInvalid();
        }

        var zone = await terms.ZoneAsync(id.Branch, ct);
        return await CheckAsync(by, id, document, (db, application, found, at) =>
        {
            if (application.RefuseDocument(found, by, at, fault, Deadline.EndOfDay(at, days, zone)) is { } refusal)
            {
                return refusal;
            }

            db.Add(OutboxEntry.TellRefused(found));
            return null;
        }, ct);
    }

    /// <summary>Applications of the branch with a document that the family put in the place of a refused one and nobody has looked at since; an index holds those alone.</summary>
    internal static IQueryable<ApplicationId> Replaced(ViseContext db, Domain.Codes.BranchId branch) =>
        db.Documents.Where(document => document.BranchId == branch && document.Replaces != null && document.VerifiedTime == null && document.RefusedTime == null
                && db.Applications.Any(application => application.BranchId == document.BranchId && application.ApplicationId == document.ApplicationId
                    && (application.Status == ApplicationStatus.Submitted || application.Status == ApplicationStatus.Review)))
            .Select(document => document.ApplicationId);

    private Task<Refusal?> CheckAsync(
        Actor by, ApplicationId id, Guid document, Func<ViseContext, Application, Document, DateTimeOffset, Refusal?> check, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReviewApplications, id, async db =>
        {
            // locked, so that of two who look at once the second sees what the first said
            if (await db.FindAsync(id, ct) is not { } application
                || await db.Documents.AsTracking().SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id && known.DocumentId == document, ct) is not { } found)
            {
                return new NotFound();
            }

            return check(db, application, found, db.Now);
        }, ct);
}
