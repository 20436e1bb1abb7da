using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>What a family has to do next and until when, in one sentence.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="IsYours">Whether it is the family's turn.</param>
public sealed record NextStep(string Text, bool IsYours);

public sealed class NextStepWords(IStringLocalizer<FamilyWords> words)
{
    public NextStep Of(FamilyCard card, TimeZoneInfo zone) => card.Status switch
    {
        ApplicationStatus.Draft when card.CorrectionDueTime is { } due => Yours("Next.Returned", Formats.DateAndTime(due, zone)),
        ApplicationStatus.Draft => Yours("Next.Draft", Day(card.DraftExpiresTime, zone)),
        ApplicationStatus.Offer => Yours("Next.Offer", Day(card.OfferExpiresTime, zone)),
        ApplicationStatus.Fees when card.FeesPaidTime is null => Yours("Next.Fees", Day(card.FeesDueTime, zone)),
        ApplicationStatus.Fees => Rest("Next.Paid"),
        ApplicationStatus.Enrolled => Rest("Next.Enrolled", card.EnrollmentId?.InFours ?? ""),
        _ => Rest("Next." + card.Status),
    };

    /// <summary>Where the line of a closed application ended, as far as its card tells.</summary>
    public static ApplicationStatus EndedAt(FamilyCard card) =>
        card.FeesDueTime is not null ? ApplicationStatus.Fees
        : card.OfferExpiresTime is not null ? ApplicationStatus.Offer
        : card.Status == ApplicationStatus.Rejected ? ApplicationStatus.Review
        : card.SubmittedTime is not null ? ApplicationStatus.Submitted
        : ApplicationStatus.Draft;

    private NextStep Yours(string key, params object[] arguments) => new(words[key, arguments], true);

    private NextStep Rest(string key, params object[] arguments) => new(words[key, arguments], false);

    private static string Day(DateTimeOffset? moment, TimeZoneInfo zone) => moment is { } known ? Formats.Date(known, zone) : "";
}
