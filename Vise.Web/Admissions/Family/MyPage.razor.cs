using Vise.Data.Admissions;
using Vise.Domain.Admissions;

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
        var mine = await queries.MineAsync(actor, Ct);
        var remarks = await queries.RemarksAsync(actor, [.. mine.Where(card => card.IsReturned).Select(card => card.Id)], Ct);
        var fees = await queries.FeesAsync(actor, [.. mine.Where(card => card.Status == ApplicationStatus.Fees).Select(card => card.Id)], Ct);
        foreach (var card in mine)
        {
            var names = await choices.OfAsync(card.Choice, Ct);
            cards.Add(new MyCard(card, names, await nextSteps.OfAsync(card, fees.GetValueOrDefault(card.Id), names.Zone, Ct), remarks.GetValueOrDefault(card.Id) ?? []));
        }

        Children = MyChild.Of(cards);
    }
}
