namespace Vise.Web.Admissions.Desk;

/// <summary>Marks <c>AskingWords.resx</c> for <c>IStringLocalizer&lt;AskingWords&gt;</c>.</summary>
public sealed class AskingWords;
