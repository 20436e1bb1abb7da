using Vise.Data.Admissions;

namespace Vise.Web.Admissions.Family;

/// <summary>A family's children side by side with their applications, and the deadlines of all.</summary>
public sealed partial class MyPage(FamilyQueries queries, ChoiceWords choices, NextStepWords nextSteps) : FamilyPage
{
    private IReadOnlyList<MyChild> Children { get; set; } = [];

    private IReadOnlyList<MyCard> Due => MyChild.Due(Children);

    protected override async Task OnInitializedAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        List<MyCard> cards = [];
        foreach (var card in await queries.MineAsync(actor, Ct))
        {
            var names = await choices.OfAsync(card.Choice, Ct);
            var returned = card.IsReturned ? (await queries.DraftAsync(actor, card.Id, Ct)).Value : null;
            cards.Add(new MyCard(card, names, await nextSteps.OfAsync(card, names.Zone, Ct), returned?.Remarks ?? new Dictionary<string, string>(StringComparer.Ordinal)));
        }

        Children = MyChild.Of(cards);
    }
}
