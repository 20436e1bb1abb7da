using Npgsql;
using Vise.Data.Migrations;
using Vise.Web.Operations;

namespace Vise.Web.Local;

/// <param name="Folder">Where the cluster lives, an absolute path; made at the first start.</param>
/// <param name="LogFile">Where the server's own messages are appended.</param>
/// <param name="Throwaway">For tests only: gives up safety after a power cut for speed.</param>
public sealed record EmbeddedPostgresOptions(string Folder, string LogFile, bool Throwaway = false);

/// <summary>A private PostgreSQL cluster on a loopback port: our child while we live, intact after either of us is killed.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly ClusterHome _home;
    private readonly ClusterPasswords _passwords;
    private readonly ServerProcess? _server;

    private EmbeddedPostgres(ClusterHome home, ClusterPasswords passwords, ServerProcess? server, int port)
    {
        _home = home;
        _passwords = passwords;
        _server = server;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The postmaster's process id; null when another VISE runs it.</summary>
    public int? ProcessId => _server?.Id;

    /// <summary>The three logins of a database of this cluster.</summary>
    public DatabaseLogins Logins(string database = EmbeddedDatabase.Name) => new(
        Connection(EmbeddedDatabase.Owner, _passwords.Owner, database),
        Connection(DatabaseLogins.AppName, _passwords.App, database),
        Connection(DatabaseLogins.AuthName, _passwords.Auth, database));

    public string Superuser(string database = "postgres") => Connection("postgres", _passwords.Superuser, database);

    /// <summary>Starts the cluster, made first if need be. Throws <see cref="SettingsException"/> when it can't, or another VISE runs it.</summary>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var home = await ClusterHome.OpenAsync(options.Folder, ct);
        try
        {
            if (!home.TryLock())
            {
                throw new SettingsException($"Another VISE already runs on {options.Folder}; stop it first.");
            }

            return await StartAsync(home, options, ct);
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    /// <summary>The cluster as another VISE runs it right now; null when none does.</summary>
    public static async Task<EmbeddedPostgres?> FindRunningAsync(string folder, CancellationToken ct = default)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        using var home = await ClusterHome.OpenAsync(folder, ct);
        return home.TryLock() || !home.Exists ? null : new EmbeddedPostgres(home, ClusterPasswords.Of(home.PasswordFile, clusterExists: true), server: null, home.Port);
    }

    /// <summary>Stops the server in order (open transactions are rolled back) and frees the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.StopAsync(ServerProcess.Interrupt, TimeSpan.FromSeconds(20));
        }

        _home.Dispose();
    }

    private static async Task<EmbeddedPostgres> StartAsync(ClusterHome home, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var binaries = await PostgresBinaries.FindAsync(home.Major, ct);
        var passwords = ClusterPasswords.Of(home.PasswordFile, home.Exists);
        if (!home.Exists)
        {
            await home.MakeClusterAsync(binaries, passwords.Superuser, ct);
        }

        await ClusterProcesses.EndLeftoversAsync(home.Data, ct);
        UnixFiles.CreatePrivateFolder(Path.GetDirectoryName(options.LogFile)!);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find(home.Port);
            var server = await ServerProcess.StartAsync(ServerCommand(binaries, home.Data, port, options.Throwaway), options.LogFile, home.Data, ClusterHome.User);
            if (await IsUpAsync(home.Data, server, ct))
            {
                home.Port = port;
                var cluster = new EmbeddedPostgres(home, passwords, server, port);
                await EmbeddedDatabase.EnsureAsync(cluster.Superuser(), passwords.Owner, ct);
                return cluster;
            }

            // the likely cause is that someone took the port meanwhile
            if (attempt == 3)
            {
                throw new SettingsException($"The private PostgreSQL cluster does not start; see {options.LogFile}.");
            }
        }
    }

    private static string[] ServerCommand(PostgresBinaries binaries, string data, int port, bool throwaway)
    {
        string[] settings =
        [
            $"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "password_encryption=scram-sha-256", "max_connections=200",
            // without it the contents of rows that fail a check stand in the log
            "log_error_verbosity=terse",
            .. throwaway ? (string[])["fsync=off", "synchronous_commit=off", "full_page_writes=off"] : ["fsync=on"],
        ];
        return [binaries.Server, "-D", data, .. settings.SelectMany(setting => (string[])["-c", setting])];
    }

    /// <summary>Waits until the server takes connections; false when it ended instead. Recovery after a crash takes as long as it takes.</summary>
    private static async Task<bool> IsUpAsync(string data, ServerProcess server, CancellationToken ct)
    {
        while (!server.Exited.IsCompleted)
        {
            if (ClusterProcesses.IsReady(data, server.Id))
            {
                return true;
            }

            await Task.Delay(20, ct);
        }

        return false;
    }

    private string Connection(string user, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = user,
        Password = password,
        Database = database,
        ApplicationName = "vise",
        Timeout = 10,
        CommandTimeout = 30,
        MaxPoolSize = 25,
        ConnectionIdleLifetime = 60,
    }.ConnectionString;
}
