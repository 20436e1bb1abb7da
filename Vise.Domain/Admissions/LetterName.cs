using System.Globalization;
using System.Runtime.InteropServices;

namespace Vise.Domain.Admissions;

/// <summary>What a letter to the family is about; each is written by one step of the lifecycle, and a receipt by a payment.</summary>
public enum LetterKind
{
    Acknowledgement,
    Correction,
    Waiting,
    Offer,
    Fee,
    Receipt,
    Admission,
    Decision,
    Withdrawal,
    Lapsed,
}

/// <summary>One letter of an application, as its address names it: <c>offer-5</c>, <c>receipt-17</c>.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Number">The receipt's number; else the how-manieth of the application's steps wrote it, from 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LetterName(LetterKind Kind, long Number)
{
    /// <summary>What the step writes; null for one that needs no letter.</summary>
    public static LetterKind? KindOf(ApplicationStatus? from, ApplicationStatus to) => (from, to) switch
    {
        // begun, or claimed by its family
        (null, _) => null,
        var (before, after) when before == after => null,
        (_, ApplicationStatus.Submitted) => LetterKind.Acknowledgement,
        (_, ApplicationStatus.Draft) => LetterKind.Correction,
        (_, ApplicationStatus.Accepted) => LetterKind.Waiting,
        (_, ApplicationStatus.Offer) => LetterKind.Offer,
        (_, ApplicationStatus.Fees) => LetterKind.Fee,
        (_, ApplicationStatus.Enrolled) => LetterKind.Admission,
        (_, ApplicationStatus.Rejected) => LetterKind.Decision,
        (_, ApplicationStatus.Withdrawn) => LetterKind.Withdrawal,
        (_, ApplicationStatus.Expired) => LetterKind.Lapsed,
        _ => null,
    };

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse(string? text, out LetterName name)
    {
        name = default;
        if (text?.Split('-') is not [var kind, var digits]
            || !Enum.TryParse<LetterKind>(kind, ignoreCase: true, out var known)
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        name = new LetterName(known, number);
        return name.ToString() == text;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}-{Number}");
}
