namespace Vise.Web.Access;

/// <summary>Marks <c>AccessWords.resx</c> for <c>IStringLocalizer&lt;AccessWords&gt;</c>.</summary>
public sealed class AccessWords;
