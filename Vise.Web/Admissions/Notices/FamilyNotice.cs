using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Operations;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Notices;

/// <summary>A message's words, and what it is about (<see cref="FamilyNotice.Key"/>).</summary>
public sealed record NoticeText(string Kind, string Subject, string Body);

/// <summary>
/// Writes the message that a step causes, in the person's language: school and class, the child's first name, the form's number, the day until which
/// something is to be done, and where. Nothing else of the child's data.
/// </summary>
public sealed class FamilyNotice(IStringLocalizer<NoticeWords> words, IStringLocalizer<SmsWords> shortWords, IStringLocalizer<AdmissionsWords> shared, ReferenceCodes codes, IConfiguration configuration)
{
    // an SMS is paid for by its length; the whole name stands on the page
    private const int ShortName = 20;

    /// <summary>The words, or null when the step concerns only the school. A mobile gets one short text without a subject.</summary>
    public async Task<NoticeText?> WriteAsync(ClaimedEffect effect, Delivery delivery, CancellationToken ct)
    {
        var to = delivery.To;
        if (Key(effect) is not { } key || effect.Application is not { } id || await codes.BranchAsync(id.Branch, ct) is not { } branch)
        {
            return null;
        }

        DateTimeOffset? until = DateTimeOffset.TryParse(effect.Payload.GetValueOrDefault("until"), CultureInfo.InvariantCulture, out var moment) ? moment : null;
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(Languages.Meant(to.Language) ?? Languages.English);
            var child = to.ChildFirstName.Length > 0 ? to.ChildFirstName : words["YourChild"].Value;
            var number = string.Join(' ', id.Value.Chunk(4).Select(four => new string(four)));
            var link = new Uri(PublicAddress.Of(configuration), Paths.MyApplication(id)).AbsoluteUri;
            object?[] gaps = [child, number, until is { } day ? Formats.Date(day, branch.Zone) : "", link, branch.In(CultureInfo.CurrentUICulture.Name), Money(effect, "amount") ?? Money(effect, "fee"), Money(effect, "rest"), await DocumentAsync(effect, ct), Fault(effect)];
            if (delivery.By == Delivery.Mobile)
            {
                // no room for the school's name: the page says it
                // the sign for rupees would make every part a third as long
                (gaps[5], gaps[6]) = ((gaps[5] as string)?.TrimStart('₹', '\u00A0'), (gaps[6] as string)?.TrimStart('₹', '\u00A0'));
                gaps[0] = child.Length > ShortName ? child[..ShortName] : child;
                return new NoticeText(key, "", shortWords[key, gaps!].Value);
            }

            return new NoticeText(key, words[$"{key}.Subject", gaps!].Value, $"{await HeadAsync(to.Choice, ct)}\n\n{words[$"{key}.Body", gaps!].Value}\n\n{words["Foot", gaps!].Value}\n");
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    /// <summary>What the message's words are found by; null for a step that the family need not know of by message.</summary>
    public static string? Key(ClaimedEffect effect) => effect.Kind switch
    {
        OutboxEntry.WarnDraftKind => "Warn",
        OutboxEntry.TellPaymentKind => effect.Payload.GetValueOrDefault("rest") is "0" ? "PaidInFull" : "Paid",
        OutboxEntry.RemindKind => effect.Payload.GetValueOrDefault("status") switch
        {
            "draft" => "RemindReturned",
            "offer" => "RemindOffer",
            "fees" => "RemindFees",
            OutboxEntry.AboutDocument => "RemindDocument",
            _ => null,
        },
        OutboxEntry.TellFamilyKind when effect.Payload.GetValueOrDefault("about") is { } about => about switch
        {
            OutboxEntry.AboutAnswer => "Answered",
            OutboxEntry.AboutGranted => "Granted",
            OutboxEntry.AboutDeclined => "Declined",
            OutboxEntry.AboutDocument => "DocumentRefused",
            _ => null,
        },
        OutboxEntry.TellFamilyKind => StepKey(effect.Payload),
        OutboxEntry.CycleKind => effect.Payload.GetValueOrDefault("status") == "draft" ? "CycleClosed" : "CycleUndecided",
        _ => null,
    };

    private static string? StepKey(IReadOnlyDictionary<string, string> step) => (step.GetValueOrDefault("from"), step.GetValueOrDefault("to")) switch
    {
        (_, "submitted") => "Submitted",
        (_, "review") => "Review",
        ("review", "draft") => "Returned",
        (_, "accepted") => "Accepted",
        // nobody but the waiting list offers by itself
        (_, "offer") => step.GetValueOrDefault("by") == nameof(Role.System) ? "MovedUp" : "Offer",
        (_, "fees") => step.GetValueOrDefault("fee") is "0" ? "FeesNil" : "Fees",
        (_, "enrolled") => "Enrolled",
        ("accepted", "rejected") => "NoSeat",
        (_, "rejected") => "Rejected",
        (_, "withdrawn") => "Withdrawn",
        ("draft", "expired") => "ExpiredDraft",
        ("offer", "expired") => "ExpiredOffer",
        (_, "expired") => "ExpiredFees",
        _ => null,
    };

    // which of several applications it is about
    private async Task<string> HeadAsync(SchoolChoice choice, CancellationToken ct)
    {
        var language = CultureInfo.CurrentUICulture.Name;
        var school = (await codes.InstitutionsAsync(choice.Branch, ct)).FirstOrDefault(known => known.Code == choice.InstitutionCode)?.In(language) ?? choice.InstitutionCode;
        var taught = (await codes.TermsAsync("class", ct)).FirstOrDefault(term => term.Code == choice.ClassCode)?.In(language) ?? choice.ClassCode;
        return $"{school} · {taught}, {choice.Year}";
    }

    private async Task<string?> DocumentAsync(ClaimedEffect effect, CancellationToken ct) => effect.Payload.GetValueOrDefault("kind") is { } kind
        ? (await codes.TermsAsync("document", ct)).FirstOrDefault(term => term.Code == kind)?.In(CultureInfo.CurrentUICulture.Name) ?? kind
        : null;

    private string? Fault(ClaimedEffect effect) => effect.Payload.GetValueOrDefault("fault") is { } fault ? shared["Fault." + fault].Value : null;

    private static string? Money(ClaimedEffect effect, string what) =>
        long.TryParse(effect.Payload.GetValueOrDefault(what), NumberStyles.None, CultureInfo.InvariantCulture, out var paise) ? Formats.Rupees(paise) : null;
}
