using Microsoft.Extensions.Localization;
using Vise.Domain;

namespace Vise.Web.Users.People;

/// <summary>Says in words why something about people and roles can't be done.</summary>
public sealed class PeopleSayings(IStringLocalizer<PeopleWords> words)
{
    public string Ended => Of(new GrantEnded());

    public string Of(Refusal refusal) => words[$"Refusal.{refusal.Code}"];
}
