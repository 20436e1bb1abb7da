using Vise.Data.Users;

namespace Vise.Web.Users.People;

/// <summary>Where the person was in the list of people, for as long as the circuit lives: the way back from one of them leads there.</summary>
public sealed class PeoplePlace
{
    public string Search { get; set; } = "";

    public PeopleCursor? After { get; set; }
}
