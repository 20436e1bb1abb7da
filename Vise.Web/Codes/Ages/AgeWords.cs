namespace Vise.Web.Codes.Ages;

/// <summary>Marks <c>AgeWords.resx</c> for <c>IStringLocalizer&lt;AgeWords&gt;</c>.</summary>
public sealed class AgeWords;
