using Vise.Data.Codes;
using Vise.Domain.Codes;

namespace Vise.Web.Codes.Ages;

/// <summary>An age rule as it is typed.</summary>
public sealed class AgeForm
{
    public string Class { get; set; } = "01";

    public string Category { get; set; } = "all";

    public int Month { get; set; } = 3;

    public int Day { get; set; } = 31;

    public int MinYears { get; set; } = 6;

    /// <summary>Null: nobody is too old.</summary>
    public int? MaxYears { get; set; }

    public int RelaxationDays { get; set; }

    /// <summary>Whether a child who doesn't fit is taken all the same.</summary>
    public bool OnlyWarns { get; set; }

    /// <summary>The version it is typed over; null for a rule that is made.</summary>
    public uint? Seen { get; set; }

    public AgeWish Wish => new(Month, Day, MinYears, MaxYears, RelaxationDays, OnlyWarns);

    public static AgeForm Of(AgeRule rule) => new()
    {
        Class = rule.ClassCode,
        Category = rule.Category,
        Month = rule.CutoffMonth,
        Day = rule.CutoffDay,
        MinYears = rule.MinYears,
        MaxYears = rule.MaxYears,
        RelaxationDays = rule.RelaxationDays,
        OnlyWarns = rule.OnlyWarns,
        Seen = rule.RetiredTime is null ? rule.Version : null,
    };
}
