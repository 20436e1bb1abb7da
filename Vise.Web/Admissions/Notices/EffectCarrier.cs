using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Operations;
using Vise.Web.Operations.Messages;

namespace Vise.Web.Admissions.Notices;

/// <summary>Carries out one claimed effect: gives a freed seat to the next, or tells each person of the family, once, or notes why not.</summary>
public sealed class EffectCarrier(OutboxDesk outbox, NotificationDesk notifications, FamilyNotice notice, MessageChannels channels, WaitingListDesk waitingList, IConfiguration configuration)
{
    /// <summary>What is older is no news any more, for example when a mail server is set up late.</summary>
    public const int NewsHours = 7 * 24;

    /// <summary>Whether anybody can be reached; else messages wait.</summary>
    public bool Reaches => channels.Any;

    public async Task CarryAsync(ClaimedEffect effect, CancellationToken ct)
    {
        if (effect.Kind is not OutboxEntry.SeatFreedKind)
        {
            await TellAsync(effect, ct);
        }
        else if (await waitingList.FillAsync(effect, ct) is { } refusal)
        {
            await outbox.TryAgainAsync(effect, $"No offer could be made: {refusal.Code}", ct);
        }
    }

    private async Task TellAsync(ClaimedEffect effect, CancellationToken ct)
    {
        if (!await notifications.StandsAsync(effect, ct))
        {
            await outbox.CarriedAsync(effect, "No longer so", ct);
            return;
        }

        IReadOnlyList<Addressee> people = effect.Application is { } id && FamilyNotice.Key(effect) is not null ? await notifications.AddresseesAsync(id, ct) : [];
        var (settled, delivery) = effect.On(people);
        var news = effect.AgeHours <= NewsHours;
        if (people.Count > 0 && news && !settled && NoticeRoutes.Of(effect, people, channels) is { Count: > 0 } deliveries)
        {
            if (!await notifications.SettleOnAsync(effect, deliveries, ct))
            {
                return;
            }

            delivery = deliveries[0];
        }

        if (people.Count == 0)
        {
            await outbox.CarriedAsync(effect, FamilyNotice.Key(effect) is null ? null : "No account to tell", ct);
        }
        else if (!news)
        {
            await outbox.GiveUpAsync(effect, "Too old to be told", ct);
        }
        else if (delivery is not { Address: { Length: > 0 } address } || channels.For(address) is not { } channel || await notice.WriteAsync(effect, delivery, ct) is not { } text)
        {
            await outbox.CarriedAsync(effect, "No address to send to", ct);
        }
        else
        {
            var written = await notifications.PrepareAsync(effect, delivery.To.Account, channel.Name, PublicAddress.Of(configuration).Host, ct);
            var message = new Message(effect.Branch, written.NotificationId, written.MessageId, address, delivery.To.Language, text.Kind, text.Subject, text.Body);
            await SendAsync(channel, effect, written, message, ct);
        }
    }

    private async Task SendAsync(IMessageChannel channel, ClaimedEffect effect, PreparedNotification written, Message message, CancellationToken ct)
    {
        var state = written.State;
        if (state is NotificationState.Handing)
        {
            // whoever had it before us went away in the middle
            switch (await channel.HasTakenAsync(message, ct))
            {
                case true:
                    state = NotificationState.Sent;
                    break;
                case false:
                    await notifications.NotTakenAsync(effect, message.NotificationId, written.Claim, ct);
                    await outbox.TryAgainAsync(effect, "Broken off before the channel took it", ct);
                    return;
                default:
                    state = NotificationState.Unsure;
                    break;
            }
        }

        switch (state)
        {
            case NotificationState.Prepared:
                await HandOverAsync(channel, effect, message, ct);
                break;
            case NotificationState.Sent:
                await notifications.SentAsync(effect, message.NotificationId, ct);
                break;
            case NotificationState.Refused:
                await outbox.GiveUpAsync(effect, "Refused before", ct);
                break;
            default:
                await notifications.EndAsync(effect, message.NotificationId, NotificationState.Unsure, Unsure, ct);
                break;
        }
    }

    private async Task HandOverAsync(IMessageChannel channel, ClaimedEffect effect, Message message, CancellationToken ct)
    {
        var answer = await channel.SendAsync(message, () => notifications.HandOverAsync(effect, message.NotificationId, ct), ct);
        switch (answer.What)
        {
            case Handover.Taken:
                await notifications.SentAsync(effect, message.NotificationId, CancellationToken.None);
                break;
            case Handover.NotNow:
                await notifications.NotTakenAsync(effect, message.NotificationId, effect.Claim, CancellationToken.None);
                await outbox.TryAgainAsync(effect, answer.Why ?? "Not now", CancellationToken.None);
                break;
            case Handover.Never:
                await notifications.EndAsync(effect, message.NotificationId, NotificationState.Refused, answer.Why ?? "Refused", CancellationToken.None);
                break;
            default:
                await notifications.EndAsync(effect, message.NotificationId, NotificationState.Unsure, $"{Unsure} ({answer.Why})", CancellationToken.None);
                break;
        }
    }

    private const string Unsure = "May have gone out already: not sent again by itself";
}
