using Npgsql;

namespace Vise.Data.Migrations;

/// <summary>Makes the app's two logins where they are missing, and refuses any that could go round row security.</summary>
internal static class AppLogins
{
    public static async Task EnsureAsync(NpgsqlConnection owner, DatabaseLogins logins, CancellationToken ct)
    {
        await EnsureOneAsync(owner, logins.App, DatabaseLogins.AppName, "ConnectionStrings:Vise", ct);
        await EnsureOneAsync(owner, logins.Auth, DatabaseLogins.AuthName, "ConnectionStrings:ViseAuth", ct);
    }

    private static async Task EnsureOneAsync(NpgsqlConnection owner, string connectionString, string name, string setting, CancellationToken ct)
    {
        var login = new NpgsqlConnectionStringBuilder(connectionString);
        if (!string.Equals(login.Username, name, StringComparison.Ordinal))
        {
            throw new MigrationException($"{setting} must sign in as {name}, the login that the migrations grant to, not as '{login.Username}'.");
        }

        switch (await IsSafeAsync(owner, name, ct))
        {
            case false:
                throw new MigrationException($"The login {name} must be NOINHERIT, NOSUPERUSER and NOBYPASSRLS, or row security would not bind it.");
            case null:
                await CreateAsync(owner, name, login.Password, setting, ct);
                break;
        }
    }

    /// <summary>Null when there is no such login.</summary>
    private static async Task<bool?> IsSafeAsync(NpgsqlConnection owner, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select not (rolinherit or rolsuper or rolbypassrls) from pg_roles where rolname = $1", owner);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (bool?)await command.ExecuteScalarAsync(ct);
    }

    private static async Task CreateAsync(NpgsqlConnection owner, string name, string? password, string setting, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(password))
        {
            throw new MigrationException($"{setting} needs a password, so that the login {name} can be made with it.");
        }

        await using (var may = new NpgsqlCommand("select rolcreaterole or rolsuper from pg_roles where rolname = current_user", owner))
        {
            if (await may.ExecuteScalarAsync(ct) is not true)
            {
                throw new MigrationException(
                    $"The login {name} is missing and the owner's login may not make it: give that one CREATEROLE, or create {name} by hand.");
            }
        }

        // utility statements take no parameters; format() quotes
        await using var text = new NpgsqlCommand(
            "select format('create role %I login noinherit nosuperuser nobypassrls password %L', $1, $2)", owner);
        text.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        text.Parameters.Add(new NpgsqlParameter<string> { TypedValue = password });
        var statement = (string)(await text.ExecuteScalarAsync(ct))!;
        await using var create = owner.CreateCommand();
#pragma warning disable CA2100 // the text comes from format() above
        create.CommandText = statement;
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync(ct);
    }
}
