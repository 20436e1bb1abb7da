using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>The second guardian of an application, or the invitation of one.</summary>
/// <param name="GuardianId">The row.</param>
/// <param name="Address">Where the invitation went.</param>
/// <param name="InviterName">The owner's name.</param>
/// <param name="ExpiresTime">Until when the link works.</param>
/// <param name="Name">Who accepted; null while the invitation waits.</param>
/// <param name="AcceptedTime">When.</param>
/// <param name="Expired">Whether the link has run out without being used.</param>
public sealed record SecondGuardian(Guid GuardianId, string Address, string InviterName, DateTimeOffset ExpiresTime, string? Name, DateTimeOffset? AcceptedTime, bool Expired);

/// <summary>
/// A second guardian sees and does what the owner may for one application: fill, submit, answer, pay. Taking it back and inviting stay with
/// the owner. Either may end it.
/// </summary>
public sealed class GuardianDesk(BranchDb branches, OneTimeSecret secrets, PostDesk post)
{
    private const string Work = "guardian";

    /// <summary>How many invitations one owner may send in 24 hours: each goes to an address that only the owner named.</summary>
    public const int MostADay = 5;

    /// <summary>The second guardian or the invitation of one; null when there is neither, or no such application for the caller.</summary>
    public Task<SecondGuardian?> FindAsync(Actor family, ApplicationId id, CancellationToken ct) =>
        branches.ReadAsync(family, async db => (await db.Database.SqlQuery<SecondGuardian>($"""
            select guardian_id, coalesce(email, mobile) as address, inviter_name, expires_time, account_name as name, accepted_time,
              accepted_time is null and expires_time <= isolation.clock() as expired
            from users.application_guardian
            where branch_id = {id.Branch.Value} and application_id = {id.Value} and ended_time is null
            """).ToListAsync(ct)).SingleOrDefault(), ct);

    /// <summary>Invites; an invitation that still waits is replaced, and its link works no more.</summary>
    public Task<Outcome<MadeInvitation>> InviteAsync(Actor owner, ApplicationId id, string? address, InvitationLetter letter, CancellationToken ct) =>
        branches.WriteAsync<MadeInvitation>(owner, Duty.ApplyForOwnChild, id.Branch, async db =>
        {
            if (PersonAddress.Read(address) is not { } to)
            {
                return new AddressInvalid();
            }

            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            if (application.AccountId != owner.Account)
            {
                return new Forbidden();
            }

            if (application.GuardianAccountId is not null)
            {
                return new GuardianThere();
            }

            var sent = await db.Database.SqlQuery<int>($"""
                select count(*)::int as "Value" from users.application a join users.application_guardian g on g.branch_id = a.branch_id and g.application_id = a.application_id
                where a.account_id = {owner.Account} and g.invited_by = {owner.Account} and g.invited_time > isolation.clock() - interval '1 day'
                """).SingleAsync(ct);
            if (sent >= MostADay)
            {
                return new TooManyInvitations();
            }

            await db.Database.ExecuteSqlAsync($"""
                update users.application_guardian set ended_time = {db.Now}, ended_by = {owner.Account}
                where branch_id = {id.Branch.Value} and application_id = {id.Value} and ended_time is null
                """, ct);
            var made = new MadeInvitation(Guid.NewGuid(), OneTimeSecret.NewToken(), db.Now.AddDays(Giving.InvitationDays));
            await db.Database.ExecuteSqlAsync($"""
                insert into users.application_guardian (branch_id, application_id, guardian_id, token_hash, email, mobile, invited_by, inviter_name, invited_time, expires_time)
                values ({id.Branch.Value}, {id.Value}, {made.InvitationId}, {HashOf(made.Token)}, {to.Email}, {to.Mobile}, {owner.Account}, {owner.Name}, {db.Now}, {made.ExpiresTime})
                """, ct);
            letter.Post(post, db, to, InvitationLetter.GuardianKind, owner.Name, made.Token);
            return made;
        }, ct);

    /// <summary>The owner ends it or takes the invitation back; the guardian leaves.</summary>
    public Task<Refusal?> EndAsync(Actor family, ApplicationId id, CancellationToken ct) =>
        branches.WriteAsync(family, Duty.ApplyForOwnChild, id.Branch, async db =>
        {
            var ended = await db.Database.ExecuteSqlAsync($"""
                update users.application_guardian set ended_time = {db.Now}, ended_by = {family.Account}
                where branch_id = {id.Branch.Value} and application_id = {id.Value} and ended_time is null
                """, ct);
            return ended == 0 ? new NotFound() : null;
        }, ct);

    /// <summary>Who invites by this link; null when it is unknown, was used or taken back, or has run out.</summary>
    public async Task<string?> LookAsync(string token, CancellationToken ct)
    {
        var hash = HashOf(token);
        return (await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<string>($"""
            select inviter_name as "Value" from users.application_guardian
            where token_hash = {hash} and accepted_time is null and ended_time is null and expires_time > isolation.clock()
            """).ToListAsync(ct), ct)).SingleOrDefault();
    }

    /// <summary>The person becomes the second guardian; gives the application's id.</summary>
    public async Task<Outcome<ClaimedForm>> AcceptAsync(Actor person, string token, CancellationToken ct)
    {
        if (!person.May(Duty.ApplyForOwnChild))
        {
            return new Forbidden();
        }

        var hash = HashOf(token);
        return await branches.WriteAsSystemAsync<ClaimedForm>(Work, Scope.Everything, async db =>
        {
            var taken = (await db.Database.SqlQuery<string>($"""
                update users.application_guardian g set account_id = a.account_id, account_name = {person.Name}, accepted_time = isolation.clock()
                from users.account a
                where g.token_hash = {hash} and g.accepted_time is null and g.ended_time is null and g.expires_time > isolation.clock()
                  and a.account_id = {person.Account} and a.disabled_time is null and a.account_id <> g.invited_by
                returning g.application_id as "Value"
                """).ToListAsync(ct)).SingleOrDefault();
            return taken is null ? new InvitationOver() : new ClaimedForm(ApplicationId.Parse(taken));
        }, ct);
    }

    private byte[] HashOf(string token) => secrets.Hash(Work, token);
}
