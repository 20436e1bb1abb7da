namespace Vise.Web.Operations.Jobs;

/// <summary>Marks the words of the pages about background work.</summary>
public sealed class JobsWords;
