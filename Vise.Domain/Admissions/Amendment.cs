using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>What has become of a request. Stored in lower case.</summary>
public enum AmendmentState
{
    /// <summary>The branch has not decided.</summary>
    Open,

    /// <summary>The answers were changed.</summary>
    Granted,

    /// <summary>The branch said no, with a reason.</summary>
    Declined,

    /// <summary>The family took it back.</summary>
    Withdrawn,

    /// <summary>The form went back to the family, or the application ended.</summary>
    Lapsed,
}

/// <summary>A family's request to change answers of a form that it has handed in: one at a time, of one field or several.</summary>
public sealed class Amendment
{
    /// <summary>The longest reason, of either side, characters.</summary>
    public const int LongestReason = 1000;

    /// <summary>How many requests may be made about one application within 24 hours.</summary>
    public const int MostADay = 10;

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid AmendmentId { get; private set; }

    /// <summary>Why the family asks.</summary>
    public string Reason { get; private set; } = "";

    public DateTimeOffset AskedTime { get; private set; }

    public Guid AskedBy { get; private set; }

    public string AskerName { get; private set; } = "";

    public AmendmentState State { get; private set; }

    public DateTimeOffset? DecidedTime { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public string? DeciderName { get; private set; }

    public string? DecisionReason { get; private set; }

    /// <summary>The row's version (xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>What decides the kind of seat, and the consent, stay as handed in; school, class and session are no fields at all.</summary>
    public static bool MayChange(FormField field) => field.Step != FormStep.Consent && field.Path != "sought.quota";

    /// <summary>
    /// Whether an answer stays as handed in since the form has an APAAR id (DOMAIN: name and date of birth lock once it is generated). An id that is wrong is
    /// changed or taken out by a request of its own first.
    /// </summary>
    /// <param name="path">Which field.</param>
    /// <param name="apaar">The APAAR id as handed in; null or blank for none.</param>
    public static bool IsLocked(string path, string? apaar) =>
        path is "child.name" or "child.birthDate" && !string.IsNullOrWhiteSpace(apaar);

    public static Amendment Of(ApplicationId id) => new() { BranchId = id.Branch, ApplicationId = id, AmendmentId = Guid.NewGuid() };

    /// <summary>Says why, in the name of whoever of the family asked last.</summary>
    internal Refusal? Word(Actor by, DateTimeOffset at, string? reason)
    {
        if (Enquiry.Plain(reason) is not { Length: > 0 } plain)
        {
            return new ReasonMissing();
        }

        if (plain.Length > LongestReason)
        {
            return new AmendmentRefused("TooLong", LongestReason);
        }

        (Reason, AskedTime, AskedBy, AskerName) = (plain, at, by.Account, by.Name);
        return null;
    }

    internal Refusal? End(Actor by, DateTimeOffset at, AmendmentState state, string? reason)
    {
        if (State != AmendmentState.Open)
        {
            return new AmendmentRefused("Decided");
        }

        if (reason?.Length > LongestReason)
        {
            return new AmendmentRefused("TooLong", LongestReason);
        }

        (State, DecidedTime, DecidedBy, DeciderName, DecisionReason) = (state, at, by.Account, by.Name, reason);
        return null;
    }
}

/// <summary>What one field should be, as typed; secrets rest sealed, as in the draft.</summary>
public sealed class AmendmentField
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid AmendmentId { get; private set; }

    public string Path { get; private set; } = "";

    /// <summary>The revision of the answer that it should replace; 0 where none was given.</summary>
    public int BaseRevision { get; private set; }

    public string? Value { get; private set; }

    public byte[]? Sealed { get; private set; }

    public static AmendmentField Of(Amendment amendment, string path) =>
        new() { BranchId = amendment.BranchId, ApplicationId = amendment.ApplicationId, AmendmentId = amendment.AmendmentId, Path = path };

    public void Set(string? value, byte[]? sealedValue, int baseRevision) => (Value, Sealed, BaseRevision) = (value, sealedValue, baseRevision);
}

/// <summary>A request for a change can't be taken, or not be decided.</summary>
/// <param name="Why">
/// NothingChanged, TooLong, TooManyToday, Closed, Decided, Moved (the family changed it meanwhile), BirthDate: a branch's admin decides on that,
/// or Apaar: the form's APAAR id locks the child's name and date of birth.
/// </param>
/// <param name="Most">For TooLong: how many characters may be written.</param>
public sealed record AmendmentRefused(string Why, int Most = 0) : Refusal;
