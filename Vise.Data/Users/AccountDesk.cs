using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>A role over a scope, in force now.</summary>
public sealed record Grant(Role Role, Scope Scope);

/// <summary>What an account may do, as it is cached: grants of now and later, and the sessions that are open. Nothing in it names the person.</summary>
public sealed record AccountAccess(IReadOnlyList<HeldGrant> Grants, HashSet<Guid> OpenSessions);

/// <summary>A grant with its times; the scope as its prefix.</summary>
public sealed record HeldGrant(Role Role, string Scope, DateTimeOffset From, DateTimeOffset? To);

/// <summary>Accounts and their grants, whoever the authority is.</summary>
public sealed class AccountDesk(BranchDb branches, RegionCache? cache = null)
{
    private const string SignInWork = "sign-in";

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Finds or makes the account of an authority's subject; null when it is disabled.</summary>
    public async Task<Guid?> SignInAsync(string issuer, string subject, string name, string? email, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<Account>(SignInWork, Scope.Everything, async db =>
        {
            var account = await db.Accounts.AsTracking().SingleOrDefaultAsync(known => known.Issuer == issuer && known.Subject == subject, ct);
            if (account is null)
            {
                account = Account.Of(issuer, subject, name, email, "en", db.Now);
                db.Add(account);
            }

            account.SignIn(name, email, db.Now);
            return account.DisabledTime is null ? account : new NotFound();
        }, ct);
        // two first sign-ins of one person at once: the account is there now
        return outcome.Refusal is Collided ? await SignInAsync(issuer, subject, name, email, ct) : outcome.Value?.AccountId;
    }

    /// <summary>
    /// The account behind a token of another authority, which comes with each of a client's requests: as <see cref="SignInAsync"/>, but noted as a sign-in
    /// at most once in <see cref="SeenEvery"/>, and else only read.
    /// </summary>
    public async Task<Guid?> RecogniseAsync(string issuer, string subject, string name, string? email, CancellationToken ct)
    {
        var known = await branches.ReadAsSystemAsync(SignInWork, Scope.Everything, db => db.Accounts
            .Where(account => account.Issuer == issuer && account.Subject == subject && account.Name == name && (email == null || account.Email == email)
                && account.DisabledTime == null && account.LastSignInTime > ViseContext.Clock() - SeenEvery)
            .Select(account => (Guid?)account.AccountId).SingleOrDefaultAsync(ct), ct);
        return known ?? await SignInAsync(issuer, subject, name, email, ct);
    }

    /// <summary>
    /// The account's grants in force now; none for one that is disabled or unknown, or in a session that has ended. From the cache, which a change of
    /// grants, account or session drops at once; a write asks the database (users.grant_stands).
    /// </summary>
    public async Task<IReadOnlyList<Grant>> GrantsAsync(Guid account, Guid? session, CancellationToken ct)
    {
        if (cache is null)
        {
            return await ReadGrantsAsync(account, session, ct);
        }

        var access = await cache.GetAsync(CacheKeys.Access(account), token => ReadAccessAsync(account, token), ct);
        if (session is { } asking && !access.OpenSessions.Contains(asking))
        {
            // opened on another node a moment ago, or ended: the database knows
            return await ReadGrantsAsync(account, session, ct);
        }

        var now = cache.DatabaseTime;
        return [.. access.Grants.Where(held => held.From <= now && (held.To is null || held.To > now)).Select(held => new Grant(held.Role, Scope.Parse(held.Scope)))];
    }

    /// <summary>Whether the account is known and not disabled, and its session, where one is named, has not ended.</summary>
    public Task<bool> StandsAsync(Guid account, Guid? session, CancellationToken ct) =>
        branches.ReadAsSystemAsync(SignInWork, Scope.Everything, db =>
            db.Accounts.AnyAsync(known => known.AccountId == account && known.DisabledTime == null
                && (session == null || db.Sessions.Any(open => open.SessionId == session && open.AccountId == account && open.EndedTime == null)), ct), ct);

    private Task<IReadOnlyList<Grant>> ReadGrantsAsync(Guid account, Guid? session, CancellationToken ct) =>
        branches.ReadAsSystemAsync<IReadOnlyList<Grant>>(SignInWork, Scope.Everything, async db => await (
            from grant in db.Grants
            join holder in db.Accounts on grant.AccountId equals holder.AccountId
            where holder.AccountId == account && holder.DisabledTime == null
                && (session == null || db.Sessions.Any(open => open.SessionId == session && open.AccountId == account && open.EndedTime == null))
                && grant.FromTime <= ViseContext.Clock() && (grant.ToTime == null || grant.ToTime > ViseContext.Clock())
            orderby grant.FromTime, grant.GrantId
            select new Grant(grant.Role, grant.Scope)).Take(100).ToListAsync(ct), ct);

    private async Task<AccountAccess> ReadAccessAsync(Guid account, CancellationToken ct)
    {
        var held = await branches.ReadAsSystemAsync(SignInWork, Scope.Everything, async db => await (
            from grant in db.Grants
            join holder in db.Accounts on grant.AccountId equals holder.AccountId
            where holder.AccountId == account && holder.DisabledTime == null && (grant.ToTime == null || grant.ToTime > ViseContext.Clock())
            orderby grant.FromTime, grant.GrantId
            select new { grant.Role, grant.Scope, grant.FromTime, grant.ToTime }).Take(100).ToListAsync(ct), ct);
        var sessions = await branches.ReadAsSystemAsync(SignInWork, Scope.Everything, db => db.Sessions
            .Where(open => open.AccountId == account && open.EndedTime == null).OrderByDescending(open => open.LastSeenTime).Select(open => open.SessionId).Take(1_000).ToListAsync(ct), ct);
        return new AccountAccess([.. held.Select(one => new HeldGrant(one.Role, one.Scope.Prefix, one.FromTime, one.ToTime))], [.. sessions]);
    }
}
