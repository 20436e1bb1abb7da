namespace Vise.Web.Admissions.Desk;

/// <summary>Marks <c>WalkInWords.resx</c> for <c>IStringLocalizer&lt;WalkInWords&gt;</c>.</summary>
public sealed class WalkInWords;
