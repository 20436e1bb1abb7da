namespace Vise.Web.Admissions.Desk;

/// <summary>Marks <c>DeskWords.resx</c>: what only the office's pages say.</summary>
public sealed class DeskWords;
