using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A question with its answer, as both sides read it.</summary>
public sealed record EnquiryRow(Guid Id, string Question, DateTimeOffset AskedTime, string AskerName, string? Answer, DateTimeOffset? AnsweredTime, string? AnswererName)
{
    public bool IsOpen => AnsweredTime is null;
}

/// <summary>Takes a family's questions to the branch, and the branch's answers to the family.</summary>
public sealed class EnquiryDesk(BranchDb branches)
{
    /// <summary>How many questions of one application are shown, the newest.</summary>
    public const int MostShown = 100;

    /// <summary>How far open questions of a branch are counted.</summary>
    public const int MostCounted = 100;

    /// <summary>Puts a question to the branch. The same one sent twice is one.</summary>
    public Task<Refusal?> AskAsync(Actor family, ApplicationId id, string? text, CancellationToken ct) =>
        branches.WriteAsync(family, Duty.ApplyForOwnChild, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            var since = db.Now.AddDays(-1);
            var known = await db.Enquiries.Where(enquiry => enquiry.BranchId == id.Branch && enquiry.ApplicationId == id && (enquiry.AnsweredTime == null || enquiry.AskedTime > since)).ToListAsync(ct);
            if (known.Any(other => other.IsOpen && other.Question == Enquiry.Plain(text)))
            {
                return null;
            }

            var asked = application.Ask(family, db.Now, text, known);
            if (asked.Value is { } enquiry)
            {
                db.Add(enquiry);
            }

            return asked.Refusal;
        }, ct);

    /// <summary>Answers a question, and has the family told. Whoever comes second is shown both answers.</summary>
    public Task<Refusal?> AnswerAsync(Actor by, ApplicationId id, Guid enquiry, string? text, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReviewApplications, id, async db =>
        {
            // locked, so that of two who answer at once the second sees the first one's
            if (await db.FindAsync(id, ct) is not { } application
                || await db.Enquiries.AsTracking().SingleOrDefaultAsync(asked => asked.BranchId == id.Branch && asked.ApplicationId == id && asked.EnquiryId == enquiry, ct) is not { } open)
            {
                return new NotFound();
            }

            if (application.AnswerTo(open, by, db.Now, text) is { } refusal)
            {
                return refusal;
            }

            db.Add(OutboxEntry.TellFamily(id, OutboxEntry.AboutAnswer));
            return null;
        }, ct);

    /// <summary>The questions of one application, oldest first; none of what isn't the actor's to see.</summary>
    public Task<List<EnquiryRow>> OfAsync(Actor by, ApplicationId id, CancellationToken ct) => branches.ReadAsync(by, db => RowsAsync(db, id, ct), ct);

    /// <summary>How many applications of the branch wait for an answer, <see cref="MostCounted"/> at most; none for whoever doesn't read the queue.</summary>
    public async Task<int> WaitingAsync(Actor by, BranchId branch, CancellationToken ct) =>
        by.May(Duty.ReadApplications, branch)
            ? await branches.ReadAsync(by, db => Waiting(db, branch).Take(MostCounted).CountAsync(ct), ct)
            : 0;

    /// <summary>The applications of the branch with an open question, an open amendment or a replaced document, each once; of each, an index holds those alone.</summary>
    internal static IQueryable<ApplicationId> Waiting(ViseContext db, BranchId branch) =>
        db.Enquiries.Where(enquiry => enquiry.BranchId == branch && enquiry.AnsweredTime == null).Select(enquiry => enquiry.ApplicationId)
            .Union(db.Amendments.Where(amendment => amendment.BranchId == branch && amendment.State == AmendmentState.Open).Select(amendment => amendment.ApplicationId))
            .Union(DocumentCheckDesk.Replaced(db, branch));

    internal static async Task<List<EnquiryRow>> RowsAsync(ViseContext db, ApplicationId id, CancellationToken ct)
    {
        var rows = await db.Enquiries.Where(enquiry => enquiry.BranchId == id.Branch && enquiry.ApplicationId == id)
            .OrderByDescending(enquiry => enquiry.AskedTime).ThenByDescending(enquiry => enquiry.EnquiryId).Take(MostShown)
            .Select(enquiry => new EnquiryRow(
                enquiry.EnquiryId, enquiry.Question, enquiry.AskedTime, enquiry.AskerName, enquiry.Answer, enquiry.AnsweredTime, enquiry.AnswererName))
            .ToListAsync(ct);
        rows.Reverse();
        return rows;
    }
}
