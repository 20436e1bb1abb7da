using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vise.Domain.Users;

/// <summary>What people type, brought to one form, and the formats of DOMAIN.md. Each reader returns null for what is not valid.</summary>
public static partial class Typed
{
    private static readonly string[] Titles = ["mr", "mrs", "ms", "miss", "dr", "shri", "smt", "kum", "master", "baby", "श्री", "श्रीमती", "कुमारी", "कु", "डॉ"];

    /// <summary>Trimmed, Unicode-normalised (NFC), runs of spaces made one, control characters dropped; line breaks become spaces.</summary>
    public static string Clean(string? text)
    {
        var normal = (text ?? "").IsNormalized() ? text ?? "" : text!.Normalize(NormalizationForm.FormC);
        var clean = new StringBuilder(normal.Length);
        foreach (var character in normal)
        {
            // the joiners shape letters of Indian scripts and stay
            var space = char.IsWhiteSpace(character);
            if (space ? clean.Length > 0 && clean[^1] != ' ' : !char.IsControl(character))
            {
                clean.Append(space ? ' ' : character);
            }
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>At most so many UTF-16 units from the start, never half a character.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>
    /// A person's name: 2-100 characters, letters of any script with their marks, apostrophe, hyphen, single spaces, at most two dots
    /// not in a row, no title (DOMAIN: names).
    /// </summary>
    public static bool IsName(string text) =>
        text.Length is >= 2 and <= 100 && NameCharacters().IsMatch(text) && text.Count(character => character == '.') <= 2
        && !text.Contains("..", StringComparison.Ordinal) && text.Any(char.IsLetter)
        && !Titles.Contains(text.Split(' ', '.')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>An Indian mobile number as <c>+91</c> and ten digits; spaces, <c>+91</c> and a leading 0 are taken off first.</summary>
    public static string? Mobile(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        digits = digits.StartsWith("+91", StringComparison.Ordinal) ? digits[3..] : digits;
        digits = digits.Length == 12 && digits.StartsWith("91", StringComparison.Ordinal) ? digits[2..] : digits;
        digits = digits.StartsWith('0') ? digits[1..] : digits;
        return MobileDigits().IsMatch(digits) ? "+91" + digits : null;
    }

    /// <summary>An Aadhaar number: twelve digits, the first 2-9, right by Verhoeff. Spaces are taken off.</summary>
    public static string? Aadhaar(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        return AadhaarDigits().IsMatch(digits) && Verhoeff.IsValid(digits) ? digits : null;
    }

    /// <summary>An APAAR id: twelve digits; it has no public check digit. Spaces are taken off.</summary>
    public static string? Apaar(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return ApaarDigits().IsMatch(digits) ? digits : null;
    }

    /// <summary>A permanent education number as digits, 11 usually; other lengths up to 20 are seen. Spaces are taken off.</summary>
    public static string? Pen(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length is > 0 and <= 20 && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>A part of a hundred, with or without its sign, 0-100 with at most two decimals.</summary>
    public static decimal? Percent(string text) =>
        Number(text.TrimEnd('%', ' ')) is { } number && decimal.Parse(number, CultureInfo.InvariantCulture) is >= 0 and <= 100 and var part && decimal.Round(part, 2) == part ? part : null;

    /// <summary>Rupees as typed, <c>₹ 1,25,000</c>, in paise; none below 0 and no part of a paisa.</summary>
    public static long? Paise(string text) =>
        Number(text.TrimStart('₹', ' ')) is { } number && decimal.Parse(number, CultureInfo.InvariantCulture) * 100 is >= 0 and var paise && decimal.Truncate(paise) == paise ? (long)paise : null;

    public static bool IsPinCode(string text) => PinDigits().IsMatch(text);

    public static bool IsEmail(string text) => text.Length <= 254 && Email().IsMatch(text);

    /// <summary>A date written <c>yyyy-MM-dd</c>, the form of inputs and of the API.</summary>
    public static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>A number of at most 12 digits before and 4 behind a dot, digits of any script, as ASCII: <c>-12.5</c>.</summary>
    public static string? Number(string text)
    {
        var digits = string.Concat(text.Where(character => character is not (',' or ' ')).Select(character =>
            char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : character));
        return NumberDigits().IsMatch(digits) ? digits : null;
    }

    /// <summary>Codes with commas between, each once.</summary>
    public static IReadOnlyList<string> Several(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The words of a name as keys to search by: lower case, without accents of Latin letters.</summary>
    public static IEnumerable<string> Keys(string name) =>
        Fold(name).Split([' ', '.', '-', '\''], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal);

    /// <summary>Lower case, without accents of Latin letters; vowel signs of Indian scripts stay, since they are letters there.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in Clean(text).Normalize(NormalizationForm.FormD))
        {
            if (character is < '\u0300' or > '\u036F')
            {
                folded.Append(char.ToLowerInvariant(character));
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    [GeneratedRegex(@"^[\p{L}\p{M}.'’\u200C\u200D-]+( [\p{L}\p{M}.'’\u200C\u200D-]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex NameCharacters();

    [GeneratedRegex("^[6-9][0-9]{9}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex MobileDigits();

    [GeneratedRegex("^[2-9][0-9]{11}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex AadhaarDigits();

    [GeneratedRegex("^[0-9]{12}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ApaarDigits();

    [GeneratedRegex(@"^-?\d{1,12}(\.\d{1,4})?$", RegexOptions.ECMAScript, 1000)]
    private static partial Regex NumberDigits();

    [GeneratedRegex("^[1-9][0-9]{5}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex PinDigits();

    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Email();
}
