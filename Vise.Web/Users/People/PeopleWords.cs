namespace Vise.Web.Users.People;

/// <summary>Marks <c>PeopleWords.resx</c> for <c>IStringLocalizer&lt;PeopleWords&gt;</c>.</summary>
public sealed class PeopleWords;
