namespace Vise.Web.Admissions;

/// <summary>Marks the words that every door of admissions shares: names of fields and steps, problems, refusals.</summary>
public sealed class AdmissionsWords;
