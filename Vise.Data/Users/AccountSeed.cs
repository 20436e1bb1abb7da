using Npgsql;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>Accounts and grants made outside any person's grant, with the owner's connection: demo people and the first SystemAdmin.</summary>
public static class AccountSeed
{
    /// <summary>Makes the account and its grants where they are missing; changes nothing that is there.</summary>
    public static async Task<Guid> EnsureAsync(
        NpgsqlDataSource owner, string issuer, string subject, string name, string? email, string language, IReadOnlyList<Grant> grants, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var make = new NpgsqlCommand("""
            insert into users.account (issuer, subject, name, email, language) values ($1, $2, $3, $4, $5)
            on conflict (issuer, subject) do update set subject = excluded.subject
            returning account_id
            """, connection);
        make.Parameters.Add(new() { Value = issuer });
        make.Parameters.Add(new() { Value = subject });
        make.Parameters.Add(new() { Value = name });
        make.Parameters.Add(new() { Value = (object?)email ?? DBNull.Value });
        make.Parameters.Add(new() { Value = language });
        var account = (Guid)(await make.ExecuteScalarAsync(ct))!;
        foreach (var grant in grants)
        {
            await using var give = new NpgsqlCommand("""
                insert into users.access_grant (account_id, role, scope)
                select $1, $2, $3 where not exists (select from users.access_grant where account_id = $1 and role = $2 and scope = $3)
                """, connection);
            give.Parameters.Add(new() { Value = account });
            give.Parameters.Add(new() { Value = grant.Role.ToString() });
            give.Parameters.Add(new() { Value = grant.Scope.Prefix });
            await give.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return account;
    }

    /// <summary>Gives an account without a mobile number one that counts as proven: made-up people have no telephone.</summary>
    public static async Task ProveMobileAsync(NpgsqlDataSource owner, string issuer, string subject, string mobile, CancellationToken ct)
    {
        await using var prove = owner.CreateCommand(
            "update users.account set mobile = $3, mobile_verified_time = now() where issuer = $1 and subject = $2 and mobile is null");
        prove.Parameters.Add(new() { Value = issuer });
        prove.Parameters.Add(new() { Value = subject });
        prove.Parameters.Add(new() { Value = mobile });
        await prove.ExecuteNonQueryAsync(ct);
    }
}
