using Vise.Data.Admissions;
using Vise.Web.Operations.Messages;

namespace Vise.Web.Admissions.Notices;

/// <summary>
/// Who is told of a step, and by which address: everybody by e-mail, or by SMS where there is no e-mail address (or no mail server); by both
/// where the family has a day to act by, since an e-mail may be read too late.
/// </summary>
public static class NoticeRoutes
{
    private static readonly HashSet<string> Pressing = new(["Returned", "Offer", "MovedUp", "Fees", "Warn", "RemindReturned", "RemindOffer", "RemindFees"], StringComparer.Ordinal);

    /// <summary>The deliveries, none when nobody can be reached.</summary>
    public static IReadOnlyList<Delivery> Of(ClaimedEffect effect, IReadOnlyList<Addressee> people, MessageChannels channels)
    {
        var pressing = FamilyNotice.Key(effect) is { } key && Pressing.Contains(key);
        return [.. people.SelectMany(person =>
        {
            var ways = new[] { new Delivery(person, Delivery.Email), new Delivery(person, Delivery.Mobile) }
                .Where(way => way.Address is { Length: > 0 } address && channels.For(address) is not null);
            return pressing ? ways : ways.Take(1);
        })];
    }
}
