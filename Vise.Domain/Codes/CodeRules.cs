using System.Text.RegularExpressions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Domain.Codes;

/// <summary>What holds for every code that is typed or imported. Problems name the field by its column in the import file.</summary>
public static partial class CodeRules
{
    /// <summary>Characters of a name or locality at most.</summary>
    public const int NameLength = 120;

    /// <summary>The language that plain names and texts are in.</summary>
    public const string English = "en";

    /// <summary>Languages that names may be translated into (ISO 639-1): the twelve with most school pupils beside English.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["hi", "mr", "ta", "kn", "te", "bn", "gu", "ml", "pa", "or", "as", "ur"];

    /// <summary>Two characters 0-9 A-Z, as states, districts, branches and institutions have.</summary>
    public static FieldProblem? Code(string path, string code) => Base36.IsCode(code, 2) ? null : new FieldProblem(path, "CodeForm");

    /// <summary>A school's UDISE code: 11 digits, the first two of them its state's (DOMAIN: formats). Null is no code.</summary>
    /// <param name="path">The field.</param>
    /// <param name="code">What is typed, cleaned.</param>
    /// <param name="states">The state's code and those that stood for it before.</param>
    public static FieldProblem? Udise(string path, string? code, IReadOnlyCollection<string> states) =>
        code is null ? null
        : !UdiseDigits().IsMatch(code) ? new FieldProblem(path, "UdiseForm")
        : !states.Contains(code[..2], StringComparer.Ordinal) ? new FieldProblem(path, "UdiseState", string.Join(", ", states))
        : null;

    /// <summary>Whether two sets of translations say the same.</summary>
    public static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(name => right.TryGetValue(name.Key, out var other) && other == name.Value);

    /// <summary>Texts by language, cleaned; empty ones are left out.</summary>
    public static IReadOnlyDictionary<string, string> Clean(IEnumerable<KeyValuePair<string, string>> typed) =>
        typed.Select(name => (name.Key, Value: Typed.Clean(name.Value))).Where(name => name.Value.Length > 0)
            .ToDictionary(name => name.Key, name => name.Value, StringComparer.Ordinal);

    /// <summary>Cleaned, and null where nothing is left.</summary>
    public static string? Optional(string? typed) => Typed.Clean(typed) is { Length: > 0 } text ? text : null;

    [GeneratedRegex("^[0-9]{11}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex UdiseDigits();
}
