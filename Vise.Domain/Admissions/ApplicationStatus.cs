namespace Vise.Domain.Admissions;

/// <summary>Where an application stands (SPEC 3). Stored in lower case.</summary>
public enum ApplicationStatus
{
    /// <summary>Being filled in, or returned for correction.</summary>
    Draft,

    /// <summary>Handed in, waiting for the school.</summary>
    Submitted,

    /// <summary>A clerk is checking it.</summary>
    Review,

    /// <summary>Found in order; waiting for a seat.</summary>
    Accepted,

    /// <summary>A seat is held and offered until a deadline.</summary>
    Offer,

    /// <summary>The offer is taken up; the fee is due.</summary>
    Fees,

    /// <summary>The child is a student of the school.</summary>
    Enrolled,

    /// <summary>Refused, with a reason.</summary>
    Rejected,

    /// <summary>Taken back by the family or the branch.</summary>
    Withdrawn,

    /// <summary>A deadline passed.</summary>
    Expired,
}
