using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>From the offer of a seat to enrolment.</content>
public sealed partial class Application
{
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

    /// <summary>The cycle has ended, and no seat came free for a child that waited for one.</summary>
    /// <param name="by">The system.</param>
    /// <param name="at">Now.</param>
    /// <param name="cycleEnds">After it no seat is given any more.</param>
    public Refusal? EndWaiting(Actor by, DateTimeOffset at, DateTimeOffset cycleEnds)
    {
        if (Step(by, ApplicationStatus.Rejected) is { } refusal)
        {
            return refusal;
        }

        if (Status is not ApplicationStatus.Accepted || at <= cycleEnds)
        {
            return new DeadlineInvalid();
        }

        Move(by, at, ApplicationStatus.Rejected, NoSeatByTheEnd);
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

        if (!by.May(Duty.RecordPayments) || NotTheirs(by) is not null)
        {
            return NotTheirs(by) ?? new Forbidden();
        }

        var rest = feePaise - paidPaise;
        if (amountPaise <= 0 || amountPaise > rest)
        {
            return new AmountInvalid(rest);
        }

        // each payment makes a new version, so two clerks who look at one take it once
        UpdatedTime = at;
        FeesPaidTime = amountPaise == rest ? at : null;
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
}
