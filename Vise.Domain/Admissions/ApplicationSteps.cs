using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>
/// The verbs are the steps of SPEC 3. Each checks the lifecycle first, then what the step needs, and leaves the trail's next row in
/// <see cref="LastEvent"/>. Times are the database's, handed in.
/// </content>
public sealed partial class Application
{
    /// <summary>Until it is first handed in, a family's draft is the family's alone; whoever works for the school is told that it does not exist.</summary>
    public bool IsHiddenFrom(Actor by) => !by.IsFamily && Status == ApplicationStatus.Draft && SubmittedTime is null && AccountId is not null;

    /// <summary>A field was saved: the draft lives on for thirty days from now.</summary>
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
        DraftExpiresTime = at.AddDays(DraftDays);
        return null;
    }

    /// <summary>Hands the form in. A returned form has its own deadline instead of the cycle's.</summary>
    public Refusal? Submit(Actor by, DateTimeOffset at, bool cycleOpen, FormCheck form)
    {
        if (Step(by, ApplicationStatus.Submitted) is { } refusal)
        {
            return refusal;
        }

        if (CorrectionDueTime is { } due ? at > due : !cycleOpen)
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

    /// <summary>Finds the application in order; every document that the class asks for is verified.</summary>
    public Refusal? Accept(Actor by, DateTimeOffset at, IEnumerable<string> documentsAsked, IReadOnlyCollection<string> documentsVerified)
    {
        if (Step(by, ApplicationStatus.Accepted) is { } refusal)
        {
            return refusal;
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

    /// <summary>Offers the seat taken for the child in the same transaction.</summary>
    /// <param name="by">Who offers.</param>
    /// <param name="at">Now.</param>
    /// <param name="expires">The end of the last day on which the offer can be taken up, in the branch's time zone.</param>
    /// <param name="seat">The seat, or null when none is free.</param>
    public Refusal? IssueOffer(Actor by, DateTimeOffset at, DateTimeOffset expires, Seat? seat)
    {
        if (Step(by, ApplicationStatus.Offer) is { } refusal)
        {
            return refusal;
        }

        if (expires <= at)
        {
            return new DeadlineInvalid();
        }

        if (seat is null)
        {
            return new NoSeatFree();
        }

        OfferIssuedTime = at;
        OfferExpiresTime = expires;
        Move(by, at, ApplicationStatus.Offer, null);
        return null;
    }

    /// <summary>The family (or the clerk on its behalf) takes the offer up; the fee is due by <paramref name="feesDue"/>.</summary>
    public Refusal? TakeOffer(Actor by, DateTimeOffset at, DateTimeOffset feesDue)
    {
        if (Step(by, ApplicationStatus.Fees) is { } refusal)
        {
            return refusal;
        }

        if (OfferExpiresTime is { } deadline && at > deadline)
        {
            return new OfferLapsed(deadline);
        }

        OfferResponseTime = at;
        FeesDueTime = feesDue;
        Move(by, at, ApplicationStatus.Fees, null);
        return null;
    }

    /// <summary>Notes a payment; amounts are in paise.</summary>
    public Refusal? Pay(Actor by, DateTimeOffset at, long amountPaise, long feePaise, long paidPaise)
    {
        if (Status != ApplicationStatus.Fees)
        {
            return new NoSuchStep(Status, ApplicationStatus.Fees);
        }

        if (!by.May(Duty.RecordPayments))
        {
            return new Forbidden();
        }

        var rest = feePaise - paidPaise;
        if (amountPaise <= 0 || amountPaise > rest)
        {
            return new AmountInvalid(rest);
        }

        if (amountPaise == rest)
        {
            FeesPaidTime = at;
        }

        return null;
    }

    /// <summary>Enrols the child whose fee is paid or nil, under an id that was taken for it.</summary>
    public Refusal? Enrol(Actor by, DateTimeOffset at, long feePaise, long paidPaise, Func<EnrollmentId> takeId)
    {
        if (CanEnrol(by, feePaise, paidPaise) is { } refusal)
        {
            return refusal;
        }

        FeesPaidTime ??= at;
        EnrollmentId = takeId();
        EnrolledTime = at;
        Move(by, at, ApplicationStatus.Enrolled, null);
        return null;
    }

    public Refusal? CanEnrol(Actor by, long feePaise, long paidPaise) =>
        Step(by, ApplicationStatus.Enrolled) ?? (paidPaise < feePaise ? new FeesUnpaid(feePaise - paidPaise) : null);

    /// <summary>Takes the application back. A clerk may withdraw only a walk-in draft.</summary>
    public Refusal? Withdraw(Actor by, DateTimeOffset at, string? reason)
    {
        if (Step(by, ApplicationStatus.Withdrawn) is { } refusal)
        {
            return refusal;
        }

        if (by.Role == Role.Clerk && AccountId is not null)
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
        if (!Lifecycle.Allows(Status, to, by.Role))
        {
            return new NoSuchStep(Status, to);
        }

        // A parent acts on the own child only; whoever works for the school never on the own child.
        var own = AccountId is { } family && family == by.Account;
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
        LastEvent = ApplicationEvent.Of(ApplicationId, by, at, Status, to, reason?.Trim());
        Status = to;
        UpdatedTime = at;
    }
}
