using Vise.Data.Admissions;

namespace Vise.Web.Admissions.Family;

/// <summary>A family's applications, one card a child.</summary>
public sealed partial class MyPage(FamilyQueries queries, ChoiceWords choices, NextStepWords nextSteps) : FamilyPage
{
    private List<(FamilyCard Card, ChoiceNames Names, NextStep Next, IReadOnlyDictionary<string, string> Remarks)> Cards { get; } = [];

    protected override async Task OnInitializedAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        foreach (var card in await queries.MineAsync(actor, Ct))
        {
            var names = await choices.OfAsync(card.Choice, Ct);
            var returned = card.IsReturned ? (await queries.DraftAsync(actor, card.Id, Ct)).Value : null;
            Cards.Add((card, names, nextSteps.Of(card, names.Zone), returned?.Remarks ?? new Dictionary<string, string>(StringComparer.Ordinal)));
        }
    }
}
