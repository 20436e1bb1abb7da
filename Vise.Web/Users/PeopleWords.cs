namespace Vise.Web.Users;

/// <summary>Marks the words of registration, codes and people's own accounts.</summary>
public sealed class PeopleWords;
