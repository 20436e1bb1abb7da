using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>An invitation just made: its token is in no place else.</summary>
public sealed record MadeInvitation(Guid InvitationId, string Token, DateTimeOffset ExpiresTime);

/// <summary>How an invitation is written.</summary>
/// <param name="Language">BCP 47; the inviter's, since nothing is known of whom it goes to.</param>
/// <param name="LinkOf">The path of VISE that a token makes.</param>
public sealed record InvitationLetter(string Language, Func<string, string> LinkOf)
{
    /// <summary>The kinds of <c>PostWords.resx</c>: gaps are who invites and the link.</summary>
    public const string StaffKind = "invite-staff";

    public const string GuardianKind = "invite-guardian";

    internal void Post(PostDesk post, ViseContext db, PersonAddress to, string kind, string inviter, string token) =>
        post.Enqueue(db, to.Text, Language, kind, [inviter, LinkOf(token)], TimeSpan.FromDays(Giving.InvitationDays));
}

/// <summary>What the holder of a link is invited to.</summary>
public sealed record InvitationOffer(Role Role, Scope Scope, DateTimeOffset FromTime, DateTimeOffset? ToTime, string? InvitedBy);

/// <summary>Staff by invitation: a role is promised to whoever holds the link, and given when they accept.</summary>
public sealed class InvitationDesk(BranchDb branches, OneTimeSecret secrets, PostDesk post)
{
    private const string Work = "invitation";

    /// <summary>Promises a role, in place of the same promise that still waits; nothing tells whether the address is known.</summary>
    public Task<Outcome<MadeInvitation>> InviteAsync(Actor by, string? address, GrantWish wish, InvitationLetter letter, CancellationToken ct) =>
        branches.WriteAsync<MadeInvitation>(by, Duty.ManagePeople, wish.Scope, async db =>
        {
            if (PersonAddress.Read(address) is not { } to)
            {
                return new AddressInvalid();
            }

            if (GrantDesk.Check(by, wish, db.Now) is { } refusal)
            {
                return refusal;
            }

            // one promise of a role to one address at a time: the newer takes the place of the one that waits
            await db.Database.ExecuteSqlAsync($"""
                update users.invitation set withdrawn_time = {db.Now}, withdrawn_by = {by.Account}
                where lower(email) is not distinct from lower({to.Email}::text) and mobile is not distinct from {to.Mobile} and role = {wish.Role.ToString()} and scope = {wish.Scope.Prefix}
                  and accepted_time is null and withdrawn_time is null
                """, ct);
            var made = Made(Guid.NewGuid(), db.Now);
            await db.Database.ExecuteSqlAsync($"""
                insert into users.invitation (invitation_id, token_hash, email, mobile, role, scope, from_time, to_time, invited_by, inviter_name, invited_time, expires_time)
                values ({made.InvitationId}, {HashOf(made.Token)}, {to.Email}, {to.Mobile}, {wish.Role.ToString()}, {wish.Scope.Prefix},
                  {wish.From ?? db.Now}, {wish.To}, {by.Account}, {by.Name}, {db.Now}, {made.ExpiresTime})
                """, ct);
            letter.Post(post, db, to, InvitationLetter.StaffKind, by.Name, made.Token);
            return made;
        }, ct);

    /// <summary>Makes a new link for an invitation that waits or has run out; the one before works no more.</summary>
    public Task<Outcome<MadeInvitation>> RenewAsync(Actor by, Guid invitation, InvitationLetter letter, CancellationToken ct) =>
        branches.WriteAsync<MadeInvitation>(by, Duty.ManagePeople, by.Scope, async db =>
        {
            var made = Made(invitation, db.Now);
            var address = (await db.Database.SqlQuery<string>($"""
                update users.invitation set token_hash = {HashOf(made.Token)}, expires_time = {made.ExpiresTime}
                where invitation_id = {invitation} and accepted_time is null and withdrawn_time is null
                returning coalesce(email, mobile) as "Value"
                """).ToListAsync(ct)).SingleOrDefault();
            if (PersonAddress.Read(address) is not { } to)
            {
                return new NotFound();
            }

            letter.Post(post, db, to, InvitationLetter.StaffKind, by.Name, made.Token);
            return made;
        }, ct);

    /// <summary>Takes an invitation back.</summary>
    public Task<Refusal?> WithdrawAsync(Actor by, Guid invitation, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ManagePeople, by.Scope, async db =>
        {
            var changed = await db.Database.ExecuteSqlAsync($"""
                update users.invitation set withdrawn_time = {db.Now}, withdrawn_by = {by.Account}
                where invitation_id = {invitation} and accepted_time is null and withdrawn_time is null
                """, ct);
            return changed == 1 ? null : new NotFound();
        }, ct);

    /// <summary>What the link stands for; null when it is unknown, was used or taken back, or has run out.</summary>
    public async Task<InvitationOffer?> LookAsync(string token, CancellationToken ct)
    {
        var hash = HashOf(token);
        var found = (await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<OfferRow>($"""
            select i.role, i.scope, i.from_time, i.to_time, i.inviter_name as invited_by
            from users.invitation i
            where i.token_hash = {hash} and i.accepted_time is null and i.withdrawn_time is null and i.expires_time > isolation.clock()
            """).ToListAsync(ct), ct)).SingleOrDefault();
        return found is null ? null : new InvitationOffer(Enum.Parse<Role>(found.Role), Scope.Parse(found.Scope), found.FromTime, found.ToTime, found.InvitedBy);
    }

    /// <summary>
    /// The person takes the role on: it starts now, or on its day. Holding the link is the proof; the inviter sees whose account it became.
    /// The promise must still be the inviter's to give.
    /// </summary>
    public async Task<Refusal?> AcceptAsync(Actor person, string token, CancellationToken ct)
    {
        if (!person.May(Duty.ApplyForOwnChild))
        {
            return new Forbidden();
        }

        var hash = HashOf(token);
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db =>
        {
            var taken = (await db.Database.SqlQuery<TakenRow>($"""
                update users.invitation i set accepted_time = isolation.clock(), accepted_by = a.account_id
                from users.account a
                where i.token_hash = {hash} and i.accepted_time is null and i.withdrawn_time is null and i.expires_time > isolation.clock()
                  and a.account_id = {person.Account} and a.disabled_time is null
                  and (i.invited_by is null or users.may_give(i.invited_by, i.role, i.scope)) and (i.to_time is null or i.to_time > isolation.clock())
                returning i.invitation_id, i.role, i.scope, i.from_time, i.to_time, i.invited_by, i.inviter_name
                """).ToListAsync(ct)).SingleOrDefault();
            if (taken is null)
            {
                return new InvitationOver();
            }

            if (taken.InvitedBy == person.Account)
            {
                return new OwnGrant();
            }

            if (await GrantDesk.HoldsAsync(db, person.Account, new GrantWish(Enum.Parse<Role>(taken.Role), Scope.Parse(taken.Scope), null, null), ct))
            {
                return new AlreadyHolds();
            }

            var from = taken.FromTime > db.Now ? taken.FromTime : db.Now;
            await db.Database.ExecuteSqlAsync($"""
                insert into users.access_grant (account_id, role, scope, from_time, to_time, given_by, giver_name, invitation_id)
                values ({person.Account}, {taken.Role}, {taken.Scope}, {from}, {taken.ToTime}, {taken.InvitedBy}, {taken.InviterName}, {taken.InvitationId})
                """, ct);
            return new Outcome<object>(taken, null);
        }, ct);
        return outcome.Refusal;
    }

    private static MadeInvitation Made(Guid id, DateTimeOffset now) => new(id, OneTimeSecret.NewToken(), now.AddDays(Giving.InvitationDays));

    internal static byte[] HashOf(OneTimeSecret secrets, string token) => secrets.Hash(Work, token);

    private byte[] HashOf(string token) => HashOf(secrets, token);

    private sealed record OfferRow(string Role, string Scope, DateTimeOffset FromTime, DateTimeOffset? ToTime, string? InvitedBy);

    private sealed record TakenRow(Guid InvitationId, string Role, string Scope, DateTimeOffset FromTime, DateTimeOffset? ToTime, Guid? InvitedBy, string? InviterName);
}
