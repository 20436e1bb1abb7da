using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A client's idempotency key, and the SHA-256 of the request it came with.</summary>
public sealed record OnceKey(string Key, byte[] RequestHash);

/// <summary>Remembers for a day which form a key began, so that a repeated request begins no second one (SPEC 7).</summary>
internal static class OnceKeys
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>
    /// What the key began before, or KeyReused for another request; null when it is new and now taken. A twin request waits here until
    /// the first has ended.
    /// </summary>
    public static async Task<Outcome<StartedDraft>?> EarlierAsync(this ViseContext db, Actor by, OnceKey once, CancellationToken ct)
    {
        var old = db.Now - Kept;
        await db.Database.ExecuteSqlAsync($"delete from users.idempotency_key where account_id = {by.Account} and created_time <= {old}", ct);
        var taken = await db.Database.ExecuteSqlAsync($"""
            insert into users.idempotency_key (account_id, key, request_hash, created_time)
            values ({by.Account}, {once.Key}, {once.RequestHash}, {db.Now}) on conflict do nothing
            """, ct);
        if (taken == 1)
        {
            return null;
        }

        var known = await db.Database.SqlQuery<KnownKey>($"""
            select request_hash, application_id, created_time from users.idempotency_key where account_id = {by.Account} and key = {once.Key}
            """).SingleAsync(ct);
        return known.RequestHash.AsSpan().SequenceEqual(once.RequestHash)
            ? new StartedDraft(ApplicationId.Parse(known.ApplicationId), 0, known.CreatedTime)
            : new KeyReused();
    }

    public static Task KeepAsync(this ViseContext db, Actor by, OnceKey once, ApplicationId id, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"update users.idempotency_key set application_id = {id.Value} where account_id = {by.Account} and key = {once.Key}", ct);

    private sealed record KnownKey(byte[] RequestHash, string ApplicationId, DateTimeOffset CreatedTime);
}
