namespace Vise.Web.Admissions.Cycles;

/// <summary>Marks <c>CycleWords.resx</c> for <c>IStringLocalizer&lt;CycleWords&gt;</c>.</summary>
public sealed class CycleWords;
