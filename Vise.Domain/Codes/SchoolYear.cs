using Vise.Domain.Admissions;

namespace Vise.Domain.Codes;

/// <summary>A session as the network keeps it: its days, and whether cycles may be set up for it.</summary>
public sealed class SchoolYear : Kept
{
    public AcademicYear AcademicYear { get; private set; }

    public DateOnly FromDay { get; private set; }

    public DateOnly ToDay { get; private set; }

    /// <summary>Whether a new cycle may be held for it; cycles that are there go on.</summary>
    public bool OpenForCycles { get; private set; }

    public static Outcome<SchoolYear> Of(AcademicYear year, DateOnly from, DateOnly to, bool open)
    {
        var made = new SchoolYear { AcademicYear = year };
        return made.Change(from, to, open) is { } refusal ? refusal : made;
    }

    /// <summary>The first day lies in the year that the session is named after, the last one after it and at most 550 days on.</summary>
    public Refusal? Change(DateOnly from, DateOnly to, bool open)
    {
        if (from.Year != AcademicYear.Start)
        {
            return new FormIncomplete([new FieldProblem("from", "FirstDay", AcademicYear.Start)]);
        }

        if (to <= from || to.DayNumber - from.DayNumber >= 550)
        {
            return new FormIncomplete([new FieldProblem("to", "LastDay")]);
        }

        (FromDay, ToDay, OpenForCycles) = (from, to, open);
        return null;
    }
}
