using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Admissions.Family;
using Vise.Web.Operations;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Letters;

/// <summary>Puts a letter's facts into words, in the language of the request. The words are found by <see cref="KeyOf"/>: title, first sentence, what to do next.</summary>
public sealed class LetterWriter(IStringLocalizer<LetterWords> words, ChoiceWords choices, Sayings sayings, IConfiguration configuration)
{
    public async Task<LetterText> WriteAsync(Letter letter, CancellationToken ct)
    {
        var names = await choices.OfAsync(letter.Choice, ct);
        var key = KeyOf(letter);
        object[] gaps =
        [
            letter.ChildName.Length > 0 ? letter.ChildName : words["YourChild"].Value, names.Class, names.School, letter.Until is { } until ? Formats.Date(until, names.Zone) : "",
            Formats.Rupees(letter.FeePaise), Formats.Rupees(letter.RestPaise), Formats.Rupees(letter.Payment?.AmountPaise ?? 0), letter.Payment?.ReceiptNo ?? 0,
        ];
        return new LetterText(
            letter.Name,
            letter.Id,
            names,
            string.Join(" · ", new[] { names.Branch, letter.Locality, letter.UdiseCode is { } udise ? words["Udise", udise].Value : "" }.Where(part => part.Length > 0)),
            Formats.Date(letter.Time, names.Zone),
            words["To", gaps],
            words[$"{key}.Title", gaps],
            words[$"{key}.Lead", gaps],
            MarkOf(letter, gaps),
            [.. await FactsAsync(letter, names, gaps, ct)],
            letter.Name.Kind is LetterKind.Correction ? words["ToMend"] : words["ToBring"],
            [.. await ListAsync(letter, ct)],
            words[$"{key}.Next", gaps].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            words["Foot", new Uri(PublicAddress.Of(configuration), Paths.Track).AbsoluteUri]);
    }

    /// <summary>A letter's name in a list.</summary>
    public string NameOf(LetterName name) => name.Kind is LetterKind.Receipt ? words["Name.Receipt", name.Number] : words[$"Name.{name.Kind}"];

    /// <summary>What a letter's words are found by: its kind, and where that is not enough the case of it.</summary>
    public static string KeyOf(Letter letter) => letter.Name.Kind switch
    {
        LetterKind.Offer when letter.FeePaise == 0 => "OfferNil",
        LetterKind.Fee when letter.FeePaise == 0 => "FeeNil",
        LetterKind.Receipt when letter.RestPaise == 0 => "ReceiptFull",
        LetterKind.Decision when letter.From is ApplicationStatus.Accepted => "NoSeat",
        LetterKind.Withdrawal when letter.From is ApplicationStatus.Offer or ApplicationStatus.Fees => "WithdrawalSeat",
        LetterKind.Lapsed => $"Lapsed{letter.From}",
        var kind => kind.ToString(),
    };

    private LetterMark? MarkOf(Letter letter, object[] gaps) => letter.Name.Kind switch
    {
        LetterKind.Acknowledgement => new(words["FormNumber"], letter.Id.Value, IsId: true),
        LetterKind.Correction => new(words["MendBy"], (string)gaps[3]),
        LetterKind.Offer => new(words["AnswerBy"], (string)gaps[3]),
        LetterKind.Fee when letter.FeePaise > 0 => new(words["PayBy"], (string)gaps[3]),
        LetterKind.Receipt => new(words["Amount"], (string)gaps[6]),
        LetterKind.Admission when letter.EnrollmentId is { } enrolment => new(words["AdmissionNumber"], enrolment.Value, IsId: true),
        _ => null,
    };

    private async Task<IEnumerable<LetterFact>> FactsAsync(Letter letter, ChoiceNames names, object[] gaps, CancellationToken ct)
    {
        List<LetterFact> facts =
        [
            new(words["Child"], (string)gaps[0]),
            new(words["School"], $"{names.School}, {names.Branch}"),
            new(words["Class"], names.Class),
            new(words["Programme"], $"{names.Programme}, {names.Department}"),
        ];
        switch (letter.Name.Kind)
        {
            case LetterKind.Acknowledgement:
                facts.Add(new(words["SubmittedOn"], Formats.DateAndTime(letter.Time, names.Zone)));
                var handedIn = await DocumentsAsync(letter, ct);
                facts.Add(new(words["HandedIn"], handedIn.Count == 0 ? words["NoDocument"] : string.Join(", ", handedIn)));
                break;
            case LetterKind.Offer:
                facts.Add(new(words["Seat"], await sayings.NameAsync("quota", letter.Quota, ct)));
                facts.Add(new(words["Fee"], (string)gaps[4]));
                break;
            case LetterKind.Fee:
                facts.Add(new(words["Fee"], (string)gaps[4]));
                break;
            case LetterKind.Receipt when letter.Payment is { } payment:
                facts.Add(new(words["ReceiptNo"], payment.ReceiptNo.ToString(CultureInfo.InvariantCulture)));
                facts.Add(new(words["PaidOn"], Formats.DateAndTime(payment.PaidTime, names.Zone)));
                facts.Add(new(words["How"], string.Join(" · ", new[] { words[$"Method.{payment.Method}"].Value, payment.Reference }.Where(part => part is { Length: > 0 }))));
                facts.Add(new(words["TakenBy"], payment.RecorderName));
                facts.Add(new(words["Fee"], (string)gaps[4]));
                facts.Add(new(words["PaidSoFar"], Formats.Rupees(letter.PaidPaise)));
                facts.Add(new(words["Rest"], (string)gaps[5]));
                break;
            case LetterKind.Admission:
                facts.Add(new(words["AdmittedOn"], Formats.Date(letter.Time, names.Zone)));
                break;
        }

        return sayings.Reason(letter.Reason) is { Length: > 0 } reason && letter.Name.Kind is LetterKind.Correction or LetterKind.Decision or LetterKind.Withdrawal
            ? facts.Append(new(words[letter.Name.Kind is LetterKind.Correction ? "Note" : "Reason"], reason))
            : facts;
    }

    private async Task<IEnumerable<LetterFact>> ListAsync(Letter letter, CancellationToken ct) => letter.Name.Kind switch
    {
        LetterKind.Correction => await RemarksAsync(letter, ct),
        LetterKind.Offer => (await DocumentsAsync(letter, ct)).Select(document => new LetterFact(document, "")),
        _ => [],
    };

    private async Task<List<LetterFact>> RemarksAsync(Letter letter, CancellationToken ct)
    {
        List<LetterFact> remarks = [];
        foreach (var (path, remark) in letter.Remarks)
        {
            remarks.Add(new LetterFact(await sayings.FieldAsync(path, letter.Questions, ct), remark));
        }

        return remarks;
    }

    private async Task<List<string>> DocumentsAsync(Letter letter, CancellationToken ct)
    {
        List<string> names = [];
        foreach (var kind in letter.Documents)
        {
            names.Add(await sayings.NameAsync("document", kind, ct));
        }

        return names;
    }
}
