using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Vise.Domain.Codes;

/// <summary>A school session that starts in April, written <c>2025-26</c> (DOMAIN: formats).</summary>
public readonly record struct AcademicYear : IComparable<AcademicYear>
{
    private AcademicYear(int start) => Start = start;

    /// <summary>The calendar year in which the session starts, 2000-2099.</summary>
    public int Start { get; }

    /// <summary>The two digits that stand in an application id, <c>25</c> for 2025-26.</summary>
    public string ShortCode => (Start % 100).ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The session that runs on a day: from 1 April to 31 March.</summary>
    public static AcademicYear On(DateOnly day) => StartingIn(day.Month >= 4 ? day.Year : day.Year - 1);

    /// <summary>The session that starts in April of <paramref name="year"/>, 2000-2099.</summary>
    public static AcademicYear StartingIn(int year) =>
        year is >= 2000 and <= 2099 ? new(year) : throw new ArgumentOutOfRangeException(nameof(year), year, "An academic year starts in 2000-2099.");

    public static AcademicYear Parse(string text) =>
        TryParse(text, out var year) ? year : throw new FormatException("An academic year is written 2025-26.");

    /// <summary><c>^20\d\d-\d\d$</c> whose second part is the first plus one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AcademicYear year)
    {
        year = default;
        if (text is not { Length: 7 } || text[4] != '-' || !text.StartsWith("20", StringComparison.Ordinal) ||
            !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ||
            !int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var end) ||
            (start + 1) % 100 != end)
        {
            return false;
        }

        year = new AcademicYear(start);
        return true;
    }

    public int CompareTo(AcademicYear other) => Start.CompareTo(other.Start);

    public static bool operator <(AcademicYear left, AcademicYear right) => left.CompareTo(right) < 0;

    public static bool operator >(AcademicYear left, AcademicYear right) => left.CompareTo(right) > 0;

    public static bool operator <=(AcademicYear left, AcademicYear right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AcademicYear left, AcademicYear right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}-{(Start + 1) % 100:00}");
}
