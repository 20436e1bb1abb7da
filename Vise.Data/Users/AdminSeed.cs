using Npgsql;
using Vise.Data.Secrets;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>The first SystemAdmin, with the owner's connection, for nobody is there yet who could give the role.</summary>
public static class AdminSeed
{
    /// <summary>Whether somebody holds the role over the whole network now.</summary>
    public static async Task<bool> ExistsAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var ask = owner.CreateCommand("""
            select exists (
              select from users.access_grant g join users.account a using (account_id)
              where g.role = 'SystemAdmin' and g.scope = '' and a.disabled_time is null
                and g.from_time <= isolation.clock() and (g.to_time is null or g.to_time > isolation.clock()))
            """);
        return await ask.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Promises the role to whoever holds the link: for an authority that names its people itself.</summary>
    /// <returns>The link's token.</returns>
    public static async Task<string> InviteAsync(NpgsqlDataSource owner, OneTimeSecret secrets, string email, TimeSpan lasts, CancellationToken ct)
    {
        var token = OneTimeSecret.NewToken();
        await using var make = owner.CreateCommand("""
            insert into users.invitation (invitation_id, token_hash, email, role, scope, from_time, invited_time, expires_time)
            values (gen_random_uuid(), $1, $2, 'SystemAdmin', '', isolation.clock(), isolation.clock(), isolation.clock() + $3)
            """);
        make.Parameters.Add(new() { Value = InvitationDesk.HashOf(secrets, token) });
        make.Parameters.Add(new() { Value = email });
        make.Parameters.Add(new() { Value = lasts });
        await make.ExecuteNonQueryAsync(ct);
        return token;
    }

    /// <summary>Makes the account of an authority's subject and gives it the role.</summary>
    public static Task<Guid> GiveAsync(NpgsqlDataSource owner, string issuer, string subject, string name, string email, CancellationToken ct) =>
        AccountSeed.EnsureAsync(owner, issuer, subject, name, email, "en", [new Grant(Role.SystemAdmin, Scope.Everything)], ct);
}
