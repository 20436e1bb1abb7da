namespace Vise.Web.Access;

/// <summary>Marks <c>SecurityWords.resx</c> for <c>IStringLocalizer&lt;SecurityWords&gt;</c>.</summary>
public sealed class SecurityWords;
