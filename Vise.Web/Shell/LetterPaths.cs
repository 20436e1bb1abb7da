using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <content>Letters to families.</content>
public static partial class Paths
{
    /// <summary>What a letter's address may name its language by.</summary>
    public const string LanguageQuery = "language";

    public const string LetterFileTemplate = My + "/{id}" + Letters + "{letter}/file";

    /// <summary>A letter to the family.</summary>
    public static string Letter(ApplicationId id, LetterName name) => $"{My}/{id}{Letters}{name}";

    /// <summary>The same as a file to keep.</summary>
    public static string LetterFile(ApplicationId id, LetterName name) => $"{My}/{id}{Letters}{name}/file";

    /// <summary>The same, printed at the desk.</summary>
    public static string DeskLetter(ApplicationId id, LetterName name) => $"{Desk}/{id}{Letters}{name}";

    /// <summary>A letter in another language than the reader's own.</summary>
    public static string InLanguage(string letter, string tag) => $"{letter}?{LanguageQuery}={tag}";

    /// <summary>The application that a letter's address lies under; null for any other address.</summary>
    public static string? AboveLetter(string? path) => path?.IndexOf(Letters, StringComparison.OrdinalIgnoreCase) is > 0 and var end ? path[..end] : null;
}
