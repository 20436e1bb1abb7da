using Vise.Data.Admissions;

namespace Vise.Web.Operations.Messages;

/// <summary>The demo's mailbox: messages lie in a table and are shown to the SystemAdmin.</summary>
public sealed class MailboxChannel(MailboxDesk mailbox) : IMessageChannel
{
    public string Name => "mailbox";

    public async Task<HandoverAnswer> SendAsync(Message message, Func<Task<bool>> handingOver, CancellationToken ct)
    {
        if (!await handingOver())
        {
            return new HandoverAnswer(Handover.NotNow, "Claimed by another node");
        }

        await mailbox.PutAsync(message.Branch, message.NotificationId, message.Address, message.Subject is "" ? "SMS" : message.Subject, message.Body, ct);
        return new HandoverAnswer(Handover.Taken);
    }

    public async Task<bool?> HasTakenAsync(Message message, CancellationToken ct) => await mailbox.HasAsync(message.Branch, message.NotificationId, ct);
}
