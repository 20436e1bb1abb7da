using System.Text.RegularExpressions;
using Vise.Domain.Admissions;

namespace Vise.Domain.Codes;

/// <summary>A list of words and what may be done to it. Lists that rules refer to by code are only renamed and translated.</summary>
public sealed partial class TermList
{
    private readonly Regex? _code;

    private TermList(string name, Regex? code) => (Name, _code) = (name, code);

    public static IReadOnlyList<TermList> All { get; } =
    [
        new("programme", UpToFour()), new("department", UpToFour()), new("class", Two()), new("medium", Language()), new("language", Language()),
        new("nationality", Two()), new("document", Words()),
        new("gender", null), new("social_category", null), new("blood_group", null), new("relation", null), new("quota", null),
    ];

    public string Name { get; }

    /// <summary>Whether codes may be added and retired; else the form's rules count on them.</summary>
    public bool IsOpen => _code is not null;

    public static TermList? Find(string? name) => All.FirstOrDefault(list => list.Name == name);

    /// <summary>Whether the list takes a new code of this form.</summary>
    public FieldProblem? CheckCode(string code) => _code?.IsMatch(code) == true ? null : new FieldProblem("code", $"TermCode.{Name}");

    [GeneratedRegex("^[0-9A-Z]{1,4}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex UpToFour();

    [GeneratedRegex("^[0-9A-Z]{2}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Two();

    [GeneratedRegex("^[a-z]{2,3}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Language();

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Words();
}
