using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>One child's application to one school: what it knows. What can be done to it stands in ApplicationSteps.cs.</summary>
public sealed partial class Application
{
    /// <summary>How long a draft is kept after it was last saved, days.</summary>
    public const int DraftDays = 30;

    /// <summary>By how much the last day of a family's draft may lag behind its last save.</summary>
    public static readonly TimeSpan DraftSlack = TimeSpan.FromHours(1);

    /// <summary>How many days before a draft lapses its family is warned.</summary>
    public static IReadOnlyList<int> WarningDays { get; } = [7, 1];

    /// <summary>The reason that stands in the step by which the end of its cycle ends a waiting application; pages say it in their language.</summary>
    public const string NoSeatByTheEnd = "No seat came free by the end of the admission cycle.";

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

    /// <summary>The second guardian, who may do what the owner may save take the application back; kept by the database out of its own table.</summary>
    public Guid? GuardianAccountId { get; private set; }

    /// <summary>The keyed hash of the code by which a family claims a walk-in form; null when there is none.</summary>
    public byte[]? ClaimCodeHash { get; private set; }

    public DateTimeOffset? ClaimExpiresTime { get; private set; }

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

    /// <summary>When the draft's deadline was last looked at: a warning goes out once for each deadline that it passes.</summary>
    public DateTimeOffset? LastExpiryCheckTime { get; private set; }

    /// <summary>Whether the draft lapsed and was dealt with; once only.</summary>
    public bool ExpiryProcessed { get; private set; }

    public DateTimeOffset? OfferIssuedTime { get; private set; }

    public DateTimeOffset? OfferExpiresTime { get; private set; }

    public DateTimeOffset? OfferResponseTime { get; private set; }

    public DateTimeOffset? FeesDueTime { get; private set; }

    public DateTimeOffset? FeesPaidTime { get; private set; }

    public DateTimeOffset? EnrolledTime { get; private set; }

    /// <summary>When it was erased at the family's request: what is left are numbers, statuses and times.</summary>
    public DateTimeOffset? ErasedTime { get; private set; }

    /// <summary>Until when the family has to act as things stand; null when nothing waits for it.</summary>
    public DateTimeOffset? DueTime => Status switch
    {
        ApplicationStatus.Draft => CorrectionDueTime ?? DraftExpiresTime,
        ApplicationStatus.Offer => OfferExpiresTime,
        ApplicationStatus.Fees when FeesPaidTime is null => FeesDueTime,
        _ => null,
    };

    /// <summary>The row's version (xmin): two edits of one version are told apart.</summary>
    public uint Version { get; private set; }

    /// <summary>What the last verb did, for the trail.</summary>
    public ApplicationEvent? LastEvent { get; private set; }
}
