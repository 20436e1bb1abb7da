using System.Text.Json;
using System.Text.Json.Serialization;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>
/// One application as its owner takes it out, with secrets opened. The properties' names in camel case are those of the file that families get: they may
/// grow, and none changes or goes. Times are UTC, money is paise, codes are those of the school's lists.
/// </summary>
public sealed record OwnRecord(
    string ApplicationId, string? EnrollmentId, string Status, string ChildName, OwnChoice Choice, OwnTimes Times, OwnConsent? Consent, string? ClosingReason)
{
    /// <summary>The form as typed, by path.</summary>
    public IReadOnlyList<OwnAnswer> Answers { get; init; } = [];

    /// <summary>The form as it was handed in; null before that.</summary>
    public OwnChild? HandedIn { get; init; }

    public IReadOnlyList<OwnParent> Parents { get; init; } = [];

    public IReadOnlyList<OwnSibling> Siblings { get; init; } = [];

    public IReadOnlyList<OwnSchool> EarlierSchools { get; init; } = [];

    public IReadOnlyList<OwnQuestion> Questions { get; init; } = [];

    /// <summary>What the school asked to be mended.</summary>
    public IReadOnlyList<OwnRemark> Remarks { get; init; } = [];

    public IReadOnlyList<OwnDocument> Documents { get; init; } = [];

    public IReadOnlyList<OwnStep> History { get; init; } = [];

    public OwnSeat? Seat { get; init; }

    public IReadOnlyList<OwnPayment> Payments { get; init; } = [];

    public OwnStudent? Student { get; init; }

    /// <summary>Messages to this account about the application; what they said is not kept.</summary>
    public IReadOnlyList<OwnMessage> Messages { get; init; } = [];

    /// <summary>Questions to the branch and its answers.</summary>
    public IReadOnlyList<OwnEnquiry> Enquiries { get; init; } = [];

    /// <summary>Requests to change what was handed in.</summary>
    public IReadOnlyList<OwnAmendment> Amendments { get; init; } = [];

    /// <summary>The ties to a second guardian, without that person's own data.</summary>
    public IReadOnlyList<OwnTie> Guardians { get; init; } = [];

    /// <summary>Who of the school opened, downloaded or exported the record.</summary>
    public IReadOnlyList<OwnLook> LookedAt { get; init; } = [];
}

public sealed record OwnChoice(string BranchId, string InstitutionCode, string AcademicYear, string ProgrammeCode, string DepartmentCode, string ClassCode);

public sealed record OwnTimes(
    DateTimeOffset CreatedTime, DateTimeOffset UpdatedTime, DateTimeOffset? DraftExpiresTime, DateTimeOffset? SubmittedTime, DateTimeOffset? CorrectionDueTime, DateTimeOffset? ReviewedTime,
    DateTimeOffset? OfferIssuedTime, DateTimeOffset? OfferExpiresTime, DateTimeOffset? OfferResponseTime, DateTimeOffset? FeesDueTime, DateTimeOffset? FeesPaidTime, DateTimeOffset? EnrolledTime);

public sealed record OwnConsent(string Version, DateTimeOffset Time);

public sealed record OwnAnswer(string Path, string Value, DateTimeOffset SavedTime);

public sealed record OwnChild(
    string ChildName, string? ChildNameInScript, DateOnly BirthDate, string Gender, string Nationality, string MotherTongue, string? Pen, string? ApaarId, string? Aadhaar,
    string SocialCategory, string? Religion, short? Minority, short? Ews, short? DisadvantagedGroup, short? Bpl, short? Aay, string MediumCode, string Quota, bool? TransportWanted,
    string PermanentLine, string PermanentLocality, string PermanentPin, string? PresentLine, string? PresentLocality, string? PresentPin,
    JsonElement? Health, JsonElement? Disability, JsonElement? Rte);

public sealed record OwnParent(string Name, string Relation, string? Mobile, string? Email, string? Occupation, string? Education, string? IncomeBand);

public sealed record OwnSibling(string Name, string? ClassCode, string? EnrollmentId);

public sealed record OwnSchool(string School, string? Board, string? ClassCode, string? AcademicYear, string? Result, decimal? MarksPercent, string? TcNumber);

public sealed record OwnQuestion(string Key, string Value);

public sealed record OwnRemark(string Path, string Remark, DateTimeOffset AskedTime);

/// <summary>A document; <paramref name="File"/> is its place in the archive, null where its file is missing in the store.</summary>
public sealed record OwnDocument(Guid DocumentId, string Kind, short Page, string FileName, string ContentType, int ByteSize, DateTimeOffset UploadedTime, DateTimeOffset? VerifiedTime, string? File)
{
    /// <summary>What the school said of it where it can't use it; null else.</summary>
    public OwnRefusal? Refused { get; init; }

    /// <summary>Where the file lies in the store.</summary>
    [JsonIgnore]
    public string ContentHash { get; init; } = "";
}

/// <summary>That the school can't use a document: why, by a code, what it adds, and until when another is asked for.</summary>
public sealed record OwnRefusal(string Why, string? Note, DateTimeOffset Time, DateTimeOffset ReplaceBy);

/// <summary>A step of the application. What another guardian did bears no name.</summary>
public sealed record OwnStep(DateTimeOffset Time, string? From, string To, string By, string? Name, string? Reason);

public sealed record OwnSeat(string ClassCode, string Quota, int SeatNo);

public sealed record OwnPayment(long ReceiptNo, long AmountPaise, string Method, string? Reference, DateTimeOffset PaidTime);

public sealed record OwnStudent(string EnrollmentId, string Name, DateOnly BirthDate, string Gender, string AcademicYear, string ClassCode, DateTimeOffset EnrolledTime);

public sealed record OwnMessage(string Kind, string? About, string Channel, string State, DateTimeOffset CreatedTime, DateTimeOffset? SentTime);

public sealed record OwnEnquiry(bool AskedByYou, string Question, DateTimeOffset AskedTime, string? Answer, DateTimeOffset? AnsweredTime);

public sealed record OwnAmendment(
    bool AskedByYou, string Reason, DateTimeOffset AskedTime, string State, DateTimeOffset? DecidedTime, string? DecisionReason, IReadOnlyList<OwnWish> Answers);

/// <summary>What an answer should be.</summary>
public sealed record OwnWish(string Path, string Value);

public sealed record OwnTie(bool InvitedByYou, DateTimeOffset InvitedTime, DateTimeOffset ExpiresTime, DateTimeOffset? AcceptedTime, DateTimeOffset? EndedTime);

public sealed record OwnLook(DateTimeOffset Time, string Action, string Target, string Role, string Name);

/// <summary>An application that is shared with the account: its owner takes it out, not the second guardian.</summary>
public sealed record SharedApplication(string ApplicationId, string Status, IReadOnlyList<OwnTie> Ties);

/// <summary>The account itself as its person takes it out.</summary>
public sealed record OwnAccountData(
    Guid AccountId, string Name, string Language, string? PageLanguage, string? Email, DateTimeOffset? EmailVerifiedTime, string? Mobile, DateTimeOffset? MobileVerifiedTime, bool NotifyEmail, bool NotifySms,
    DateTimeOffset CreatedTime, DateTimeOffset? LastSignInTime, IReadOnlyList<OwnSession> Sessions, IReadOnlyList<string> Applications, IReadOnlyList<SharedApplication> SharedWithYou);

/// <summary>What the family agreed to for one application; version and time are null until the form is handed in.</summary>
public sealed record GivenConsent(ApplicationId Id, string ChildName, ApplicationStatus Status, string? Version, DateTimeOffset? Time);

public sealed record OwnSession(string Browser, string System, string Methods, DateTimeOffset StartedTime, DateTimeOffset LastSeenTime, DateTimeOffset? EndedTime);
