using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>A person as the list shows them.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">As the authority says it.</param>
/// <param name="NameKey">What the list is ordered by.</param>
/// <param name="Email">Null where the authority names none.</param>
/// <param name="Disabled">Whether the account is closed.</param>
/// <param name="Roles">Roles in force or to come that the reader may see, <c>Clerk.272501</c>, at most six.</param>
public sealed record PersonRow(Guid AccountId, string Name, string NameKey, string? Email, bool Disabled, string[] Roles);

/// <summary>Where the next page begins.</summary>
public sealed record PeopleCursor(string NameKey, Guid AccountId);

/// <summary>A page of people and where the next begins; null at the end.</summary>
public sealed record PeopleList(IReadOnlyList<PersonRow> Rows, PeopleCursor? Next);

/// <summary>One role of a person, past, present or to come, with who gave and who ended it.</summary>
public sealed record GrantLine(
    Guid GrantId, string Role, string Scope, DateTimeOffset FromTime, DateTimeOffset? ToTime, string? GivenBy, string? EndedBy, string? Reason, string State);

/// <summary>A person with all roles that the reader may see.</summary>
public sealed record Person(Guid AccountId, string Name, string? Email, string? Mobile, DateTimeOffset? LastSignInTime, DateTimeOffset? DisabledTime, IReadOnlyList<GrantLine> Grants);

/// <summary>An invitation that still waits.</summary>
public sealed record OpenInvitation(Guid InvitationId, string Address, string Role, string Scope, DateTimeOffset InvitedTime, DateTimeOffset ExpiresTime, string? InvitedBy, bool Expired);

/// <summary>Who works where: within the reader's own scope, never an unbounded list.</summary>
public sealed class PeopleQueries(BranchDb branches)
{
    public const int PageSize = 25;

    private const int MostGrants = 100;

    private const int MostInvitations = 50;

    /// <summary>
    /// People with a role in scope by name; a search is the beginning of a name or an e-mail address. A SystemAdmin's search finds everybody
    /// who has an account, since they keep them.
    /// </summary>
    public async Task<PeopleList> PageAsync(Actor by, string? search, PeopleCursor? after, CancellationToken ct)
    {
        if (!by.May(Duty.ManagePeople))
        {
            return new PeopleList([], null);
        }

        var typed = Typed.Clean(search).ToLowerInvariant();
        var (low, high) = (by.Scope.Low, by.Scope.High);
        var everybody = typed.Length > 0 && by.May(Duty.SetUpNetwork);
        var (afterName, afterId) = (after?.NameKey ?? "", after?.AccountId ?? Guid.Empty);
        var end = typed + "\uFFFF";
        var rows = await branches.ReadAsync(by, db => db.Database.SqlQuery<PersonRow>($"""
            select a.account_id, a.name, a.name_key, a.email, a.disabled_time is not null as disabled,
              array(select g.role || '.' || g.scope from users.access_grant g
                where g.account_id = a.account_id and g.scope >= {low} and g.scope < {high} and (g.to_time is null or g.to_time > isolation.clock())
                order by g.from_time limit 6) as roles
            from users.account a
            where (a.name_key, a.account_id) > ({afterName}, {afterId})
              and ({typed} = '' or (a.name_key >= {typed} and a.name_key < {end}) or (a.email_key >= {typed} and a.email_key < {end}))
              and ({everybody} or exists (select from users.access_grant g where g.account_id = a.account_id and g.scope >= {low} and g.scope < {high}))
            order by a.name_key, a.account_id
            limit {PageSize + 1}
            """).ToListAsync(ct), ct);
        var page = rows.Take(PageSize).ToList();
        return new PeopleList(page, rows.Count > PageSize ? new PeopleCursor(page[^1].NameKey, page[^1].AccountId) : null);
    }

    /// <summary>One person; null when there is none, or none with a role in scope.</summary>
    public async Task<Person?> PersonAsync(Actor by, Guid account, CancellationToken ct)
    {
        if (!by.May(Duty.ManagePeople))
        {
            return null;
        }

        return await branches.ReadAsync(by, async db =>
        {
            var (low, high) = (by.Scope.Low, by.Scope.High);
            var found = (await db.Database.SqlQuery<PersonLine>($"""
                select account_id, name, email, mobile, last_sign_in_time, disabled_time from users.account where account_id = {account}
                """).ToListAsync(ct)).SingleOrDefault();
            if (found is null)
            {
                return null;
            }

            var grants = await db.Database.SqlQuery<GrantLine>($"""
                select g.grant_id, g.role, g.scope, g.from_time, g.to_time, g.giver_name as given_by, g.ender_name as ended_by, g.reason,
                  case when g.to_time <= isolation.clock() then 'over' when g.from_time > isolation.clock() then 'to-come' else 'in-force' end as state
                from users.access_grant g
                where g.account_id = {account} and g.scope >= {low} and g.scope < {high}
                order by g.from_time desc, g.grant_id
                limit {MostGrants}
                """).ToListAsync(ct);
            return grants.Count == 0 && !by.May(Duty.SetUpNetwork)
                ? null
                : new Person(found.AccountId, found.Name, found.Email, found.Mobile, found.LastSignInTime, found.DisabledTime, grants);
        }, ct);
    }

    /// <summary>Invitations that were neither accepted nor withdrawn, newest first; those that have run out are kept in sight for a month.</summary>
    public async Task<IReadOnlyList<OpenInvitation>> InvitationsAsync(Actor by, CancellationToken ct)
    {
        if (!by.May(Duty.ManagePeople))
        {
            return [];
        }

        var (low, high) = (by.Scope.Low, by.Scope.High);
        return await branches.ReadAsync(by, db => db.Database.SqlQuery<OpenInvitation>($"""
            select i.invitation_id, coalesce(i.email, i.mobile) as address, i.role, i.scope, i.invited_time, i.expires_time, i.inviter_name as invited_by,
              i.expires_time <= isolation.clock() as expired
            from users.invitation i
            where i.accepted_time is null and i.withdrawn_time is null and i.scope >= {low} and i.scope < {high}
              and i.expires_time > isolation.clock() - interval '30 days'
            order by i.invited_time desc
            limit {MostInvitations}
            """).ToListAsync(ct), ct);
    }

    private sealed record PersonLine(Guid AccountId, string Name, string? Email, string? Mobile, DateTimeOffset? LastSignInTime, DateTimeOffset? DisabledTime);
}
