namespace Vise.Web.Admissions.Finding;

/// <summary>Marks the words of the public pages: finding a school, what it offers, and where an application stands.</summary>
public sealed class FindingWords;
