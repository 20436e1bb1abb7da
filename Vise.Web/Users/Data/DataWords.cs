namespace Vise.Web.Users.Data;

/// <summary>Marks <c>DataWords.resx</c> for <c>IStringLocalizer&lt;DataWords&gt;</c>.</summary>
public sealed class DataWords;
