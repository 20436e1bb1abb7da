using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>The five colours a status may have; also the CSS class suffix of the chip.</summary>
public enum Tone
{
    /// <summary>Needs you.</summary>
    Marigold,

    /// <summary>Done.</summary>
    Leaf,

    /// <summary>Refused.</summary>
    Brick,

    /// <summary>Closed, or resting with somebody else.</summary>
    Slate,

    /// <summary>On its way.</summary>
    Brand,
}

/// <summary>How one status looks: its word's key in <see cref="ShellWords"/>, its icon and its tone.</summary>
public sealed record StatusLook(ApplicationStatus Status, string WordKey, IconName Icon, Tone Tone);

/// <summary>The ten statuses of SPEC 3, each with one word, one icon, one colour (DESIGN.md).</summary>
public static class Statuses
{
    private static readonly Dictionary<ApplicationStatus, StatusLook> Looks = new StatusLook[]
    {
        new(ApplicationStatus.Draft, "StatusDraft", IconName.Draft, Tone.Slate),
        new(ApplicationStatus.Submitted, "StatusSubmitted", IconName.Submitted, Tone.Brand),
        new(ApplicationStatus.Review, "StatusReview", IconName.Review, Tone.Brand),
        new(ApplicationStatus.Accepted, "StatusAccepted", IconName.Accepted, Tone.Leaf),
        new(ApplicationStatus.Offer, "StatusOffer", IconName.Offer, Tone.Marigold),
        new(ApplicationStatus.Fees, "StatusFees", IconName.Rupee, Tone.Marigold),
        new(ApplicationStatus.Enrolled, "StatusEnrolled", IconName.Enrolled, Tone.Leaf),
        new(ApplicationStatus.Rejected, "StatusRejected", IconName.Rejected, Tone.Brick),
        new(ApplicationStatus.Withdrawn, "StatusWithdrawn", IconName.Withdrawn, Tone.Slate),
        new(ApplicationStatus.Expired, "StatusExpired", IconName.Expired, Tone.Slate),
    }.ToDictionary(look => look.Status);

    /// <summary>The stages of a card's line, in order.</summary>
    public static IReadOnlyList<ApplicationStatus> Line { get; } =
    [
        ApplicationStatus.Draft, ApplicationStatus.Submitted, ApplicationStatus.Review, ApplicationStatus.Accepted,
        ApplicationStatus.Offer, ApplicationStatus.Fees, ApplicationStatus.Enrolled,
    ];

    /// <summary>A draft that the school has returned: still a draft, and the family's to mend.</summary>
    public static StatusLook Returned { get; } = new(ApplicationStatus.Draft, "StatusReturned", IconName.Alert, Tone.Marigold);

    public static StatusLook Of(ApplicationStatus status) => Looks[status];

    /// <summary>Whether the application has left the line before its end.</summary>
    public static bool IsEnded(ApplicationStatus status) =>
        status is ApplicationStatus.Rejected or ApplicationStatus.Withdrawn or ApplicationStatus.Expired;
}
