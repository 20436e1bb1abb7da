using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions;
using Vise.Data.Operations;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>What operations see of messages to single addresses, what they may do about one, and the demo's mailbox of them.</summary>
public sealed class PostBox(BranchDb branches)
{
    private const string Work = "mailbox";

    /// <summary>What stands for the kind and the branch of a message in operations' list: it belongs to no branch.</summary>
    public const string Kind = "post";

    public async Task<Outcome<OutboxFigures>> FiguresAsync(Actor by, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return new Forbidden();
        }

        return (await branches.ReadAsync(by, db => db.Database.SqlQuery<OutboxFigures>($"""
            select count(*) filter (where sent_time is null and abandoned_time is null) as waiting,
              count(*) filter (where sent_time is null and abandoned_time is null and failure is not null) as failing,
              coalesce(extract(epoch from isolation.clock() - min(created_time) filter (where sent_time is null and abandoned_time is null)), 0)::float8 as oldest_seconds,
              count(*) filter (where sent_time > isolation.clock() - interval '1 day') as carried_today,
              count(*) filter (where abandoned_time is not null) as abandoned
            from users.post where sent_time is null or sent_time > isolation.clock() - interval '1 day'
            """).ToListAsync(ct), ct)).Single();
    }

    /// <summary>What was given up, and what keeps failing; the newest first.</summary>
    public async Task<Outcome<IReadOnlyList<TroubledEffect>>> TroubledAsync(Actor by, int count, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return new Forbidden();
        }

        return await branches.ReadAsync(by, db => db.Database.SqlQuery<TroubledEffect>($"""
            select '' as branch_id, post_id as outbox_id, {Kind} as kind, created_time, attempts, abandoned_time, failure, due_time from users.post
            where sent_time is null and failure is not null order by created_time desc limit {count}
            """).ToListAsync(ct), ct);
    }

    /// <summary>Has a message tried again at once, unless it has lapsed: what it said is gone then.</summary>
    public async Task<Refusal?> TryAgainAsync(Actor by, Guid post, CancellationToken ct) =>
        (await branches.WriteAsync<object>(by, Duty.ReadOperations, async db =>
            await db.Database.ExecuteSqlAsync($"""
                update users.post set due_time = isolation.clock(), attempts = 0, abandoned_time = null, state = 'prepared'
                where post_id = {post} and sent_time is null and state <> 'handing' and lapses_time > isolation.clock()
                """, ct) == 1 ? new object() : new NotFound(), ct)).Refusal;

    /// <summary>Puts a message into the demo's mailbox; a second time changes nothing.</summary>
    public Task PutAsync(Guid post, string recipient, string subject, string body, CancellationToken ct) =>
        branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db => await db.Database.ExecuteSqlAsync($"""
            insert into users.mailbox_message (post_id, recipient, subject, body) values ({post}, {recipient}, {subject}, {body}) on conflict (post_id) do nothing
            """, ct), ct);

    /// <summary>Whether the message lies in the mailbox.</summary>
    public Task<bool> HasAsync(Guid post, CancellationToken ct) =>
        branches.ReadAsSystemAsync(Work, Scope.Everything, async db =>
            (await db.Database.SqlQuery<int>($"""select 1 as "Value" from users.mailbox_message where post_id = {post}""").ToListAsync(ct)).Count == 1, ct);

    /// <summary>The newest messages.</summary>
    public async Task<Outcome<IReadOnlyList<MailboxMessage>>> NewestAsync(Actor by, int count, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return new Forbidden();
        }

        return await branches.ReadAsync(by, async db => await db.Database.SqlQuery<MailboxMessage>($"""
            select post_id as notification_id, recipient, subject, body, sent_time from users.mailbox_message order by sent_time desc limit {count}
            """).ToListAsync(ct), ct);
    }
}
