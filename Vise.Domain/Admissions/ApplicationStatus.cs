namespace Vise.Domain.Admissions;

/// <summary>Where an application stands (SPEC 3); stored as its lower-case name.</summary>
public enum ApplicationStatus
{
    /// <summary>Being filled in by the family, or returned to it for correction.</summary>
    Draft,

    /// <summary>Sent to the school, not yet looked at.</summary>
    Submitted,

    /// <summary>A clerk of the school is checking it.</summary>
    Review,

    /// <summary>Found in order; waits for a seat.</summary>
    Accepted,

    /// <summary>A seat is held and offered until a deadline.</summary>
    Offer,

    /// <summary>The family took the offer; fees are due.</summary>
    Fees,

    /// <summary>The child is a student of the school.</summary>
    Enrolled,

    /// <summary>The school said no, with a reason.</summary>
    Rejected,

    /// <summary>The family or the school's admin took it back, with a reason.</summary>
    Withdrawn,

    /// <summary>A deadline passed without an answer.</summary>
    Expired,
}
