using Vise.Domain.Admissions;

namespace Vise.Domain.Codes;

/// <summary>The ages a class takes, counted in whole years on a cut-off day of the year in which the session starts (DOMAIN: Age for a class).</summary>
public sealed class AgeRule
{
    /// <summary>The state it holds in, or <c>00</c> for the norm.</summary>
    public string StateCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    public string Category { get; private set; } = "all";

    public short CutoffMonth { get; private set; }

    public short CutoffDay { get; private set; }

    public short MinYears { get; private set; }

    public short? MaxYears { get; private set; }

    /// <summary>By how many days a child may fall short.</summary>
    public short RelaxationDays { get; private set; }

    public static AgeRule Of(string classCode, int month, int day, int minYears, int? maxYears = null, int relaxationDays = 0) => new()
    {
        ClassCode = classCode,
        CutoffMonth = (short)month,
        CutoffDay = (short)day,
        MinYears = (short)minYears,
        MaxYears = (short?)maxYears,
        RelaxationDays = (short)relaxationDays,
    };

    /// <summary>The cut-off day for a session.</summary>
    public DateOnly CutoffOf(AcademicYear year) => new(year.Start, CutoffMonth, CutoffDay);

    /// <summary>Null when the child fits; else TooYoung or TooOld with the days and the cut-off day. TooOld appears only where a rule sets a maximum.</summary>
    public FieldProblem? Check(string path, DateOnly born, AcademicYear year)
    {
        var cutoff = CutoffOf(year);
        var shortBy = born.AddYears(MinYears).DayNumber - cutoff.DayNumber;
        if (shortBy > RelaxationDays)
        {
            return new FieldProblem(path, "TooYoung", shortBy, cutoff, ClassCode);
        }

        return MaxYears is { } most && cutoff.DayNumber - born.AddYears(most).DayNumber is > 0 and var over
            ? new FieldProblem(path, "TooOld", over, cutoff, ClassCode)
            : null;
    }
}
