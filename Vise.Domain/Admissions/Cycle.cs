using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>When a cycle opens, closes and ends, and how many days a family has to answer and to pay.</summary>
public sealed record CycleDates(DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset Ends, int OfferDays, int FeeDays)
{
    /// <summary>From the first day's first second to the last days' last seconds, where the branch is.</summary>
    public static CycleDates Of(DateOnly opens, DateOnly closes, DateOnly ends, int offerDays, int feeDays, TimeZoneInfo zone) =>
        new(Deadline.EndOf(opens.AddDays(-1), zone).AddSeconds(1), Deadline.EndOf(closes, zone), Deadline.EndOf(ends, zone), offerDays, feeDays);
}

/// <summary>How far a cycle has come.</summary>
/// <param name="Forms">Forms begun.</param>
/// <param name="LastDeadline">The latest deadline of an offer or a fee that runs; null when none does.</param>
public sealed record CycleProgress(int Forms, DateTimeOffset? LastDeadline);

/// <summary>A school's admission cycle for one session.</summary>
public sealed class Cycle
{
    public const int FewestDays = 1;

    public const int MostDays = 90;

    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public DateTimeOffset OpensTime { get; private set; }

    public DateTimeOffset ClosesTime { get; private set; }

    /// <summary>After this no seat is given any more.</summary>
    public DateTimeOffset EndsTime { get; private set; }

    /// <summary>How many days a family has to answer an offer.</summary>
    public short OfferDays { get; private set; }

    /// <summary>How many days a family has to pay once it took the offer up.</summary>
    public short FeeDays { get; private set; }

    /// <summary>When it was closed before its day; null when it was not.</summary>
    public DateTimeOffset? ClosedTime { get; private set; }

    /// <summary>The name of whoever closed it early.</summary>
    public string? ClosedBy { get; private set; }

    public string? CloseReason { get; private set; }

    /// <summary>The row's version.</summary>
    public uint Version { get; private set; }

    public bool IsOpenAt(DateTimeOffset at) => at >= OpensTime && at < ClosesTime;

    /// <summary>Begins a cycle; refuses dates that do not follow each other or lie behind.</summary>
    public static Outcome<Cycle> Plan(BranchId branch, string institution, AcademicYear year, CycleDates dates, DateTimeOffset at)
    {
        if (Check(dates) is { } refusal)
        {
            return refusal;
        }

        if (dates.Closes <= at)
        {
            return new DatesInvalid("ClosesInPast");
        }

        var cycle = new Cycle { BranchId = branch, InstitutionCode = institution, AcademicYear = year };
        cycle.Take(dates);
        return cycle;
    }

    /// <summary>
    /// Moves the dates. Once forms were begun the opening stays; the end comes after every deadline that runs. A closing day still ahead opens a cycle again
    /// that was closed early; one behind is refused, since closing early wants a reason.
    /// </summary>
    public Refusal? MoveTo(CycleDates dates, CycleProgress progress, DateTimeOffset at)
    {
        if (Check(dates) is { } refusal)
        {
            return refusal;
        }

        if (progress.Forms > 0 && dates.Opens != OpensTime)
        {
            return new OpeningFixed();
        }

        if (dates.Closes != ClosesTime && dates.Closes <= at)
        {
            return new DatesInvalid("ClosesInPast");
        }

        if (progress.LastDeadline > dates.Ends)
        {
            return new EndsTooEarly(progress.LastDeadline.Value);
        }

        if (dates.Closes > at)
        {
            (ClosedTime, ClosedBy, CloseReason) = (null, null, null);
        }

        Take(dates);
        return null;
    }

    /// <summary>Takes no more forms from now on. What was handed in goes its way until the cycle's end.</summary>
    public Refusal? CloseEarly(Actor by, string? reason, DateTimeOffset at)
    {
        if (!IsOpenAt(at))
        {
            return new CycleNotOpen();
        }

        var why = Typed.Cut(Typed.Clean(reason), 500);
        if (why.Length == 0)
        {
            return new ReasonMissing();
        }

        (ClosesTime, ClosedTime, ClosedBy, CloseReason) = (at, at, by.Name, why);
        return null;
    }

    /// <summary>Days as times where the branch is. A day that stays keeps its time, to the second.</summary>
    public CycleDates DatesOn(DateOnly opens, DateOnly closes, DateOnly ends, int offerDays, int feeDays, TimeZoneInfo zone)
    {
        var dates = CycleDates.Of(opens, closes, ends, offerDays, feeDays, zone);
        return dates with
        {
            Opens = opens == Deadline.DayOf(OpensTime, zone) ? OpensTime : dates.Opens,
            Closes = closes == Deadline.DayOf(ClosesTime, zone) ? ClosesTime : dates.Closes,
            Ends = ends == Deadline.DayOf(EndsTime, zone) ? EndsTime : dates.Ends,
        };
    }

    private static Refusal? Check(CycleDates dates) =>
        dates.Closes <= dates.Opens ? new DatesInvalid("ClosesBeforeOpens")
        : dates.Ends < dates.Closes ? new DatesInvalid("EndsBeforeCloses")
        : dates.OfferDays is < FewestDays or > MostDays || dates.FeeDays is < FewestDays or > MostDays ? new DaysInvalid()
        : null;

    private void Take(CycleDates dates)
    {
        (OpensTime, ClosesTime, EndsTime) = (dates.Opens, dates.Closes, dates.Ends);
        (OfferDays, FeeDays) = ((short)dates.OfferDays, (short)dates.FeeDays);
    }
}
