using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A message as it lies in the demo's mailbox.</summary>
public sealed record MailboxMessage(Guid NotificationId, string Recipient, string Subject, string Body, DateTimeOffset SentTime);

/// <summary>Keeps messages where people can look at them, in demo mode without a mail server.</summary>
public sealed class MailboxDesk(BranchDb branches)
{
    private const string Work = "mailbox";

    /// <summary>Puts a message in; a second time changes nothing.</summary>
    public Task PutAsync(BranchId branch, Guid notification, string recipient, string subject, string body, CancellationToken ct) =>
        branches.WriteAsSystemAsync<object>(Work, Scope.Of(branch), async db => await db.Database.ExecuteSqlAsync($"""
            insert into admissions.mailbox_message (branch_id, notification_id, recipient, subject, body)
            values ({branch.Value}, {notification}, {recipient}, {subject}, {body})
            on conflict (branch_id, notification_id) do nothing
            """, ct), ct);

    /// <summary>Whether the message lies in the mailbox.</summary>
    public Task<bool> HasAsync(BranchId branch, Guid notification, CancellationToken ct) =>
        branches.ReadAsSystemAsync(Work, Scope.Of(branch), async db => (await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from admissions.mailbox_message where branch_id = {branch.Value} and notification_id = {notification}
            """).ToListAsync(ct)).Count == 1, ct);

    /// <summary>The newest messages.</summary>
    public async Task<Outcome<IReadOnlyList<MailboxMessage>>> NewestAsync(Actor by, int count, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return new Forbidden();
        }

        return await branches.ReadAsync(by, async db => await db.Database.SqlQuery<MailboxMessage>($"""
            select notification_id, recipient, subject, body, sent_time from admissions.mailbox_message
            where branch_id >= {by.Scope.Low} and branch_id < {by.Scope.High}
            order by sent_time desc limit {count}
            """).ToListAsync(ct), ct);
    }
}
