using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>What is asked for: a code to an address.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Address">To where, as <see cref="ContactAddress"/> has it.</param>
/// <param name="Language">Of the message.</param>
/// <param name="Network">From where it was asked for.</param>
/// <param name="Account">Whose contact is to be proven, if anybody's.</param>
/// <param name="Instead">The message that goes out in place of a code, and the path in it: then no code is right. Null sends the code.</param>
/// <param name="Trusted">Whether a device asks that has signed in here before: what others ask for does not count against it.</param>
public sealed record CodeWish(
    CodePurpose Purpose, string Address, string Language, string Network, Guid? Account = null, (string Kind, string Path)? Instead = null, bool Trusted = false);

/// <summary>
/// One-time codes: six digits, ten minutes, five tries, kept as keyed hashes. Whether an address is known changes only what the message
/// says. A code is bound to its id, which only the browser that asked knows.
/// </summary>
public sealed class CodeDesk(BranchDb branches, FieldSeal seal, PostDesk post)
{
    private const string Work = "code";

    /// <summary>How long a code holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long what a code proved may be made use of.</summary>
    public static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(30);

    /// <summary>Codes to one address that one network may ask for in an hour.</summary>
    public const int MostAnHour = 5;

    /// <summary>Codes to one address a day, whoever asks: with five tries each, a guesser has one chance in ten thousand.</summary>
    public const int MostADay = 20;

    /// <summary>Writes the code and its message in one transaction; the id, or <see cref="TooManyCodes"/>.</summary>
    public Task<Outcome<Guid>> SendAsync(CodeWish wish, CancellationToken ct) =>
        branches.WriteAsSystemAsync<Guid>(Work, Scope.Everything, async db =>
        {
            var (address, network) = (seal.Hash("code-address", wish.Address), seal.Hash("code-network", wish.Network));
            // one at a time for an address, else a burst would be let through before it is counted
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({BinaryPrimitives.ReadInt64LittleEndian(address)})", ct);
            await db.Database.ExecuteSqlAsync($"delete from users.one_time_code where created_time < isolation.clock() - interval '2 days'", ct);
            var sent = (await db.Database.SqlQuery<SentRow>($"""
                select count(*) filter (where network_hash = {network} and created_time > isolation.clock() - interval '1 hour') as here, count(*) as everywhere
                from users.one_time_code where address_hash = {address} and created_time > isolation.clock() - interval '1 day'
                """).ToListAsync(ct)).Single();
            if (sent.Here >= MostAnHour || (!wish.Trusted && sent.Everywhere >= MostADay))
            {
                return new TooManyCodes();
            }

            var id = Guid.NewGuid();
            var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
            await db.Database.ExecuteSqlAsync($"""
                insert into users.one_time_code (code_id, purpose, address_hash, network_hash, account_id, code_hash, expires_time, tries_left)
                values ({id}, {NameOf(wish.Purpose)}, {address}, {network}, {wish.Account}, {HashOf(id, code)}, isolation.clock() + {Lifetime}, {(wish.Instead is null ? 5 : 0)})
                """, ct);
            var (kind, gap) = wish.Instead ?? (KindOf(wish.Purpose), code);
            post.Enqueue(db, wish.Address, wish.Language, kind, [gap], wish.Instead is null ? Lifetime : null);
            return id;
        }, ct);

    /// <summary>Whether the code is right; each question takes one of its tries, right or wrong.</summary>
    public async Task<bool> TryAsync(Guid id, CodePurpose purpose, string code, CancellationToken ct) =>
        (await branches.WriteAsSystemAsync<bool>(Work, Scope.Everything, async db =>
        {
            var kept = (await db.Database.SqlQuery<byte[]>($"""
                update users.one_time_code set tries_left = tries_left - 1
                where code_id = {id} and purpose = {NameOf(purpose)} and used_time is null and tries_left > 0 and expires_time > isolation.clock()
                returning code_hash as "Value"
                """).ToListAsync(ct)).SingleOrDefault();
            if (kept is null || !CryptographicOperations.FixedTimeEquals(kept, HashOf(id, code)))
            {
                return false;
            }

            await db.Database.ExecuteSqlAsync($"update users.one_time_code set used_time = isolation.clock() where code_id = {id}", ct);
            return true;
        }, ct)).Value;

    /// <summary>Whether the code was right and what it proved was not yet made use of.</summary>
    public Task<bool> IsProvenAsync(Guid id, CodePurpose purpose, CancellationToken ct) =>
        branches.ReadAsSystemAsync(Work, Scope.Everything, async db => (await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from users.one_time_code
            where code_id = {id} and purpose = {NameOf(purpose)} and closed_time is null and used_time > isolation.clock() - {ProofLifetime}
            """).ToListAsync(ct)).Count == 1, ct);

    /// <summary>Makes use of what the code proved, once: true for one caller.</summary>
    internal static async Task<bool> CloseAsync(ViseContext db, Guid id, CodePurpose purpose, Guid? account, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            update users.one_time_code set closed_time = isolation.clock()
            where code_id = {id} and purpose = {NameOf(purpose)} and account_id is not distinct from {account}
              and closed_time is null and used_time > isolation.clock() - {ProofLifetime}
            """, ct) == 1;

    private byte[] HashOf(Guid id, string code) => seal.Hash($"code:{id:D}", code);

    private static string KindOf(CodePurpose purpose) => purpose switch
    {
        CodePurpose.Register => PostKinds.CodeRegister,
        CodePurpose.Reset => PostKinds.CodeReset,
        _ => PostKinds.CodeContact,
    };

    private static string NameOf(CodePurpose purpose) => purpose.ToString().ToLowerInvariant();

    private sealed record SentRow(long Here, long Everywhere);
}
