namespace Vise.Web.Codes;

/// <summary>Marks <c>CodesWords.resx</c> for <c>IStringLocalizer&lt;CodesWords&gt;</c>.</summary>
public sealed class CodesWords;
