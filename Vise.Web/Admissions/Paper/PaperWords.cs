namespace Vise.Web.Admissions.Paper;

/// <summary>Marks <c>PaperWords.resx</c> for <c>IStringLocalizer&lt;PaperWords&gt;</c>.</summary>
public sealed class PaperWords;
