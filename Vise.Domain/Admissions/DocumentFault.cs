using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>Why a document can't be used.</summary>
/// <param name="Why">One of <see cref="All"/>.</param>
/// <param name="Note">What the branch adds for the family, in its own words; null for nothing.</param>
public sealed record DocumentFault(string Why, string? Note)
{
    /// <summary>The longest note, characters.</summary>
    public const int LongestNote = 300;

    /// <summary>How many days a family has at most to replace a document.</summary>
    public const int MostDays = 60;

    /// <summary>Its words are <c>Fault.</c> and the name; the database knows the same (migrations/V031).</summary>
    public static IReadOnlyList<string> All { get; } = ["unreadable", "wrong", "another-person", "out-of-date", "page-missing"];

    /// <summary>As somebody filled it in; <see cref="ReasonMissing"/> without a reason of the list.</summary>
    public static Outcome<DocumentFault> Read(string? why, string? note) =>
        why is null || !All.Contains(why) ? new ReasonMissing()
            : new DocumentFault(why, Typed.Cut(Typed.Clean(note), LongestNote) is { Length: > 0 } said ? said : null);
}
