using Npgsql;

namespace Vise.Data.Migrations;

/// <summary>
/// One migration at a time in a whole cluster. Roles belong to the cluster but advisory locks to a database, so the lock is
/// taken in the maintenance database <c>postgres</c>, or in our own one where the owner may not connect there.
/// </summary>
internal static class ClusterLock
{
    private const long Key = 0x56495345; // "VISE"

    /// <summary>Waits for the lock; closing the returned connection gives it up.</summary>
    public static async Task<NpgsqlConnection> TakeAsync(string owner, CancellationToken ct)
    {
        var own = new NpgsqlConnectionStringBuilder(owner) { Pooling = false };
        var connection = await TryOpenAsync(new NpgsqlConnectionStringBuilder(own.ConnectionString) { Database = "postgres" }, ct)
            ?? await OpenAsync(own, ct);
        // others may be migrating for as long as it takes
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Key });
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    private static async Task<NpgsqlConnection?> TryOpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken ct)
    {
        try
        {
            return await OpenAsync(settings, ct);
        }
        catch (PostgresException)
        {
            // refused there: managed servers keep it to themselves
            return null;
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
