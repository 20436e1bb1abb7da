using Vise.Domain.Admissions;

namespace Vise.Domain;

/// <summary>A rule's "no" as a value: the page or the API says it in words. An exception is a defect or an outage.</summary>
public abstract record Refusal
{
    /// <summary>What the words and the API's problem type are found by.</summary>
    public string Code => GetType().Name;
}

/// <summary>It does not exist, or lies outside the caller's scope; the two are never told apart.</summary>
public sealed record NotFound : Refusal;

/// <summary>In scope, but the role doesn't carry the duty.</summary>
public sealed record Forbidden : Refusal;

/// <summary>The grant or the account has ended since the page was opened.</summary>
public sealed record GrantEnded : Refusal;

/// <summary>The lifecycle knows no such step for this role (SPEC 3).</summary>
public sealed record NoSuchStep(ApplicationStatus From, ApplicationStatus To) : Refusal;

/// <summary>Fields that need mending, each with its reason.</summary>
public sealed record FormIncomplete(IReadOnlyList<FieldProblem> Problems) : Refusal;

/// <summary>The cycle is not open.</summary>
public sealed record CycleClosed : Refusal;

/// <summary>The form was returned, and the day to have it mended has passed.</summary>
public sealed record CorrectionLapsed(DateTimeOffset Deadline) : Refusal;

/// <summary>A document asked for is not verified yet.</summary>
public sealed record DocumentUnverified(string Kind) : Refusal;

/// <summary>A document stands refused: the family has to replace it first.</summary>
public sealed record DocumentUnusable(string Kind) : Refusal;

/// <summary>The file can't be taken; <paramref name="Why"/> is TooLarge, WrongType, Empty, TooMany, TooManyPages, TooManyOpen, TooManyPixels, Unreadable, Infected or NotChecked.</summary>
public sealed record DocumentRefused(string Why) : Refusal;

/// <summary>A decision that needs a reason came without one.</summary>
public sealed record ReasonMissing : Refusal;

/// <summary>A return for correction came without a remark on any field.</summary>
public sealed record RemarkMissing : Refusal;

/// <summary>Nobody decides on an application of their own account.</summary>
public sealed record OwnApplication : Refusal;

/// <summary>No seat is free in the class and quota.</summary>
public sealed record NoSeatFree : Refusal;

/// <summary>The offer's deadline has passed.</summary>
public sealed record OfferLapsed(DateTimeOffset Deadline) : Refusal;

/// <summary>A deadline must lie ahead and within the cycle.</summary>
public sealed record DeadlineInvalid : Refusal;

/// <summary>The fee is not paid in full; the rest is in paise.</summary>
public sealed record FeesUnpaid(long RestPaise) : Refusal;

/// <summary>An amount that is not above zero or is more than what is due; the rest is in paise.</summary>
public sealed record AmountInvalid(long RestPaise) : Refusal;

/// <summary>The school or class chosen is not open for applications.</summary>
public sealed record ChoiceNotOpen : Refusal;

/// <summary>Someone else was first. Both versions are shown.</summary>
/// <param name="Mine">What the caller wanted to write.</param>
/// <param name="Theirs">What stands there now.</param>
/// <param name="Revision">The revision that stands there now, where there is one.</param>
public sealed record EditedByAnother(string Mine, string Theirs, int Revision = 0) : Refusal;

/// <summary>Two changes met in the same moment and this one gave way; nothing of it was written.</summary>
public sealed record Collided : Refusal;

/// <summary>The account has as many unfinished forms as it may.</summary>
public sealed record TooManyDrafts : Refusal;

/// <summary>A guest has to register, or sign in, before handing a form in.</summary>
public sealed record RegistrationNeeded : Refusal;

/// <summary>The family's mobile number has to be proven before a form is handed in (SPEC 7).</summary>
public sealed record MobileUnverified : Refusal;

/// <summary>So many codes went to the address that no more go for a while.</summary>
public sealed record TooManyCodes : Refusal;

/// <summary>The one-time code was used, has run out, or was never right.</summary>
public sealed record CodeNotProven : Refusal;

public sealed record ApplicationIdAlreadyExists : Refusal;

public sealed record EnrollmentIdAlreadyExists : Refusal;

public sealed record InvalidReference : Refusal;

public sealed record CheckFailed(string Constraint) : Refusal;

/// <summary>The idempotency key was used for another request.</summary>
public sealed record KeyReused : Refusal;

/// <summary>The first request with this idempotency key is still being carried out.</summary>
public sealed record KeyInUse : Refusal;

/// <summary>The request of this idempotency key was carried out, and its answer went down with the server that gave it.</summary>
public sealed record AnswerLost : Refusal;

/// <summary>A value, or the refusal to give one.</summary>
public sealed record Outcome<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
