using Vise.Data.Admissions;
using Vise.Web.Operations;
using Vise.Web.Operations.Messages;

namespace Vise.Web.Admissions.Notices;

/// <summary>Carries out one claimed effect: tells the family, once, or notes why not.</summary>
public sealed class EffectCarrier(OutboxDesk outbox, NotificationDesk notifications, FamilyNotice notice, IMessageChannel channel, IConfiguration configuration)
{
    /// <summary>What is older is no news any more, for example when a mail server is set up late.</summary>
    public const int NewsHours = 7 * 24;

    public async Task CarryAsync(ClaimedEffect effect, CancellationToken ct)
    {
        var family = effect.Application is { } id ? await notifications.AddresseesAsync(id, ct) : [];
        if (family.Count == 0 || await notice.WriteAsync(effect, family[0], ct) is null)
        {
            await outbox.CarriedAsync(effect, family.Count == 0 ? "No account to tell" : null, ct);
        }
        else if (effect.AgeHours > NewsHours)
        {
            await outbox.GiveUpAsync(effect, "Too old to be told", ct);
        }
        else if (family.All(to => string.IsNullOrEmpty(to.Email)))
        {
            await outbox.CarriedAsync(effect, "No address to send to", ct);
        }
        else
        {
            await TellAsync(effect, family, ct);
        }
    }

    // all are written down before the first goes out: the effect is carried when none of them waits any more
    private async Task TellAsync(ClaimedEffect effect, IReadOnlyList<Addressee> family, CancellationToken ct)
    {
        List<(PreparedNotification Written, Message Message)> messages = [];
        foreach (var to in family.Where(to => !string.IsNullOrEmpty(to.Email)))
        {
            var text = await notice.WriteAsync(effect, to, ct);
            var written = await notifications.PrepareAsync(effect, to.Account, channel.Name, PublicAddress.Of(configuration).Host, ct);
            messages.Add((written, new Message(effect.Branch, written.NotificationId, written.MessageId, to.Email!, to.Language, FamilyNotice.Key(effect)!, text!.Subject, text.Body)));
        }

        foreach (var (written, message) in messages)
        {
            await SendAsync(effect, written, message, ct);
        }
    }

    private async Task SendAsync(ClaimedEffect effect, PreparedNotification written, Message message, CancellationToken ct)
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
                await HandOverAsync(effect, message, ct);
                break;
            case NotificationState.Sent:
                await notifications.SentAsync(effect, message.NotificationId, ct);
                break;
            case NotificationState.Refused:
                await outbox.GiveUpAsync(effect, "The mail server refused it", ct);
                break;
            default:
                await notifications.EndAsync(effect, message.NotificationId, NotificationState.Unsure, Unsure, ct);
                break;
        }
    }

    private async Task HandOverAsync(ClaimedEffect effect, Message message, CancellationToken ct)
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
