using Vise.Domain.Admissions;

namespace Vise.Domain.Codes;

/// <summary>The ages a class takes, counted in whole years on a cut-off day of the year in which the session starts (DOMAIN: Age for a class).</summary>
public sealed class AgeRule
{
    /// <summary>The category of children in the quota of RTE 12(1)(c): weaker sections and disadvantaged groups.</summary>
    public const string EwsDg = "ews_dg";

    /// <summary>The category of children with a disability.</summary>
    public const string Disability = "disability";

    /// <summary>Stands for every state that has no rule of its own.</summary>
    public const string Norm = "00";

    /// <summary>The state it holds in, or <see cref="Norm"/>.</summary>
    public string StateCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    /// <summary><c>all</c>, or a code of the list <c>age_category</c> whose children go by ages of their own.</summary>
    public string Category { get; private set; } = "all";

    public short CutoffMonth { get; private set; }

    public short CutoffDay { get; private set; }

    public short MinYears { get; private set; }

    public short? MaxYears { get; private set; }

    /// <summary>By how many days a child may fall short.</summary>
    public short RelaxationDays { get; private set; }

    /// <summary>Whether a child who doesn't fit is taken all the same: then it is said, and refuses nothing.</summary>
    public bool OnlyWarns { get; private set; }

    /// <summary>Since when it holds no more; null while it does.</summary>
    public DateTimeOffset? RetiredTime { get; private set; }

    /// <summary>The row's version.</summary>
    public uint Version { get; private set; }

    public static AgeRule For(string state, string classCode, string category) => new() { StateCode = state, ClassCode = classCode, Category = category };

    /// <summary>Sets the ages; a rule that was retired holds again. Ages are 0-30 years, a relaxation 0-366 days, the cut-off a day of every year.</summary>
    public Refusal? Set(int month, int day, int minYears, int? maxYears, int relaxationDays, bool onlyWarns = false)
    {
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(2001, month))
        {
            return new AgesInvalid("Cutoff");
        }

        if (minYears is < 0 or > 30 || maxYears < minYears || maxYears > 30)
        {
            return new AgesInvalid("Ages");
        }

        if (relaxationDays is < 0 or > 366)
        {
            return new AgesInvalid("Relaxation");
        }

        (CutoffMonth, CutoffDay, MinYears, MaxYears, RelaxationDays, OnlyWarns) = ((short)month, (short)day, (short)minYears, (short?)maxYears, (short)relaxationDays, onlyWarns);
        RetiredTime = null;
        return null;
    }

    public void Retire(DateTimeOffset at) => RetiredTime ??= at;

    public static AgeRule Of(string classCode, int month, int day, int minYears, int? maxYears = null, int relaxationDays = 0, string category = "all", bool onlyWarns = false) => new()
    {
        ClassCode = classCode,
        Category = category,
        CutoffMonth = (short)month,
        CutoffDay = (short)day,
        MinYears = (short)minYears,
        MaxYears = (short?)maxYears,
        RelaxationDays = (short)relaxationDays,
        OnlyWarns = onlyWarns,
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
