namespace Vise.Web.Admissions;

/// <summary>Marks <c>AmendmentWords.resx</c> for <c>IStringLocalizer&lt;AmendmentWords&gt;</c>.</summary>
public sealed class AmendmentWords;
