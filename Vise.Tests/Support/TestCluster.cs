using Npgsql;
using Vise.Data.Migrations;
using Vise.Tests.Support;
using Vise.Web.Local;
using Xunit;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Vise.Tests.Support;

/// <summary>
/// One throw-away PostgreSQL for a test run, started by the first test that asks; its migrated database is the template of all others.
/// Take it as a constructor argument.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private TestFolder? _folder;
    private EmbeddedPostgres? _postgres;
    private int _made;

    /// <summary>A database of one's own, migrated and empty, in about 30 ms.</summary>
    public async Task<TestDatabase> NewDatabaseAsync()
    {
        var postgres = await StartedAsync();
        var name = $"test_{Interlocked.Increment(ref _made)}";
        await using var superuser = NpgsqlDataSource.Create(Unpooled(postgres.Superuser()));
        await using (var create = superuser.CreateCommand($"create database {name} template vise owner vise_owner"))
        {
            await create.ExecuteNonQueryAsync();
        }

        // a template's rights on the database itself are not copied
        await using (var close = superuser.CreateCommand($"revoke create, temporary on database {name} from public"))
        {
            await close.ExecuteNonQueryAsync();
        }

        return new TestDatabase(postgres, name);
    }

    /// <summary>A database that no migration has seen, for tests of the migrations themselves.</summary>
    public async Task<TestDatabase> NewBareDatabaseAsync()
    {
        var postgres = await StartedAsync();
        var name = $"bare_{Interlocked.Increment(ref _made)}";
        await using var superuser = NpgsqlDataSource.Create(Unpooled(postgres.Superuser()));
        await using var create = superuser.CreateCommand($"create database {name} owner vise_owner");
        await create.ExecuteNonQueryAsync();
        return new TestDatabase(postgres, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder?.Dispose();
        _starting.Dispose();
    }

    internal static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private async Task<EmbeddedPostgres> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_postgres is null)
            {
                _folder = new TestFolder();
                _postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(
                    Path.Combine(_folder.Path, "postgres"), Path.Combine(_folder.Path, "logs", "postgres.log"), Throwaway: true));
                await Migrator.MigrateAsync(_postgres.Logins());
            }

            return _postgres;
        }
        finally
        {
            _starting.Release();
        }
    }
}
