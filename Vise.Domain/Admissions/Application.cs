using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>One child's application to one school: what it knows. What can be done to it stands in ApplicationSteps.cs.</summary>
public sealed partial class Application
{
    /// <summary>How long a draft is kept after it was last saved, days.</summary>
    public const int DraftDays = 30;

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid Id { get; private set; }

    public EnrollmentId? EnrollmentId { get; private set; }

    public ApplicationStatus Status { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public string ProgrammeCode { get; private set; } = "";

    public string DepartmentCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    /// <summary>The family's owner; null for a walk-in form nobody has claimed.</summary>
    public Guid? AccountId { get; private set; }

    /// <summary>The child's name as far as it is filled in, for lists.</summary>
    public string ChildName { get; private set; } = "";

    public DateTimeOffset CreatedTime { get; private set; }

    public DateTimeOffset UpdatedTime { get; private set; }

    public DateTimeOffset? SubmittedTime { get; private set; }

    public DateTimeOffset? ReviewedTime { get; private set; }

    public string? ReviewerName { get; private set; }

    public DateTimeOffset? DraftExpiresTime { get; private set; }

    /// <summary>Until when a returned form can be submitted anew; null for a form that was never returned.</summary>
    public DateTimeOffset? CorrectionDueTime { get; private set; }

    public DateTimeOffset? OfferIssuedTime { get; private set; }

    public DateTimeOffset? OfferExpiresTime { get; private set; }

    public DateTimeOffset? OfferResponseTime { get; private set; }

    public DateTimeOffset? FeesDueTime { get; private set; }

    public DateTimeOffset? FeesPaidTime { get; private set; }

    public DateTimeOffset? EnrolledTime { get; private set; }

    /// <summary>Set once, when a lapsed draft has expired.</summary>
    public bool? ExpiryProcessed { get; private set; }

    /// <summary>The row's version (xmin): two edits of one version are told apart.</summary>
    public uint Version { get; private set; }

    /// <summary>What the last verb did, for the trail.</summary>
    public ApplicationEvent? LastEvent { get; private set; }
}
