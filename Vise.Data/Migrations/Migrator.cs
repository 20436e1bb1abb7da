using EvolveDb;
using EvolveDb.Configuration;
using Npgsql;

namespace Vise.Data.Migrations;

/// <summary>
/// Brings a database up to date with the files of <c>migrations/</c> (Flyway names), as the owner. Safe on several nodes at once.
/// </summary>
public static class Migrator
{
    private const string HistorySchema = "public"; // V001 closes it to everyone but the owner
    private const string HistoryTable = "schema_version";

    /// <summary>The migrations copied beside the binary.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "migrations");

    /// <summary>
    /// Makes the app's logins where missing, then applies what is new in <paramref name="folder"/> (<see cref="Folder"/> by default).
    /// Returns the file names applied. Throws <see cref="MigrationException"/> with one sentence when it cannot.
    /// </summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(DatabaseLogins logins, string? folder = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(logins);
        try
        {
            await using var turn = await ClusterLock.TakeAsync(logins.Owner, ct);
            // unpooled: the owner's session settings end with it
            await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(logins.Owner) { Pooling = false }.ConnectionString);
            await owner.OpenAsync(ct);
            await AppLogins.EnsureAsync(owner, logins, ct);
            return Apply(owner, folder ?? Folder);
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"The database refused the owner's login or its work: {e.MessageText} ({e.SqlState}).", e);
        }
        catch (NpgsqlException e)
        {
            throw new MigrationException($"The database of ConnectionStrings:ViseOwner does not answer: {e.Message}.", e);
        }
    }

    /// <summary>The highest version applied, for example <c>003</c>; null in a database that was never migrated. Needs the owner's login.</summary>
    public static async Task<string?> VersionAsync(string owner, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand($"select to_regclass('{HistorySchema}.{HistoryTable}') is not null", connection);
        if (await exists.ExecuteScalarAsync(ct) is not true)
        {
            return null;
        }

        await using var version = new NpgsqlCommand(
            $"select version from {HistorySchema}.{HistoryTable} where success and version is not null order by id desc limit 1", connection);
        return await version.ExecuteScalarAsync(ct) as string;
    }

    private static List<string> Apply(NpgsqlConnection owner, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MigrationException($"The folder of migrations {folder} is missing.");
        }

        var evolve = new Evolve(owner, static _ => { })
        {
            Locations = [folder],
            MetadataTableSchema = HistorySchema,
            MetadataTableName = HistoryTable,
            IsEraseDisabled = true,
            TransactionMode = TransactionKind.CommitEach,
            // ours is held for the whole cluster
            EnableClusterMode = false,
            CommandTimeout = 600,
        };
        try
        {
            evolve.Migrate();
        }
        catch (EvolveException e)
        {
            throw new MigrationException(Sentence(e), e);
        }

        return [.. evolve.AppliedMigrations];
    }

    private static string Sentence(EvolveException e)
    {
        var cause = e.GetBaseException();
        if (cause is not PostgresException refused)
        {
            return $"The migrations could not be applied: {e.Message}";
        }

        var statement = refused.BatchCommand?.CommandText.TrimStart().Split('\n')[0].Trim();
        var where = string.IsNullOrEmpty(statement) ? "" : $" at the statement that starts «{statement}»";
        return $"{e.Message.Split('\n')[0].Trim()} {refused.MessageText} ({refused.SqlState}){where}.";
    }
}
