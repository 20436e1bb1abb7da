using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>An effect claimed to be carried out. The claim ends by itself; whoever claims it then has another <paramref name="Claim"/>.</summary>
/// <param name="Branch">Where.</param>
/// <param name="OutboxId">Which.</param>
/// <param name="Application">About which application, if about one.</param>
/// <param name="Kind">See <see cref="OutboxEntry.Kind"/>.</param>
/// <param name="Payload">See <see cref="OutboxEntry.Payload"/>.</param>
/// <param name="Claim">The claim; what no longer holds it changes nothing.</param>
/// <param name="Attempts">The how-manieth attempt this is, from 1.</param>
/// <param name="AgeHours">How long ago the change was made, hours.</param>
public sealed record ClaimedEffect(
    BranchId Branch, Guid OutboxId, ApplicationId? Application, string Kind, IReadOnlyDictionary<string, string> Payload, Guid Claim, int Attempts, double AgeHours)
{
    /// <summary>The delivery that the effect was settled on, among these; null when it is not settled yet.</summary>
    public (bool Settled, Delivery? Delivery) On(IReadOnlyList<Addressee> people) => Payload.TryGetValue(Delivery.AccountKey, out var account)
        ? (true, people.Where(person => person.Account.ToString() == account).Select(person => new Delivery(person, Payload[Delivery.ByKey])).FirstOrDefault())
        : (false, null);
}

/// <summary>Carries out what changes must cause: claims in small batches, on several nodes at once, and notes what became of each.</summary>
public sealed class OutboxDesk(BranchDb branches)
{
    private const string Work = "outbox";

    /// <summary>After so many attempts, about a day, an effect is given up visibly.</summary>
    public const int MaxAttempts = 30;

    /// <summary>The longest a failure's text may be.</summary>
    public const int FailureLength = 200;

    /// <summary>Claims effects that are due, the longest due first; another node skips those. A claim that is not settled lapses after the lease.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="lease">How long a claim holds.</param>
    /// <param name="ct">Ends the work.</param>
    /// <param name="messages">False where nobody can be reached: then messages wait and all else is carried.</param>
    public async Task<IReadOnlyList<ClaimedEffect>> ClaimAsync(int count, TimeSpan lease, CancellationToken ct, bool messages = true)
    {
        var claim = Guid.NewGuid();
        var outcome = await branches.WriteAsSystemAsync<List<ClaimedRow>>(Work, Scope.Everything, async db => await db.Database.SqlQuery<ClaimedRow>($"""
            update admissions.outbox o
            set attempts = o.attempts + 1, claim_id = {claim}, due_time = isolation.clock() + {lease}
            from (
              select branch_id, outbox_id from admissions.outbox
              where carried_time is null and abandoned_time is null and due_time <= isolation.clock()
                and ({messages} or kind = {OutboxEntry.SeatFreedKind})
              order by due_time limit {count} for update skip locked) due
            where o.branch_id = due.branch_id and o.outbox_id = due.outbox_id
            returning o.branch_id, o.outbox_id, o.application_id, o.kind, o.payload::text as payload, o.attempts,
              extract(epoch from isolation.clock() - o.created_time)::float8 / 3600 as age_hours
            """).ToListAsync(ct), ct);
        return [.. Expect(outcome).Select(row => new ClaimedEffect(
            BranchId.Parse(row.BranchId), row.OutboxId, row.ApplicationId is { } id ? ApplicationId.Parse(id) : null, row.Kind,
            JsonSerializer.Deserialize<Dictionary<string, string>>(row.Payload)!, claim, row.Attempts, row.AgeHours))];
    }

    /// <summary>Carried out; a note where there was nothing to do.</summary>
    public Task CarriedAsync(ClaimedEffect effect, string? note, CancellationToken ct) =>
        SettleAsync(effect, db => SetCarriedAsync(db, effect, note, ct), ct);

    /// <summary>Failed for now: due again later, each time twice as late up to an hour; given up after <see cref="MaxAttempts"/>.</summary>
    /// <param name="effect">Which.</param>
    /// <param name="failure">Why, in words that name nobody.</param>
    /// <param name="ct">Ends the work.</param>
    public Task TryAgainAsync(ClaimedEffect effect, string failure, CancellationToken ct) =>
        effect.Attempts >= MaxAttempts
            ? GiveUpAsync(effect, failure, ct)
            : SettleAsync(effect, db => db.Database.ExecuteSqlAsync($"""
                update admissions.outbox set due_time = isolation.clock() + {Wait(effect.Attempts)}, failure = {Short(failure)}
                where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and claim_id = {effect.Claim}
                """, ct), ct);

    /// <summary>Given up: it stays visible to operations, who may have it tried again.</summary>
    public Task GiveUpAsync(ClaimedEffect effect, string failure, CancellationToken ct) => SettleAsync(effect, db => SetAbandonedAsync(db, effect, failure, ct), ct);

    /// <summary>How long to wait after an attempt: 10 s, 20 s, 40 s, ... at most an hour.</summary>
    public static TimeSpan Wait(int attempts) => TimeSpan.FromSeconds(Math.Min(3600, 10 * Math.Pow(2, Math.Min(attempts, 20) - 1)));

    internal static Task<int> SetCarriedAsync(ViseContext db, ClaimedEffect effect, string? note, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            update admissions.outbox set carried_time = isolation.clock(), abandoned_time = null, failure = {Short(note)}
            where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and claim_id = {effect.Claim}
            """, ct);

    internal static Task<int> SetAbandonedAsync(ViseContext db, ClaimedEffect effect, string failure, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            update admissions.outbox set abandoned_time = isolation.clock(), failure = {Short(failure)}
            where branch_id = {effect.Branch.Value} and outbox_id = {effect.OutboxId} and claim_id = {effect.Claim} and carried_time is null
            """, ct);

    private async Task SettleAsync(ClaimedEffect effect, Func<ViseContext, Task<int>> settle, CancellationToken ct) =>
        Expect(await branches.WriteAsSystemAsync<object>(Work, Scope.Of(effect.Branch), async db => await settle(db), ct));

    /// <summary>What background work writes is never refused unless something is amiss.</summary>
    internal static T Expect<T>(Outcome<T> outcome) =>
        outcome.Refusal is { } refusal ? throw new InvalidOperationException($"The outbox's own work was refused: {refusal.Code}.") : outcome.Value!;

    internal static string? Short(string? text) => text?.Length > FailureLength ? text[..FailureLength] : text;

    private sealed record ClaimedRow(string BranchId, Guid OutboxId, string? ApplicationId, string Kind, string Payload, int Attempts, double AgeHours);
}
