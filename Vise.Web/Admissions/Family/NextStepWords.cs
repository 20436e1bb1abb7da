using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>What a family has to do next and until when, in one sentence.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="IsYours">Whether it is the family's turn.</param>
/// <param name="Until">Until when, where there is a deadline.</param>
/// <param name="Briefly">The same in a few words, without the date.</param>
public sealed record NextStep(string Text, bool IsYours, DateTimeOffset? Until = null, string Briefly = "");

public sealed class NextStepWords(IStringLocalizer<FamilyWords> words, SchoolQueries schools)
{
    /// <summary>For whoever fills in: a draft also by the day on which its school takes the last forms, and a fee (null where none is due) by what is still to be paid.</summary>
    public async Task<NextStep> OfAsync(FamilyCard card, FeeDue? fee, TimeZoneInfo zone, CancellationToken ct)
    {
        if (card.ReplaceBy is { } replace && Application.ChecksDocuments(card.Status))
        {
            return Yours("Next.Replace", replace, "Due.Replace", Day(replace, zone));
        }

        if (fee is { PaidPaise: > 0, RestPaise: > 0 })
        {
            var (paid, rest) = (Formats.Rupees(fee.PaidPaise), Formats.Rupees(fee.RestPaise));
            return new(words["Next.FeesRest", paid, rest, Day(card.FeesDueTime, zone)], true, card.FeesDueTime, words["Due.FeesRest", rest]);
        }

        if (card.Status != ApplicationStatus.Draft || card.IsReturned)
        {
            return card.Status == ApplicationStatus.Enrolled ? Rest("Next.Enrolled", card.EnrollmentId?.InFours ?? "") : Of(card.Standing, zone);
        }

        var offer = await schools.OfAsync(card.Choice.Branch, card.Choice.InstitutionCode, ct);
        var closes = offer?.Cycles.FirstOrDefault(cycle => cycle.Year == card.Choice.Year.ToString())?.ClosesTime;
        return closes is not { } last ? Rest("Next.DraftLate", card.Choice.Year.ToString())
            : last < card.DraftExpiresTime ? Yours("Next.DraftBy", last, "Due.Draft", Day(last.AddSeconds(-1), zone))
            : Of(card.Standing, zone);
    }

    /// <summary>The same where nobody is signed in: no number but the one that was given.</summary>
    public NextStep Of(Standing standing, TimeZoneInfo zone) => standing.Status switch
    {
        // the family's turn still, and no day on which it is due
        ApplicationStatus.Draft when standing is { IsReturnedLate: true, CorrectionDueTime: { } passed } => new(words["Next.ReturnedLate", Formats.DateAndTime(passed, zone)], true),
        ApplicationStatus.Draft when standing.CorrectionDueTime is { } due => Yours("Next.Returned", due, "Due.Returned", Formats.DateAndTime(due, zone)),
        ApplicationStatus.Draft => Yours("Next.Draft", standing.DraftExpiresTime, "Due.Draft", Day(standing.DraftExpiresTime, zone)),
        ApplicationStatus.Offer => Yours("Next.Offer", standing.OfferExpiresTime, "Due.Offer", Day(standing.OfferExpiresTime, zone)),
        ApplicationStatus.Fees when standing.FeesPaidTime is null => Yours("Next.Fees", standing.FeesDueTime, "Due.Fees", Day(standing.FeesDueTime, zone)),
        ApplicationStatus.Fees => Rest("Next.Paid"),
        ApplicationStatus.Enrolled => Rest("Next.EnrolledSomebody"),
        _ => Rest("Next." + standing.Status),
    };

    /// <summary>Where the line of a closed application ended, as far as its card tells.</summary>
    public static ApplicationStatus EndedAt(FamilyCard card) => card.Standing.EndedAt;

    private NextStep Yours(string key, DateTimeOffset? until, string shortly, params object[] arguments) => new(words[key, arguments], true, until, words[shortly]);

    private NextStep Rest(string key, params object[] arguments) => new(words[key, arguments], false);

    private static string Day(DateTimeOffset? moment, TimeZoneInfo zone) => moment is { } known ? Formats.Date(known, zone) : "";
}
