using Vise.Domain.Users;

namespace Vise.Domain.Codes;

/// <summary>What schools are found by. <c>codes.place_keys</c> (V022) reads names in the same way; a test holds the two together.</summary>
public static class PlaceWords
{
    /// <summary>How many words of a search count.</summary>
    public const int Most = 6;

    private static readonly char[] Between = [' ', '.', ',', ';', ':', '(', ')', '[', ']', '&', '/', '\'', '’', '"', '–', '-'];

    /// <summary>The words of a name or of a search, folded: lower case, without accents of Latin letters and without joiners, in any script.</summary>
    public static IReadOnlyList<string> Of(string? text) => [.. Typed.Fold(text ?? "").Replace("\u200C", "", StringComparison.Ordinal).Replace("\u200D", "", StringComparison.Ordinal)
        .Split(Between, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The PIN code that was typed, six digits of any script with or without a space; null when it is something else.</summary>
    public static string? PinCode(string? text)
    {
        var digits = string.Concat(Typed.Clean(text).Where(character => character != ' ').Select(character =>
            char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : character));
        return Typed.IsPinCode(digits) ? digits : null;
    }
}

/// <summary>One thing that a school is found by.</summary>
public sealed class SchoolKey
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public string Key { get; private set; } = "";
}
