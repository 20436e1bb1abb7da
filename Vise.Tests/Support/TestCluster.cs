using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _templates = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<TestFolder> _folders = [];
    private TestFolder? _folder;
    private EmbeddedPostgres? _postgres;
    private NpgsqlDataSource? _superuser;
    private int _made;

    /// <summary>A database of one's own, migrated and empty, in about 30 ms.</summary>
    public Task<TestDatabase> NewDatabaseAsync() => CopyAsync(EmbeddedDatabase.Name);

    /// <summary>
    /// A database of one's own as a first start in demo mode leaves it, and what the app kept beside it. The start itself happens once a test run:
    /// half of what an app's start costs is the demo network. Whoever tests the first start takes <see cref="NewDatabaseAsync()"/>.
    /// </summary>
    /// <param name="applications">With the demo people's applications too.</param>
    public async Task<TestDatabase> NewDemoAsync(bool applications = false)
    {
        var name = applications ? "demo_applications" : "demo";
        var (database, folder) = await NewDatabaseAsync(name, async template =>
        {
            var kept = new TestFolder();
            _folders.Add(kept);
            await using var app = new TestApp(
                template, ("Demo:Enabled", "true"), ("Demo:Applications", applications ? "true" : "false"), (LocalFolder.Setting, kept.Path));
            app.Browser().Dispose();
            return kept;
        });
        database.Folder = folder.Path;
        return database;
    }

    /// <summary>A database of one's own that is as <paramref name="make"/> left the first one of its name, and what it gave then.</summary>
    public async Task<(TestDatabase Database, T Made)> NewDatabaseAsync<T>(string like, Func<TestDatabase, Task<T>> make)
        where T : class
    {
        var made = await _templates.GetOrAdd(like, name => new(() => MakeAsync(name, make))).Value;
        return (await CopyAsync(like), (T)made);
    }

    /// <summary>A database that no migration has seen, for tests of the migrations themselves.</summary>
    public async Task<TestDatabase> NewBareDatabaseAsync()
    {
        var postgres = await StartedAsync();
        var name = $"bare_{Interlocked.Increment(ref _made)}";
        await RunAsync($"create database {name} owner vise_owner");
        return new TestDatabase(postgres, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_superuser is not null)
        {
            await _superuser.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder?.Dispose();
        foreach (var folder in _folders)
        {
            folder.Dispose();
        }

        _starting.Dispose();
    }

    internal static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private async Task<TestDatabase> CopyAsync(string template, string? name = null)
    {
        var postgres = await StartedAsync();
        name ??= $"test_{Interlocked.Increment(ref _made)}";
        await RunAsync($"create database {name} template {template} owner vise_owner");
        // a template's rights on the database itself are not copied
        await RunAsync($"revoke create, temporary on database {name} from public");
        return new TestDatabase(postgres, name);
    }

    private async Task<object> MakeAsync<T>(string name, Func<TestDatabase, Task<T>> make)
        where T : class
    {
        var template = await CopyAsync(EmbeddedDatabase.Name, name);
        var made = await make(template);
        await template.LeaveAsync();
        // nobody may be in a database while it is copied
        await RunAsync($"alter database {name} with allow_connections false");
        await RunAsync($"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{name}'");
        return made;
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _superuser!.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

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
                _superuser = NpgsqlDataSource.Create(_postgres.Superuser());
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
