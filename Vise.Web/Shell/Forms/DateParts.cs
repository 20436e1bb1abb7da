using System.Globalization;

namespace Vise.Web.Shell.Forms;

/// <summary>The three boxes of a date as they were typed, so that a wrong date comes back as it was.</summary>
public sealed record DateParts(string Day, string Month, string Year)
{
    public static DateParts Empty { get; } = new("", "", "");

    /// <summary>Out of a posted form's <c>{path}.day</c>, <c>.month</c> and <c>.year</c>.</summary>
    public static DateParts From(IFormCollection form, string path) =>
        new(form[$"{path}.day"].ToString().Trim(), form[$"{path}.month"].ToString().Trim(), form[$"{path}.year"].ToString().Trim());

    /// <summary>Reads what <see cref="ToString"/> writes, complete or not.</summary>
    public static DateParts Parse(string? text)
    {
        var parts = (text ?? "").Split('-', 3);
        return parts.Length == 3 ? new(parts[2], parts[1], parts[0]) : Empty;
    }

    public bool IsEmpty => Day.Length + Month.Length + Year.Length == 0;

    /// <summary>The date, if the three boxes make one; digits of any script are read.</summary>
    public bool TryRead(out DateOnly date)
    {
        date = default;
        if (Number(Day, 2) is not { } day || Number(Month, 2) is not { } month || Number(Year, 4) is not { } year
            || year is < 1000 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary><c>year-month-day</c>: ISO 8601 when the boxes make a date, else as typed.</summary>
    public override string ToString() => TryRead(out var date)
        ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : IsEmpty ? "" : $"{Year}-{Month}-{Day}";

    private static int? Number(string text, int longest)
    {
        if (text.Length == 0 || text.Length > longest || !text.All(char.IsDigit))
        {
            return null;
        }

        return text.Aggregate(0, (sum, digit) => (sum * 10) + (int)char.GetNumericValue(digit));
    }
}
