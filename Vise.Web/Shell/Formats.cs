using System.Globalization;

namespace Vise.Web.Shell;

/// <summary>Dates, times and money as people here read them (DESIGN.md), in the language of the request.</summary>
public static class Formats
{
    /// <summary>A stored mobile number as people here write it, <c>+91 98220 55555</c>; anything else as it is.</summary>
    public static string Mobile(string stored) =>
        stored.Length == 13 && stored.StartsWith("+91", StringComparison.Ordinal) ? $"+91 {stored[3..8]} {stored[8..]}" : stored;

    // digits are western in all four, as schools here write them
    private static readonly Dictionary<string, string[]> MonthsOf = new(StringComparer.Ordinal)
    {
        ["en"] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        ["hi"] = ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"],
        ["mr"] = ["जानेवारी", "फेब्रुवारी", "मार्च", "एप्रिल", "मे", "जून", "जुलै", "ऑगस्ट", "सप्टेंबर", "ऑक्टोबर", "नोव्हेंबर", "डिसेंबर"],
        ["ta"] = ["ஜனவரி", "பிப்ரவரி", "மார்ச்", "ஏப்ரல்", "மே", "ஜூன்", "ஜூலை", "ஆகஸ்ட்", "செப்டம்பர்", "அக்டோபர்", "நவம்பர்", "டிசம்பர்"],
    };

    /// <summary>The time zone of a branch that names no other.</summary>
    public static TimeZoneInfo India { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    /// <summary><c>09 Apr 2025</c>, in Hindi <c>09 अप्रैल 2025</c>.</summary>
    public static string Date(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Day:00} {Months[date.Month - 1]} {date.Year:0000}");

    /// <summary>The day on which the moment falls in the zone (Asia/Kolkata unless given).</summary>
    public static string Date(DateTimeOffset moment, TimeZoneInfo? zone = null) => Date(DateOnly.FromDateTime(In(zone, moment)));

    /// <summary><c>Mar</c>, in Hindi <c>मार्च</c>, for 3.</summary>
    public static string Month(int month) => Months[month - 1];

    /// <summary><c>17:05</c>, in the zone (Asia/Kolkata unless given).</summary>
    public static string Time(DateTimeOffset moment, TimeZoneInfo? zone = null) => In(zone, moment).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>09 Apr 2025, 17:05</c>.</summary>
    public static string DateAndTime(DateTimeOffset moment, TimeZoneInfo? zone = null) => $"{Date(moment, zone)}, {Time(moment, zone)}";

    /// <summary><c>₹ 1,25,000</c> out of paise; paise are shown only when there are some: <c>₹ 1,250.50</c>.</summary>
    public static string Rupees(long paise)
    {
        var size = (ulong)Math.Abs((decimal)paise);
        var (rupees, rest) = (size / 100, size % 100);
        var fraction = rest == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{rest:00}");
        return $"{(paise < 0 ? "−" : "")}₹\u00A0{InLakhs(rupees)}{fraction}";
    }

    /// <summary><c>1,25,000</c>: the last three digits, then twos.</summary>
    public static string Number(long number) => (number < 0 ? "−" : "") + InLakhs((ulong)Math.Abs((decimal)number));

    private static string InLakhs(ulong number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        for (var at = digits.Length - 3; at > 0; at -= 2)
        {
            digits = digits.Insert(at, ",");
        }

        return digits;
    }

    private static string[] Months => MonthsOf[Languages.Now.Tag];

    private static DateTime In(TimeZoneInfo? zone, DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone ?? India).DateTime;
}
