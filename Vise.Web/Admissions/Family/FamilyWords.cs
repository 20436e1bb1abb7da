namespace Vise.Web.Admissions.Family;

/// <summary>Marks the words of the family's pages; what other doors share stands in <see cref="AdmissionsWords"/>.</summary>
public sealed class FamilyWords;
