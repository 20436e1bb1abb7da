using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>What a client was answered to a change, to be answered again.</summary>
/// <param name="Status">The HTTP status, 200-299: what was refused changed nothing, and its key is free again.</param>
/// <param name="ContentType">The body's type; null without one.</param>
/// <param name="Location">The header of that name.</param>
/// <param name="ETag">The header of that name.</param>
/// <param name="Body">The body's bytes, before compression.</param>
public sealed record OnceAnswer(short Status, string? ContentType, string? Location, string? ETag, byte[] Body);

/// <summary>A key that is now the caller's to carry out, or what was answered before.</summary>
public sealed record OnceTurn(OnceClaim? Claim, OnceAnswer? Earlier);

/// <summary>Remembers for 24 hours what a client's Idempotency-Key was answered, so that a repeated request does nothing twice (SPEC 7).</summary>
public sealed class OnceDesk(BranchDb branches)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // longer than any request is let run; one that still comes to its end finds the key taken over and commits nothing
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Takes a key's turn. <see cref="KeyReused"/> for another request than the first, <see cref="KeyInUse"/> while that one runs,
    /// <see cref="AnswerLost"/> when it was carried out and its server died before the answer was kept.
    /// </summary>
    /// <param name="by">Whose key it is.</param>
    /// <param name="duty">The duty of the request.</param>
    /// <param name="key">As sent, 1-200 characters.</param>
    /// <param name="requestHash">The SHA-256 of what the request asks for.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Outcome<OnceTurn>> TakeAsync(Actor by, Duty duty, string key, byte[] requestHash, CancellationToken ct) =>
        branches.WriteAsync<OnceTurn>(by, duty, async db =>
        {
            var claim = new OnceClaim(key, Guid.NewGuid());
            var old = db.Now - Kept;
            await db.Database.ExecuteSqlAsync($"delete from users.idempotency_key where account_id = {by.Account} and created_time <= {old}", ct);
            var taken = await db.Database.ExecuteSqlAsync($"""
                insert into users.idempotency_key (account_id, key, request_hash, created_time, claim_id, claimed_time)
                values ({by.Account}, {key}, {requestHash}, {db.Now}, {claim.Claim}, {db.Now}) on conflict do nothing
                """, ct);
            return taken == 1 ? new OnceTurn(claim, null) : await EarlierAsync(db, by, claim, requestHash, ct);
        }, ct);

    /// <summary>Keeps the answer of a change that was made under the claim.</summary>
    public Task KeepAsync(Actor by, Duty duty, OnceClaim once, OnceAnswer answer, CancellationToken ct) => branches.WriteAsync<object>(by, duty, async db =>
        await db.Database.ExecuteSqlAsync($"""
            update users.idempotency_key set done_time = coalesce(done_time, {db.Now}), status = {answer.Status}, content_type = {answer.ContentType},
              location = {answer.Location}, etag = {answer.ETag}, body = {answer.Body}
            where account_id = {by.Account} and key = {once.Key} and claim_id = {once.Claim}
            """, ct), ct);

    /// <summary>Frees a key under which nothing was changed.</summary>
    public Task FreeAsync(Actor by, Duty duty, OnceClaim once, CancellationToken ct) => branches.WriteAsync<object>(by, duty, async db =>
        await db.Database.ExecuteSqlAsync($"""
            delete from users.idempotency_key where account_id = {by.Account} and key = {once.Key} and claim_id = {once.Claim} and done_time is null
            """, ct), ct);

    /// <summary>Forgets what is older than a day.</summary>
    public Task PruneAsync(CancellationToken ct) => branches.WriteAsSystemAsync<object>("prune-keys", Scope.Everything, async db =>
    {
        var old = db.Now - Kept;
        return await db.Database.ExecuteSqlAsync($"delete from users.idempotency_key where created_time <= {old}", ct);
    }, ct);

    /// <summary>Notes in the change's own transaction that it is made; false when another request has taken the key over.</summary>
    internal static async Task<bool> NoteDoneAsync(ViseContext db, Guid account, OnceClaim once, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            update users.idempotency_key set done_time = {db.Now} where account_id = {account} and key = {once.Key} and claim_id = {once.Claim}
            """, ct) == 1;

    private static async Task<Outcome<OnceTurn>> EarlierAsync(ViseContext db, Actor by, OnceClaim claim, byte[] requestHash, CancellationToken ct)
    {
        var known = await db.Database.SqlQuery<KnownKey>($"""
            select request_hash, claimed_time, done_time, status, content_type, location, etag, body
            from users.idempotency_key where account_id = {by.Account} and key = {claim.Key} for update
            """).SingleOrDefaultAsync(ct);
        if (known is null)
        {
            // freed since
            return new KeyInUse();
        }

        if (!known.RequestHash.AsSpan().SequenceEqual(requestHash))
        {
            return new KeyReused();
        }

        if (known.Status is { } status)
        {
            return new OnceTurn(null, new OnceAnswer(status, known.ContentType, known.Location, known.Etag, known.Body ?? []));
        }

        if (known.ClaimedTime > db.Now - Patience)
        {
            return new KeyInUse();
        }

        if (known.DoneTime is not null)
        {
            return new AnswerLost();
        }

        await db.Database.ExecuteSqlAsync($"""
            update users.idempotency_key set claim_id = {claim.Claim}, claimed_time = {db.Now} where account_id = {by.Account} and key = {claim.Key}
            """, ct);
        return new OnceTurn(claim, null);
    }

    private sealed record KnownKey(
        byte[] RequestHash, DateTimeOffset? ClaimedTime, DateTimeOffset? DoneTime, short? Status, string? ContentType, string? Location, string? Etag, byte[]? Body);
}
