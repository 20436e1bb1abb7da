using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>A role over a scope, in force now.</summary>
public sealed record Grant(Role Role, Scope Scope);

/// <summary>Accounts and their grants, whoever the authority is.</summary>
public sealed class AccountDesk(BranchDb branches)
{
    private const string SignInWork = "sign-in";

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

    /// <summary>The account's grants in force now; none for one that is disabled or unknown, or in a session that has ended.</summary>
    public Task<IReadOnlyList<Grant>> GrantsAsync(Guid account, Guid? session, CancellationToken ct) =>
        branches.ReadAsSystemAsync<IReadOnlyList<Grant>>(SignInWork, Scope.Everything, async db => await (
            from grant in db.Grants
            join holder in db.Accounts on grant.AccountId equals holder.AccountId
            where holder.AccountId == account && holder.DisabledTime == null
                && (session == null || db.Sessions.Any(open => open.SessionId == session && open.AccountId == account && open.EndedTime == null))
                && grant.FromTime <= ViseContext.Clock() && (grant.ToTime == null || grant.ToTime > ViseContext.Clock())
            orderby grant.FromTime, grant.GrantId
            select new Grant(grant.Role, grant.Scope)).Take(100).ToListAsync(ct), ct);

    /// <summary>Whether the account is known and not disabled, and its session, where one is named, has not ended.</summary>
    public Task<bool> StandsAsync(Guid account, Guid? session, CancellationToken ct) =>
        branches.ReadAsSystemAsync(SignInWork, Scope.Everything, db =>
            db.Accounts.AnyAsync(known => known.AccountId == account && known.DisabledTime == null
                && (session == null || db.Sessions.Any(open => open.SessionId == session && open.AccountId == account && open.EndedTime == null)), ct), ct);
}
