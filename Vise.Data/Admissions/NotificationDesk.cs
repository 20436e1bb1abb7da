using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// Whom to tell about an application, by which addresses, and what the message may say: a first name, what is applied for, and no more of the child's data.
/// </summary>
public sealed record Addressee(Guid Account, string? Email, string? Mobile, string Language, string ChildFirstName, SchoolChoice Choice);

/// <summary>One message to one person at one address. An effect that several are told of becomes an effect for each of them.</summary>
/// <param name="To">The person.</param>
/// <param name="By"><see cref="Email"/> or <see cref="Mobile"/>.</param>
public sealed record Delivery(Addressee To, string By)
{
    public const string Email = "email";
    public const string Mobile = "mobile";

    /// <summary>The payload's names for the person and the address that were settled on.</summary>
    internal const string AccountKey = "account";
    internal const string ByKey = "by";

    public string? Address => By == Mobile ? To.Mobile : To.Email;
}

/// <summary>How far a message has come.</summary>
public enum NotificationState
{
    /// <summary>Written down, not yet on its way.</summary>
    Prepared,

    /// <summary>The channel was about to take it: after a crash nobody knows whether it did.</summary>
    Handing,

    Sent,

    /// <summary>The channel said no for good.</summary>
    Refused,

    /// <summary>It may have gone out; it is not sent again by itself.</summary>
    Unsure,
}

/// <summary>A message written down for one person about one effect. <paramref name="MessageId"/> stays the same however often it is tried.</summary>
public sealed record PreparedNotification(Guid NotificationId, string MessageId, NotificationState State, Guid Claim);

/// <summary>
/// Keeps a message from going out twice: it is written down before it is sent, one a person and effect, and handed over only by whoever
/// holds the claim. Each step is a transaction of its own, so a crash at any point leaves it known how far the message had come.
/// </summary>
public sealed class NotificationDesk(BranchDb branches)
{
    private const string Work = "notification";

    /// <summary>The family's people, the owner first; none when the form is a walk-in's that nobody has claimed, or the accounts are closed.</summary>
    public Task<IReadOnlyList<Addressee>> AddresseesAsync(ApplicationId id, CancellationToken ct) =>
        branches.ReadAsSystemAsync<IReadOnlyList<Addressee>>(Work, Scope.Of(id.Branch), async db =>
        {
            var found = await (
                from application in db.Applications
                from account in db.Accounts
                where application.BranchId == id.Branch && application.ApplicationId == id && account.DisabledTime == null
                    && (account.AccountId == application.AccountId || account.AccountId == application.GuardianAccountId)
                orderby account.AccountId == application.AccountId descending
                select new { account.AccountId, account.Email, account.Mobile, account.Language, Application = application }).Take(2).ToListAsync(ct);
            return [.. found.Select(person =>
                new Addressee(person.AccountId, person.Email, person.Mobile, person.Language, person.Application.ChildName.Split(' ')[0], SchoolChoice.Of(person.Application)))];
        }, ct);

    /// <summary>
    /// Whether what the effect asks of the family still stands: a reminder or warning is about a status and a day, a refusal about a document that stands refused, the end of a
    /// cycle about a form that has gone no further. None is news once that has changed. What is on its way already goes its way.
    /// </summary>
    public async Task<bool> StandsAsync(ClaimedEffect effect, CancellationToken ct)
    {
        var isRefusal = effect.Kind == OutboxEntry.TellFamilyKind && effect.Payload.GetValueOrDefault("about") == OutboxEntry.AboutDocument;
        if (effect.Application is not { } id || !(isRefusal || effect.Kind is OutboxEntry.RemindKind or OutboxEntry.WarnDraftKind or OutboxEntry.CycleKind))
        {
            return true;
        }

        return await branches.ReadAsSystemAsync(Work, Scope.Of(id.Branch), async db =>
            await db.Applications.SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct) is { } application
                && (isRefusal || effect.Payload.GetValueOrDefault("status") == OutboxEntry.AboutDocument ? await IsRefusedAsync(db, application, effect, ct) : StandsFor(application, effect))
            || await db.Database.SqlQuery<bool>($"""
                select exists (select from admissions.notification
                  where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and state <> 'prepared') as "Value"
                """).SingleAsync(ct), ct);
    }

    private static bool StandsFor(Application application, ClaimedEffect effect)
    {
        var asked = effect.Payload.GetValueOrDefault("status") ?? StatusNames.Of(ApplicationStatus.Draft);
        return effect.Kind == OutboxEntry.CycleKind
            ? asked == StatusNames.Of(ApplicationStatus.Draft) ? application is { Status: ApplicationStatus.Draft, CorrectionDueTime: null } : Application.ChecksDocuments(application.Status)
            : asked == StatusNames.Of(application.Status) && application.DueTime == DateTimeOffset.Parse(effect.Payload["until"], CultureInfo.InvariantCulture);
    }

    // the message names one document, the reminder the day of all that are to be replaced by then
    private static async Task<bool> IsRefusedAsync(ViseContext db, Application application, ClaimedEffect effect, CancellationToken ct)
    {
        var (branch, id) = (application.BranchId, application.ApplicationId);
        var refused = db.Documents.Where(document => document.BranchId == branch && document.ApplicationId == id && document.RefusedTime != null);
        if (!Application.ChecksDocuments(application.Status))
        {
            return false;
        }

        var until = DateTimeOffset.Parse(effect.Payload["until"], CultureInfo.InvariantCulture);
        return effect.Payload.TryGetValue("document", out var one) && Guid.TryParse(one, out var named)
            ? await refused.AnyAsync(document => document.DocumentId == named, ct)
            : await refused.AnyAsync(document => document.ReplaceBy == until, ct);
    }

    /// <summary>
    /// Settles an effect on the first of its deliveries, once: each other one becomes an effect of its own. False when somebody else has the
    /// effect by now. Nothing to do for an effect that was settled before.
    /// </summary>
    public async Task<bool> SettleOnAsync(ClaimedEffect effect, IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Of(effect.Branch), async db =>
        {
            var settled = await db.Database.ExecuteSqlAsync($"""
                update admissions.outbox set payload = payload || {Place(deliveries[0])}::jsonb
                where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and claim_id = {effect.Claim} and not payload ? {Delivery.AccountKey}
                """, ct);
            foreach (var other in settled == 1 ? deliveries.Skip(1) : [])
            {
                await db.Database.ExecuteSqlAsync($"""
                    insert into admissions.outbox (branch_id, outbox_id, application_id, kind, payload, created_time)
                    select branch_id, gen_random_uuid(), application_id, kind, payload || {Place(other)}::jsonb, created_time
                    from admissions.outbox where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId}
                    """, ct);
            }

            return settled == 1;
        }, ct);
        return OutboxDesk.Expect(outcome) is true;
    }

    /// <summary>Writes the message down, or finds it as written down before; one that was not yet on its way passes over to this claim.</summary>
    /// <param name="effect">The effect that the message is.</param>
    /// <param name="account">To whom.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="host">The right half of the message id.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<PreparedNotification> PrepareAsync(ClaimedEffect effect, Guid account, string channel, string host, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        var messageId = $"{id:N}@{host}";
        var outcome = await branches.WriteAsSystemAsync<NotificationRow>(Work, Scope.Of(effect.Branch), async db =>
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into admissions.notification as n (branch_id, notification_id, outbox_id, application_id, account_id, channel, message_id, state, claim_id)
                values ({effect.Branch.Value}, {id}, {effect.OutboxId}, {effect.Application!.Value.Value}, {account}, {channel}, {messageId}, 'prepared', {effect.Claim})
                on conflict (branch_id, outbox_id, account_id) do update set claim_id = excluded.claim_id, channel = excluded.channel where n.state = 'prepared'
                """, ct);
            return (await db.Database.SqlQuery<NotificationRow>($"""
                select notification_id, message_id, state, claim_id from admissions.notification
                where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and account_id = {account}
                """).ToListAsync(ct)).Single();
        }, ct);
        var row = OutboxDesk.Expect(outcome);
        return new PreparedNotification(row.NotificationId, row.MessageId, Enum.Parse<NotificationState>(row.State, ignoreCase: true), row.ClaimId);
    }

    /// <summary>The channel is about to take it: true for exactly one caller. Committed before it returns.</summary>
    public async Task<bool> HandOverAsync(ClaimedEffect effect, Guid notification, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Of(effect.Branch), async db =>
            await db.Database.ExecuteSqlAsync($"""
                update admissions.notification set state = 'handing', handed_time = isolation.clock()
                where branch_id = {effect.Branch.Value} and notification_id = {notification} and state = 'prepared' and claim_id = {effect.Claim}
                """, ct), ct);
        return OutboxDesk.Expect(outcome) is 1;
    }

    /// <summary>
    /// The channel took it: message and effect are settled together, even when the claim has lapsed meanwhile; the effect of several messages
    /// with the last of them.
    /// </summary>
    public Task SentAsync(ClaimedEffect effect, Guid notification, CancellationToken ct) => SettleAsync(effect, async db =>
    {
        await db.Database.ExecuteSqlAsync($"""
            update admissions.notification set state = 'sent', sent_time = isolation.clock()
            where branch_id = {effect.Branch.Value} and notification_id = {notification} and state in ('handing', 'unsure')
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            update admissions.outbox set carried_time = coalesce(carried_time, isolation.clock()), abandoned_time = null, failure = null
            where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and not exists (
              select from admissions.notification other
              where other.branch_id = {effect.Branch.Value} and other.outbox_id = {effect.OutboxId} and other.state in ('prepared', 'handing'))
            """, ct);
    }, ct);

    /// <summary>The channel surely did not take what was handed over under the claim: it may be handed over anew.</summary>
    public Task NotTakenAsync(ClaimedEffect effect, Guid notification, Guid claim, CancellationToken ct) => SettleAsync(effect, db =>
        db.Database.ExecuteSqlAsync($"""
            update admissions.notification set state = 'prepared', handed_time = null
            where branch_id = {effect.Branch.Value} and notification_id = {notification} and state = 'handing' and claim_id = {claim}
            """, ct), ct);

    /// <summary>Ends in <see cref="NotificationState.Refused"/> or <see cref="NotificationState.Unsure"/>, and the effect is given up visibly.</summary>
    public Task EndAsync(ClaimedEffect effect, Guid notification, NotificationState state, string failure, CancellationToken ct) => SettleAsync(effect, async db =>
    {
        await db.Database.ExecuteSqlAsync($"""
            update admissions.notification set state = {state.ToString().ToLowerInvariant()}
            where branch_id = {effect.Branch.Value} and notification_id = {notification} and state <> 'sent'
            """, ct);
        await OutboxDesk.SetAbandonedAsync(db, effect, failure, ct);
    }, ct);

    private async Task SettleAsync(ClaimedEffect effect, Func<ViseContext, Task> settle, CancellationToken ct) =>
        OutboxDesk.Expect(await branches.WriteAsSystemAsync<object>(Work, Scope.Of(effect.Branch), async db =>
        {
            await settle(db);
            return new Outcome<object>(null, null);
        }, ct));

    private static string Place(Delivery delivery) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { [Delivery.AccountKey] = delivery.To.Account.ToString(), [Delivery.ByKey] = delivery.By });

    private sealed record NotificationRow(Guid NotificationId, string MessageId, string State, Guid ClaimId);
}
