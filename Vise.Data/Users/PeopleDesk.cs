using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>A person's own account as the person sees it.</summary>
public sealed record OwnAccount(
    string Name, string Language, string? Email, bool EmailVerified, string? Mobile, bool MobileVerified, bool NotifyEmail, bool NotifySms, bool IsGuest);

/// <summary>What people do with their own accounts: register, prove an address, settle names and notices; and what becomes of guests.</summary>
public sealed class PeopleDesk(BranchDb branches, PostDesk post)
{
    private const string Work = "people";

    /// <summary>The issuer of accounts whose logins are VISE's own.</summary>
    public const string EmbeddedIssuer = "vise";

    /// <summary>How a guest is called in the trails; pages have a word for it in their language.</summary>
    public const string GuestName = "Guest";

    /// <summary>Makes the account of somebody who has proven an address; <see cref="CodeNotProven"/> when that was made use of before.</summary>
    public Task<Outcome<Guid>> RegisterAsync(Guid code, string issuer, string subject, string name, string address, string language, CancellationToken ct) =>
        branches.WriteAsSystemAsync<Guid>(Work, Scope.Everything, async db =>
        {
            if (!await CodeDesk.CloseAsync(db, code, CodePurpose.Register, null, ct))
            {
                return new CodeNotProven();
            }

            var account = Account.Of(issuer, subject, name, null, language, db.Now);
            account.Prove(address, db.Now);
            db.Add(account);
            return account.AccountId;
        }, ct);

    /// <summary>The password was chosen anew: everything signed in until now is signed out, and the person is told.</summary>
    /// <param name="code">What proved the address.</param>
    /// <param name="issuer">The authority.</param>
    /// <param name="subject">The authority's name for the person.</param>
    /// <param name="address">Where the code went.</param>
    /// <param name="path">Where to choose another one, for the message.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Refusal?> PasswordChangedAsync(Guid code, string issuer, string subject, string address, string path, CancellationToken ct) =>
        (await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db =>
        {
            if (!await CodeDesk.CloseAsync(db, code, CodePurpose.Reset, null, ct))
            {
                return new CodeNotProven();
            }

            var account = await db.Accounts.AsTracking().SingleOrDefaultAsync(known => known.Issuer == issuer && known.Subject == subject, ct);
            if (account is not null)
            {
                await SessionDesk.EndAllAsync(db, account.AccountId, ct);
            }

            foreach (var to in new[] { address, account?.Email, account?.Mobile }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
            {
                post.Enqueue(db, to, account?.Language ?? "en", PostKinds.PasswordChanged, [path]);
            }

            return new object();
        }, ct)).Refusal;

    /// <summary>The person's own account.</summary>
    public Task<OwnAccount> OwnAsync(Actor by, CancellationToken ct) => branches.ReadAsync(by, async db =>
    {
        var own = await db.Accounts.SingleAsync(account => account.AccountId == by.Account, ct);
        return new OwnAccount(
            own.Name, own.Language, own.Email, own.EmailVerifiedTime is not null, own.Mobile, own.MobileVerifiedTime is not null, own.NotifyEmail, own.NotifySms, own.IsGuest);
    }, ct);

    /// <summary>The authority's name for the person; null for a guest and for another authority's.</summary>
    public Task<string?> SubjectAsync(Actor by, CancellationToken ct) => branches.ReadAsync(by, db =>
        db.Accounts.Where(account => account.AccountId == by.Account && account.Issuer == EmbeddedIssuer).Select(account => account.Subject).SingleOrDefaultAsync(ct), ct);

    /// <summary>Keeps name, language and how notices may come.</summary>
    public async Task<Refusal?> SettleAsync(Actor by, string name, string language, bool notifyEmail, bool notifySms, CancellationToken ct) =>
        (await branches.WriteAsync<object>(by, Duty.ApplyForOwnChild, async db =>
        {
            var own = await db.Accounts.AsTracking().SingleAsync(account => account.AccountId == by.Account, ct);
            own.Settle(name, language, notifyEmail, notifySms);
            return new object();
        }, ct)).Refusal;

    /// <summary>Keeps the language that the person reads pages in, for the next device.</summary>
    public async Task<Refusal?> ReadInAsync(Actor by, string language, CancellationToken ct) =>
        (await branches.WriteAsync<object>(by, Duty.ApplyForOwnChild, async db =>
        {
            (await db.Accounts.AsTracking().SingleAsync(account => account.AccountId == by.Account, ct)).ReadIn(language);
            return new object();
        }, ct)).Refusal;

    /// <summary>At a sign-in: the language that the person reads pages in; the one chosen on this device where none was kept before. Null where neither is.</summary>
    public async Task<string?> LanguageAtSignInAsync(Guid account, string? here, CancellationToken ct)
    {
        var kept = await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Accounts.Where(known => known.AccountId == account).Select(known => known.PageLanguage).SingleOrDefaultAsync(ct), ct);
        if (kept is null && here is not null)
        {
            await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db =>
            {
                (await db.Accounts.AsTracking().SingleAsync(known => known.AccountId == account, ct)).ReadIn(here);
                return new object();
            }, ct);
        }

        return kept ?? here;
    }

    /// <summary>An address of the person's own was proven by a code: it takes the old one's place, and the old one is told.</summary>
    public async Task<Refusal?> ProveAsync(Actor by, Guid code, CodePurpose purpose, string address, string path, CancellationToken ct) =>
        (await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db =>
        {
            if (!await CodeDesk.CloseAsync(db, code, purpose, by.Account, ct))
            {
                return new CodeNotProven();
            }

            var own = await db.Accounts.AsTracking().SingleAsync(account => account.AccountId == by.Account, ct);
            if (own.Prove(address, db.Now) is { } before)
            {
                post.Enqueue(db, before, own.Language, PostKinds.ContactChanged, [path]);
            }

            return new object();
        }, ct)).Refusal;

    /// <summary>An account for somebody who begins a form and registers later.</summary>
    public async Task<Guid> GuestAsync(string language, CancellationToken ct) =>
        (await branches.WriteAsSystemAsync<Guid>(Work, Scope.Everything, db =>
        {
            var guest = Account.Of(Account.GuestIssuer, Guid.NewGuid().ToString("N"), GuestName, null, language, db.Now);
            db.Add(guest);
            return Task.FromResult<Outcome<Guid>>(guest.AccountId);
        }, ct)).Value;

    /// <summary>
    /// A guest turned out to be somebody: the forms go to that account and the guest's is closed, in one transaction. What the guest did stays
    /// in the trails as the guest's. Returns how many forms moved; none for what is no guest, or moved before.
    /// </summary>
    public async Task<int> AdoptAsync(Guid guest, Guid account, CancellationToken ct) =>
        (await branches.WriteAsSystemAsync<int>(Work, Scope.Everything, async db =>
        {
            var from = await db.Accounts.AsTracking()
                .SingleOrDefaultAsync(known => known.AccountId == guest && known.Issuer == Account.GuestIssuer && known.DisabledTime == null, ct);
            if (from is null || guest == account)
            {
                return 0;
            }

            from.MoveTo(account, db.Now);
            return await db.Database.ExecuteSqlAsync($"""
                update users.application set account_id = {account}
                where account_id = {guest} and branch_id >= {Scope.Everything.Low} and branch_id < {Scope.Everything.High}
                """, ct);
        }, ct)).Value;
}
