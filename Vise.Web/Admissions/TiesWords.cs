namespace Vise.Web.Admissions;

/// <summary>Marks <c>TiesWords.resx</c> for <c>IStringLocalizer&lt;TiesWords&gt;</c>.</summary>
public sealed class TiesWords;
