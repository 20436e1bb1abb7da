using Npgsql;

namespace Vise.Web.Local;

/// <summary>The owner's login and the database in a private cluster.</summary>
internal static class EmbeddedDatabase
{
    public const string Name = "vise";
    public const string Owner = "vise_owner";

    /// <summary>Makes what is missing; each start may find the work of a killed one half done.</summary>
    public static async Task EnsureAsync(string superuser, string ownerPassword, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var check = new NpgsqlCommand(
            $"select exists (select from pg_roles where rolname = '{Owner}'), exists (select from pg_database where datname = '{Name}')", connection);
        bool hasOwner, hasDatabase;
        await using (var reader = await check.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (hasOwner, hasDatabase) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        if (!hasOwner)
        {
            // the password is ours, hexadecimal digits only
            await RunAsync(connection, $"create role {Owner} login createrole password '{ownerPassword}'", ct);
        }

        if (!hasDatabase)
        {
            await RunAsync(connection, $"create database {Name} owner {Owner}", ct);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // fixed names and our own password
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
