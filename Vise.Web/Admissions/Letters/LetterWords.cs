namespace Vise.Web.Admissions.Letters;

/// <summary>Marks the words of letters to families.</summary>
public sealed class LetterWords;
