using System.Globalization;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>How a cycle's own question is answered.</summary>
public enum QuestionKind
{
    Text,
    Number,
    Date,
    YesNo,
    Choice,
    Choices,
}

/// <summary>One of the answers to choose from.</summary>
/// <param name="Code">What is kept, <c>o1</c>.</param>
/// <param name="Name">What is read.</param>
/// <param name="Names">Translations by language.</param>
public sealed record QuestionOption(string Code, string Name, Dictionary<string, string> Names)
{
    public string In(string language) => Words.In(Name, Names, language);
}

/// <summary>A question as it is to be asked. Translations are given by language; empty ones count as none.</summary>
public sealed record QuestionWish(
    QuestionKind Kind,
    string Label,
    IReadOnlyDictionary<string, string> Labels,
    string Hint,
    IReadOnlyDictionary<string, string> Hints,
    IReadOnlyList<QuestionOption> Options,
    bool Required,
    IReadOnlyList<string> ClassCodes);

/// <summary>The names of <see cref="QuestionKind"/> as they are stored.</summary>
public static class QuestionKinds
{
    private static readonly string[] Names = ["text", "number", "date", "yes-no", "choice", "choices"];

    public static IReadOnlyList<QuestionKind> All { get; } = Enum.GetValues<QuestionKind>();

    public static string Of(QuestionKind kind) => Names[(int)kind];

    /// <summary>The number in a key or an option's code, <c>q12</c> or <c>o3</c>; 0 when there is none.</summary>
    internal static int NumberIn(string key) =>
        key.Length > 1 && int.TryParse(key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static QuestionKind Parse(string name) =>
        Array.IndexOf(Names, name) is >= 0 and var at ? (QuestionKind)at : throw new FormatException($"No kind of question is called {name}.");
}

/// <summary>A text with its translations.</summary>
internal static class Words
{
    public static string In(string text, IReadOnlyDictionary<string, string> translations, string language) =>
        translations.TryGetValue(language.Split('-')[0], out var translated) && translated.Length > 0 ? translated : text;

    public static Dictionary<string, string> Given(IReadOnlyDictionary<string, string> translations) => translations
        .Select(word => (word.Key, Value: Typed.Clean(word.Value))).Where(word => word.Value.Length > 0)
        .ToDictionary(word => word.Key, word => word.Value, StringComparer.Ordinal);
}
