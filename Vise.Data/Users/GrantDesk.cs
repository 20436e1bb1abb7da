using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>A role to be given: where, and from when until when.</summary>
/// <param name="Role">Which.</param>
/// <param name="Scope">Where.</param>
/// <param name="From">Null: from now.</param>
/// <param name="To">Null: until it is ended.</param>
public sealed record GrantWish(Role Role, Scope Scope, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>Gives, shortens and ends grants, and closes accounts. The database asks the same questions once more.</summary>
public sealed class GrantDesk(BranchDb branches)
{
    /// <summary>Gives a role to somebody who has an account.</summary>
    public Task<Refusal?> GiveAsync(Actor by, Guid account, GrantWish wish, CancellationToken ct) => WriteAsync(by, wish.Scope, async db =>
    {
        if (Check(by, wish, db.Now) is { } refusal)
        {
            return refusal;
        }

        if (account == by.Account)
        {
            return new OwnGrant();
        }

        if (await db.Database.SqlQuery<bool>($"""select exists (select from users.account where account_id = {account}) as "Value" """).SingleAsync(ct) is false)
        {
            return new NotFound();
        }

        if (await HoldsAsync(db, account, wish, ct))
        {
            return new AlreadyHolds();
        }

        await db.Database.ExecuteSqlAsync($"""
            insert into users.access_grant (account_id, role, scope, from_time, to_time, given_by, giver_name)
            values ({account}, {wish.Role.ToString()}, {wish.Scope.Prefix}, {wish.From ?? db.Now}, {wish.To}, {by.Account}, {by.Name})
            """, ct);
        return null;
    }, ct);

    /// <summary>Sets when a grant ends: at once (<paramref name="to"/> null), or at a later time. One that has not begun never begins.</summary>
    public Task<Refusal?> EndAsync(Actor by, Guid grant, DateTimeOffset? to, string? reason, CancellationToken ct) => WriteAsync(by, by.Scope, async db =>
    {
        var held = (await db.Database.SqlQuery<HeldGrant>($"""
            select role, scope, from_time, to_time from users.access_grant where grant_id = {grant} for update
            """).ToListAsync(ct)).SingleOrDefault();
        if (held is null || !Giving.May(by, Enum.Parse<Role>(held.Role), Scope.Parse(held.Scope)))
        {
            return new NotFound();
        }

        if (held.ToTime <= db.Now || to <= db.Now || to <= held.FromTime)
        {
            return new PeriodInvalid();
        }

        var why = Typed.Cut(Typed.Clean(reason), 500);
        if (to is null && why.Length == 0)
        {
            return new ReasonMissing();
        }

        var end = to ?? (held.FromTime > db.Now ? held.FromTime : db.Now);
        await db.Database.ExecuteSqlAsync($"""
            update users.access_grant set to_time = {end}, ended_by = {by.Account}, ender_name = {by.Name}, reason = {(why.Length == 0 ? null : why)} where grant_id = {grant}
            """, ct);
        return null;
    }, ct);

    /// <summary>Closes an account or opens it again: its sessions end within half a minute, its writes at once. SystemAdmin only; nobody closes the own.</summary>
    public Task<Refusal?> SetDisabledAsync(Actor by, Guid account, bool disabled, CancellationToken ct) => branches.WriteAsync(by, Duty.SetUpNetwork, Scope.Everything, async db =>
    {
        if (account == by.Account)
        {
            return new OwnGrant();
        }

        DateTimeOffset? at = disabled ? db.Now : null;
        var changed = await db.Database.ExecuteSqlAsync($"update users.account set disabled_time = {at} where account_id = {account} and (disabled_time is not null) <> {disabled}", ct);
        return changed == 0 ? new NotFound() : null;
    }, ct);

    /// <summary>Whether the wish may be: within the giver's own grant, over a place that fits, for days that follow each other.</summary>
    internal static Refusal? Check(Actor by, GrantWish wish, DateTimeOffset now) =>
        !Giving.Fits(wish.Role, wish.Scope) ? new ScopeUnfit()
        : !Giving.May(by, wish.Role, wish.Scope) ? new BeyondOwnGrant()
        : wish.To <= (wish.From > now ? wish.From : now) || wish.From < now.AddDays(-1) ? new PeriodInvalid()
        : null;

    internal static Task<bool> HoldsAsync(ViseContext db, Guid account, GrantWish wish, CancellationToken ct) => db.Database.SqlQuery<bool>($"""
        select exists (select from users.access_grant
          where account_id = {account} and role = {wish.Role.ToString()} and scope = {wish.Scope.Prefix} and (to_time is null or to_time > isolation.clock())) as "Value"
        """).SingleAsync(ct);

    private Task<Refusal?> WriteAsync(Actor by, Scope scope, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ManagePeople, scope, write, ct);

    private sealed record HeldGrant(string Role, string Scope, DateTimeOffset FromTime, DateTimeOffset? ToTime);
}
