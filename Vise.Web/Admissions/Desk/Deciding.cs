using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>Leads a step of the review page to the desk that takes it.</summary>
public sealed class Deciding(
    ReviewDesk review, DocumentCheckDesk documents, OfferDesk offers, PaymentDesk payments, EnrolmentDesk enrolment, DraftDesk drafts, IStringLocalizer<DeskWords> words)
{
    /// <summary>The duty that a step is asked under.</summary>
    public static Duty DutyOf(DeskStep step) => step switch
    {
        DeskStep.StartReview or DeskStep.Verify or DeskStep.Refuse or DeskStep.Return => Duty.ReviewApplications,
        DeskStep.Accept or DeskStep.Reject => Duty.DecideApplications,
        DeskStep.Offer => Duty.IssueOffers,
        DeskStep.Pay => Duty.RecordPayments,
        DeskStep.Enrol => Duty.EnrolStudents,
        _ => Duty.EnterApplications,
    };

    /// <summary>Takes the step on the version that was looked at; returns what was done in one sentence, or the refusal.</summary>
    /// <param name="by">Who decides.</param>
    /// <param name="step">What.</param>
    /// <param name="card">The application as it was looked at.</param>
    /// <param name="document">For <see cref="DeskStep.Verify"/> and <see cref="DeskStep.Refuse"/>: which document.</param>
    /// <param name="form">What was filled in beside the decision.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Outcome<string>> DoAsync(Actor by, DeskStep step, FamilyCard card, Guid? document, DecisionForm form, CancellationToken ct)
    {
        if (step is DeskStep.Pay)
        {
            var paid = await payments.RecordAsync(by, card.Id, card.Version, form.ToPayment(), ct);
            return paid.Value is { } receipt ? words["Done.Pay", receipt.ReceiptNo, Formats.Rupees(receipt.AmountPaise)].Value : paid.Refusal!;
        }

        return await StepAsync(by, step, card, document, form, ct) is { } refusal ? refusal : words["Done." + step].Value;
    }

    private Task<Refusal?> StepAsync(Actor by, DeskStep step, FamilyCard card, Guid? document, DecisionForm form, CancellationToken ct) => step switch
    {
        DeskStep.StartReview => review.StartReviewAsync(by, card.Id, card.Version, ct),
        DeskStep.Verify => documents.VerifyAsync(by, card.Id, document ?? Guid.Empty, ct),
        DeskStep.Refuse => documents.RefuseAsync(by, card.Id, document ?? Guid.Empty, form.Fault, form.FaultNote, form.ReplaceDays, ct),
        DeskStep.Return => review.ReturnAsync(by, card.Id, card.Version, form.Days, form.FieldRemarks, form.Note, ct),
        DeskStep.Accept => review.AcceptAsync(by, card.Id, card.Version, ct),
        DeskStep.Reject => review.RejectAsync(by, card.Id, card.Version, form.Reason, ct),
        DeskStep.Offer => offers.IssueOfferAsync(by, card.Id, card.Version, form.LastDay, ct),
        DeskStep.TakeUp => offers.TakeOfferAsync(by, card.Id, card.Version, ct),
        DeskStep.Enrol => enrolment.EnrolAsync(by, card.Id, card.Version, ct),
        DeskStep.Withdraw => drafts.WithdrawAsync(by, card.Id, card.Version, form.Reason, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A payment gives a receipt and goes another way."),
    };
}
