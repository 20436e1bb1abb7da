namespace Vise.Domain.Admissions;

/// <summary>
/// Where an application stands and until when whoever's turn it is has: what is said in words, and nothing that names anybody. <c>AsOf</c> is the moment at
/// which it stood so.
/// </summary>
public sealed record Standing(
    ApplicationStatus Status,
    DateTimeOffset? SubmittedTime,
    DateTimeOffset? DraftExpiresTime,
    DateTimeOffset? CorrectionDueTime,
    DateTimeOffset? OfferExpiresTime,
    DateTimeOffset? FeesDueTime,
    DateTimeOffset? FeesPaidTime,
    DateTimeOffset AsOf)
{
    /// <summary>Whether the school has sent the form back to be mended.</summary>
    public bool IsReturned => Status == ApplicationStatus.Draft && CorrectionDueTime is not null;

    /// <summary>Whether it was sent back and the day to mend it has passed.</summary>
    public bool IsReturnedLate => IsReturned && AsOf > CorrectionDueTime;

    /// <summary>Where the line of a closed application ended, as far as its dates tell.</summary>
    public ApplicationStatus EndedAt =>
        FeesDueTime is not null ? ApplicationStatus.Fees
        : OfferExpiresTime is not null ? ApplicationStatus.Offer
        : Status == ApplicationStatus.Rejected ? ApplicationStatus.Review
        : SubmittedTime is not null ? ApplicationStatus.Submitted
        : ApplicationStatus.Draft;
}
