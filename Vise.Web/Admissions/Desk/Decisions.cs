using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the office can do with an application on its one screen.</summary>
public enum DeskStep
{
    StartReview,
    Verify,
    Refuse,
    Return,
    Accept,
    Reject,
    Offer,
    TakeUp,
    Pay,
    Enrol,
    Withdraw,
}

/// <summary>A step that may be taken now.</summary>
/// <param name="Step">Which one.</param>
/// <param name="Key">Its key on the keyboard; null for one that is better not pressed by chance.</param>
/// <param name="Likely">Whether it is what the office most likely wants: the filled button.</param>
public sealed record Decision(DeskStep Step, string? Key, bool Likely);

/// <summary>Which steps stand open, by status, duty and what the step needs. The desks check it all again.</summary>
public static class Decisions
{
    private static readonly (DeskStep Step, ApplicationStatus To, Duty Duty, string? Key)[] Ways =
    [
        (DeskStep.StartReview, ApplicationStatus.Review, Duty.ReviewApplications, "s"),
        (DeskStep.Accept, ApplicationStatus.Accepted, Duty.DecideApplications, "a"),
        (DeskStep.Offer, ApplicationStatus.Offer, Duty.IssueOffers, "o"),
        (DeskStep.TakeUp, ApplicationStatus.Fees, Duty.EnterApplications, "t"),
        (DeskStep.Enrol, ApplicationStatus.Enrolled, Duty.EnrolStudents, "e"),
        (DeskStep.Return, ApplicationStatus.Draft, Duty.ReviewApplications, "r"),
        (DeskStep.Reject, ApplicationStatus.Rejected, Duty.DecideApplications, "x"),
        (DeskStep.Withdraw, ApplicationStatus.Withdrawn, Duty.EnterApplications, null),
    ];

    /// <summary>The steps that the actor may take now, in the order of the bar; none on an application of the actor's own account.</summary>
    public static IReadOnlyList<Decision> For(ApplicationRecord record, Actor by)
    {
        if (IsOwn(record, by))
        {
            return [];
        }

        List<DeskStep> open = [];
        if (Application.ChecksDocuments(record.Card.Status) && by.May(Duty.ReviewApplications))
        {
            open.AddRange(record.Documents.Any(document => document.VerifiedTime is null) ? [DeskStep.Verify] : []);
            open.AddRange(record.Documents.Any(document => document.Refused is null) ? [DeskStep.Refuse] : []);
        }

        if (record.Card.Status is ApplicationStatus.Fees && RestPaise(record) > 0 && by.May(Duty.RecordPayments))
        {
            open.Add(DeskStep.Pay);
        }

        var next = Lifecycle.NextFor(record.Card.Status, by.Role).ToHashSet();
        open.AddRange(Ways.Where(way => next.Contains(way.To) && by.May(way.Duty) && IsReady(way.Step, record, by)).Select(way => way.Step));
        var likely = Likely(record, open);
        return [.. open.OrderByDescending(step => step == likely).ThenBy(step => step == DeskStep.Withdraw).Select(step => new Decision(step, KeyOf(step), step == likely))];
    }

    /// <summary>What is still due of the fee, paise.</summary>
    public static long RestPaise(ApplicationRecord record) => record.FeePaise - record.PaidPaise;

    /// <summary>Whether the last moment to take the offer up has passed; it stays an offer until it is closed.</summary>
    public static bool IsOfferLapsed(ApplicationRecord record) =>
        record.Card is { Status: ApplicationStatus.Offer, OfferExpiresTime: { } until } && record.Now > until;

    public static bool IsOwn(ApplicationRecord record, Actor by) => record.Family is { } family && family == by.Account;

    /// <summary>The first document that nobody has looked at yet, else the first that is not verified, or null.</summary>
    public static DocumentRow? Unverified(ApplicationRecord record) =>
        record.Documents.FirstOrDefault(document => document.IsUnchecked) ?? record.Documents.FirstOrDefault(document => document.VerifiedTime is null);

    private static bool IsReady(DeskStep step, ApplicationRecord record, Actor by) => step switch
    {
        DeskStep.Enrol => RestPaise(record) <= 0,
        DeskStep.TakeUp => !IsOfferLapsed(record),
        DeskStep.Withdraw => by.Role != Role.Clerk || record.Family is null,
        _ => true,
    };

    private static DeskStep? Likely(ApplicationRecord record, List<DeskStep> open)
    {
        DeskStep? likely = record.Card.Status switch
        {
            ApplicationStatus.Submitted => DeskStep.StartReview,
            ApplicationStatus.Review => AllVerified(record) ? DeskStep.Accept : record.Documents.Any(document => document.IsUnchecked) ? DeskStep.Verify : null,
            ApplicationStatus.Accepted when record.FreeSeats > 0 => DeskStep.Offer,
            ApplicationStatus.Offer => DeskStep.TakeUp,
            ApplicationStatus.Fees => RestPaise(record) > 0 ? DeskStep.Pay : DeskStep.Enrol,
            _ => null,
        };
        return likely is { } step && open.Contains(step) ? step : null;
    }

    private static bool AllVerified(ApplicationRecord record) =>
        record.Documents.All(document => document.Refused is null) && record.DocumentsAsked.All(kind => record.Documents.Any(document => document.Kind == kind) && record.Documents.All(document => document.Kind != kind || document.VerifiedTime is not null));

    private static string? KeyOf(DeskStep step) => step switch
    {
        DeskStep.Verify => "v",
        DeskStep.Refuse => "n",
        DeskStep.Pay => "p",
        _ => Ways.Single(way => way.Step == step).Key,
    };
}
