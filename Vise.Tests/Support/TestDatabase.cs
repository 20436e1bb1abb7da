using System.Collections.Concurrent;
using Npgsql;
using Vise.Data.Migrations;
using Vise.Web.Local;

namespace Vise.Tests.Support;

/// <summary>One test's database with each of its logins as a connection string; dropped on dispose.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres _postgres;
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _sources = new(StringComparer.Ordinal);

    internal TestDatabase(EmbeddedPostgres postgres, string name)
    {
        _postgres = postgres;
        Name = name;
        Logins = postgres.Logins(name);
    }

    public string Name { get; }

    /// <summary>What an app kept on the disk beside this database when it was made, for the next app to begin with; null when it has seen none.</summary>
    public string? Folder { get; internal set; }

    public DatabaseLogins Logins { get; }

    /// <summary><c>vise_app</c>: what the running app signs in as.</summary>
    public string AppConnection => Logins.App;

    /// <summary><c>vise_owner</c>: migrates and seeds; row security binds it too.</summary>
    public string OwnerConnection => Logins.Owner;

    /// <summary><c>vise_auth</c>: sign-in's and jobs' own tables.</summary>
    public string AuthConnection => Logins.Auth;

    /// <summary>Goes round everything: for looking at what a test did, and for the catalogue.</summary>
    public string SuperuserConnection => _postgres.Superuser(Name);

    /// <summary>Runs one statement, by default as the superuser; returns its first value.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, string? connection = null)
    {
        // a connection of its own each time, but the database's types are read once
        var source = _sources.GetOrAdd(connection ?? SuperuserConnection, each => NpgsqlDataSource.Create(TestCluster.Unpooled(each)));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Runs one statement, by default as the superuser.</summary>
    public async Task ExecuteAsync(string sql, string? connection = null) => await ScalarAsync<object>(sql, connection);

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(_postgres.Superuser()));
        await using var drop = source.CreateCommand($"drop database {Name} with (force)");
        await drop.ExecuteNonQueryAsync();
    }

    /// <summary>Ends this process's idle connections to it.</summary>
    internal async Task LeaveAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }

        _sources.Clear();
        foreach (var connection in (string[])[AppConnection, OwnerConnection, AuthConnection, SuperuserConnection])
        {
            await using var pooled = new NpgsqlConnection(connection);
            NpgsqlConnection.ClearPool(pooled);
        }
    }
}
