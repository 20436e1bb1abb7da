using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>
/// The verbs are the steps of SPEC 3. Each checks the lifecycle first, then what the step needs, and leaves the trail's next row in
/// <see cref="LastEvent"/>. Times are the database's, handed in.
/// </content>
public sealed partial class Application
{
    /// <summary>A field was saved: the draft lives on for thirty days from now, and never less long than it did, as one that was returned for sixty.</summary>
    public Refusal? Save(Actor by, DateTimeOffset at, string? childName)
    {
        if (Status != ApplicationStatus.Draft)
        {
            return new NoSuchStep(Status, ApplicationStatus.Draft);
        }

        if (!Lifecycle.Allows(ApplicationStatus.Draft, ApplicationStatus.Submitted, by.Role))
        {
            return new Forbidden();
        }

        ChildName = childName ?? ChildName;
        // by days: moved with each save of a family, it would cost the database more than what is saved (docs/adr/shared-saves.md)
        var expires = at.AddDays(DraftDays);
        if (DraftExpiresTime is not { } known || known < expires - (by.IsFamily ? DraftSlack : TimeSpan.Zero))
        {
            DraftExpiresTime = expires;
        }

        return null;
    }

    /// <summary>Hands the form in. A returned form has its own deadline instead of the cycle's.</summary>
    public Refusal? Submit(Actor by, DateTimeOffset at, bool cycleOpen, FormCheck form)
    {
        if (Step(by, ApplicationStatus.Submitted) is { } refusal)
        {
            return refusal;
        }

        if (CorrectionDueTime is { } due && at > due)
        {
            return new CorrectionLapsed(due);
        }

        if (CorrectionDueTime is null && !cycleOpen)
        {
            return new CycleClosed();
        }

        if (form.Problems.Count > 0)
        {
            return new FormIncomplete(form.Problems);
        }

        ChildName = form.Form!.Child.Name;
        SubmittedTime = at;
        DraftExpiresTime = null;
        CorrectionDueTime = null;
        Move(by, at, ApplicationStatus.Submitted, null);
        return null;
    }

    public Refusal? StartReview(Actor by, DateTimeOffset at)
    {
        if (Step(by, ApplicationStatus.Review) is { } refusal)
        {
            return refusal;
        }

        ReviewerName = by.Name;
        Move(by, at, ApplicationStatus.Review, null);
        return null;
    }

    /// <summary>Returns the form to the family with what to mend, until a deadline ahead.</summary>
    public Refusal? Return(Actor by, DateTimeOffset at, DateTimeOffset due, int remarks, string? reason)
    {
        if (Step(by, ApplicationStatus.Draft) is { } refusal)
        {
            return refusal;
        }

        if (remarks == 0)
        {
            return new RemarkMissing();
        }

        if (due <= at)
        {
            return new DeadlineInvalid();
        }

        CorrectionDueTime = due;
        DraftExpiresTime = due > at.AddDays(DraftDays) ? due : at.AddDays(DraftDays);
        Move(by, at, ApplicationStatus.Draft, reason);
        return null;
    }

    /// <summary>Finds the application in order: every document that the class asks for is verified, and none stands refused.</summary>
    /// <param name="by">Who decides.</param>
    /// <param name="at">Now.</param>
    /// <param name="documentsAsked">Kinds that the class asks for.</param>
    /// <param name="documentsVerified">Kinds of which every page is verified.</param>
    /// <param name="documentRefused">The kind of a document that stands refused; null where none does.</param>
    public Refusal? Accept(Actor by, DateTimeOffset at, IEnumerable<string> documentsAsked, IReadOnlyCollection<string> documentsVerified, string? documentRefused = null)
    {
        if (Step(by, ApplicationStatus.Accepted) is { } refusal)
        {
            return refusal;
        }

        if (documentRefused is not null)
        {
            return new DocumentUnusable(documentRefused);
        }

        if (documentsAsked.FirstOrDefault(kind => !documentsVerified.Contains(kind)) is { } missing)
        {
            return new DocumentUnverified(missing);
        }

        Decide(by, at, ApplicationStatus.Accepted, null);
        return null;
    }

    public Refusal? Reject(Actor by, DateTimeOffset at, string? reason)
    {
        if (Step(by, ApplicationStatus.Rejected) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new ReasonMissing();
        }

        Decide(by, at, ApplicationStatus.Rejected, reason);
        return null;
    }

    /// <summary>Takes the application back. A clerk may withdraw only a walk-in draft.</summary>
    public Refusal? Withdraw(Actor by, DateTimeOffset at, string? reason)
    {
        if (Step(by, ApplicationStatus.Withdrawn) is { } refusal)
        {
            return refusal;
        }

        // a second guardian may do everything but this
        if ((by.Role == Role.Clerk && AccountId is not null) || (by.IsFamily && AccountId != by.Account))
        {
            return new Forbidden();
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new ReasonMissing();
        }

        Move(by, at, ApplicationStatus.Withdrawn, reason);
        return null;
    }

    /// <summary>A deadline passed: of a draft, an offer or the fee. Whoever has paid in full waits for the school and loses nothing.</summary>
    public Refusal? Expire(Actor by, DateTimeOffset at)
    {
        if (Step(by, ApplicationStatus.Expired) is { } refusal)
        {
            return refusal;
        }

        var deadline = Status switch
        {
            ApplicationStatus.Draft => DraftExpiresTime,
            ApplicationStatus.Offer => OfferExpiresTime,
            _ => FeesPaidTime is null ? FeesDueTime : null,
        };
        if (deadline is null || at <= deadline)
        {
            return new DeadlineInvalid();
        }

        if (Status == ApplicationStatus.Draft)
        {
            ExpiryProcessed = true;
            LastExpiryCheckTime = at;
        }

        Move(by, at, ApplicationStatus.Expired, null);
        return null;
    }

    /// <summary>
    /// Looks at a draft's deadline: the days of the warning that is due, the nearest first, or null when none is. Each warning comes once
    /// for a deadline; a draft saved meanwhile has a new one.
    /// </summary>
    public int? CheckDraftDeadline(DateTimeOffset at)
    {
        if (Status != ApplicationStatus.Draft || DraftExpiresTime is not { } deadline || at >= deadline)
        {
            return null;
        }

        int? days = WarningDays.Where(days => at >= deadline.AddDays(-days) && (LastExpiryCheckTime is null || LastExpiryCheckTime < deadline.AddDays(-days)))
            .Select(days => (int?)days).Min();
        LastExpiryCheckTime = at;
        return days;
    }

    private Refusal? Step(Actor by, ApplicationStatus to)
    {
        return Lifecycle.Allows(Status, to, by.Role) ? NotTheirs(by) : new NoSuchStep(Status, to);
    }

    // A parent acts on the own child only; whoever works for the school never on the own child.
    private Refusal? NotTheirs(Actor by)
    {
        var own = by.Account != Guid.Empty && (AccountId == by.Account || GuardianAccountId == by.Account);
        return by.IsFamily switch
        {
            true when !own => new NotFound(),
            false when own => new OwnApplication(),
            _ => null,
        };
    }

    private void Decide(Actor by, DateTimeOffset at, ApplicationStatus to, string? reason)
    {
        ReviewedTime = at;
        ReviewerName = by.Name;
        Move(by, at, to, reason);
    }

    private void Move(Actor by, DateTimeOffset at, ApplicationStatus to, string? reason)
    {
        LastEvent = ApplicationEvent.Of(ApplicationId, by, at, Status, to, reason is null ? null : Typed.Cut(Typed.Clean(reason), 2000));
        Status = to;
        UpdatedTime = at;
        LastEvent.Keep(this);
    }
}
