namespace Vise.Web.Operations.Trails;

/// <summary>Marks the words about the trail: the auditor's pages and the family's.</summary>
public sealed class TrailWords;
