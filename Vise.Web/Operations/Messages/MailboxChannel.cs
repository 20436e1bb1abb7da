using Vise.Data.Admissions;
using Vise.Data.Users;

namespace Vise.Web.Operations.Messages;

/// <summary>The demo's mailbox: messages lie in a table and are shown to the SystemAdmin.</summary>
public sealed class MailboxChannel(MailboxDesk mailbox, PostBox post) : IMessageChannel
{
    public string Name => "mailbox";

    public async Task<HandoverAnswer> SendAsync(Message message, Func<Task<bool>> handingOver, CancellationToken ct)
    {
        if (!await handingOver())
        {
            return new HandoverAnswer(Handover.NotNow, "Claimed by another node");
        }

        var subject = message.Subject is "" ? "SMS" : message.Subject;
        await (message.Branch is { } branch
            ? mailbox.PutAsync(branch, message.NotificationId, message.Address, subject, message.Body, ct)
            : post.PutAsync(message.NotificationId, message.Address, subject, message.Body, ct));
        return new HandoverAnswer(Handover.Taken);
    }

    public async Task<bool?> HasTakenAsync(Message message, CancellationToken ct) => message.Branch is { } branch
        ? await mailbox.HasAsync(branch, message.NotificationId, ct)
        : await post.HasAsync(message.NotificationId, ct);
}
