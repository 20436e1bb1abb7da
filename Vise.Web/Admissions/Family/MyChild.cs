using Vise.Data.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>One application as the family's own page shows it.</summary>
/// <param name="Card">Where it stands.</param>
/// <param name="Names">School and class in words.</param>
/// <param name="Next">What is to be done.</param>
/// <param name="Remarks">What to mend in a returned form, by path.</param>
public sealed record MyCard(FamilyCard Card, ChoiceNames Names, NextStep Next, IReadOnlyDictionary<string, string> Remarks);

/// <summary>A child with all its applications, what is due first on top.</summary>
/// <param name="Name">As the newest form writes it; empty for a form that names nobody yet.</param>
/// <param name="Cards">At least one.</param>
public sealed record MyChild(string Name, IReadOnlyList<MyCard> Cards)
{
    /// <summary>The children, whose turn comes first in front. Forms without a name stand alone.</summary>
    public static IReadOnlyList<MyChild> Of(IEnumerable<MyCard> cards) =>
        [.. cards.GroupBy(card => Typed.Fold(card.Card.ChildName) is { Length: > 0 } name ? name : card.Card.Id.Value, StringComparer.Ordinal)
            .Select(child => new MyChild(child.First().Card.ChildName, [.. InOrder(child)]))
            .OrderBy(child => Turn(child.Cards[0])).ThenBy(child => child.Cards[0].Next.Until ?? DateTimeOffset.MaxValue)];

    /// <summary>What has a deadline, the nearest first.</summary>
    public static IReadOnlyList<MyCard> Due(IEnumerable<MyChild> children) =>
        [.. InOrder(children.SelectMany(child => child.Cards).Where(card => card.Next is { IsYours: true, Until: not null }))];

    private static IEnumerable<MyCard> InOrder(IEnumerable<MyCard> cards) => cards.OrderBy(Turn).ThenBy(card => card.Next.Until ?? DateTimeOffset.MaxValue);

    // the family's turn, the school's, nobody's any more
    private static int Turn(MyCard card) => card.Next.IsYours ? 0 : Statuses.IsEnded(card.Card.Status) ? 2 : 1;
}
