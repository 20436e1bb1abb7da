using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>Changes of answers that the family asks for after it has handed the form in.</content>
public sealed partial class Application
{
    /// <summary>Whether changes are asked for and decided on: while the form lies with the school.</summary>
    public static bool TakesAmendments(ApplicationStatus status) =>
        status is ApplicationStatus.Submitted or ApplicationStatus.Review or ApplicationStatus.Accepted or ApplicationStatus.Offer or ApplicationStatus.Fees;

    /// <summary>The family asks, or asks for more in the request that is open.</summary>
    /// <param name="amendment">The request, a new one or the open one.</param>
    /// <param name="by">One of the family.</param>
    /// <param name="at">Now.</param>
    /// <param name="reason">Why, as typed.</param>
    /// <param name="ofLastDay">How many requests were made within the last 24 hours, the open one left out.</param>
    public Refusal? AskFor(Amendment amendment, Actor by, DateTimeOffset at, string? reason, int ofLastDay) =>
        MayAmend(by, Duty.ApplyForOwnChild)
        ?? (ofLastDay >= Amendment.MostADay ? new AmendmentRefused("TooManyToday") : amendment.Word(by, at, reason));

    /// <summary>The family takes an open request back.</summary>
    public Refusal? TakeBack(Amendment amendment, Actor by, DateTimeOffset at) =>
        MayAmend(by, Duty.ApplyForOwnChild) ?? amendment.End(by, at, AmendmentState.Withdrawn, null);

    /// <summary>The branch grants what is asked.</summary>
    /// <param name="amendment">The request.</param>
    /// <param name="by">Who decides: on a date of birth a branch's admin.</param>
    /// <param name="at">Now.</param>
    /// <param name="paths">The fields that change.</param>
    /// <param name="apaar">The APAAR id that stands in the form; null or blank for none.</param>
    /// <param name="form">The whole form as it will be, read anew.</param>
    public Refusal? Grant(Amendment amendment, Actor by, DateTimeOffset at, IReadOnlyCollection<string> paths, string? apaar, FormCheck form)
    {
        if (MayAmend(by, Duty.ReviewApplications) is { } refusal)
        {
            return refusal;
        }

        if (paths.Contains("child.birthDate") && !by.May(Duty.DecideApplications))
        {
            return new AmendmentRefused("BirthDate");
        }

        if (paths.Any(path => Amendment.IsLocked(path, apaar)))
        {
            return new AmendmentRefused("Apaar");
        }

        if (form.Problems.Count > 0)
        {
            return new FormIncomplete(form.Problems);
        }

        if (amendment.End(by, at, AmendmentState.Granted, null) is { } ended)
        {
            return ended;
        }

        // a new version: whoever decides on the form as it was is told
        (ChildName, UpdatedTime) = (form.Form!.Child.Name, at);
        return null;
    }

    /// <summary>The branch says no, and why.</summary>
    public Refusal? Decline(Amendment amendment, Actor by, DateTimeOffset at, string? reason) =>
        MayAmend(by, Duty.ReviewApplications)
        ?? (Enquiry.Plain(reason) is { Length: > 0 } plain ? amendment.End(by, at, AmendmentState.Declined, plain) : new ReasonMissing());

    private Refusal? MayAmend(Actor by, Duty duty) =>
        !by.May(duty) ? new Forbidden() : NotTheirs(by) ?? (TakesAmendments(Status) ? null : new AmendmentRefused("Closed"));
}
