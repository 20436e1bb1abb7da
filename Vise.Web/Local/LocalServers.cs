using Vise.Data.Caching;
using Vise.Web.Operations;
using Vise.Web.Operations.Caching;

namespace Vise.Web.Local;

/// <summary>Which servers a command needs.</summary>
public enum Needs
{
    Database,
    DatabaseAndCache,
}

/// <summary>The database and the cache that VISE runs itself when it is told of none; never in production.</summary>
public sealed class LocalServers : IAsyncDisposable
{
    private LocalServers(EmbeddedPostgres? postgres, LocalRedis? redis) => (Postgres, Redis) = (postgres, redis);

    /// <summary>Our own cluster; null when <c>ConnectionStrings:Vise</c> names a server.</summary>
    public EmbeddedPostgres? Postgres { get; }

    /// <summary>Our own cache; null when <c>ConnectionStrings:Redis</c> names a server, or <c>Cache:Mode</c> asks for none.</summary>
    public LocalRedis? Redis { get; }

    /// <summary>
    /// Starts what the settings don't name and writes its connection strings into them. With <paramref name="joinRunning"/> a cluster
    /// that another VISE of this folder runs is used instead of refused. Throws <see cref="SettingsException"/>.
    /// </summary>
    public static async Task<LocalServers> StartMissingAsync(
        ConfigurationManager configuration, IHostEnvironment environment, Needs needs = Needs.DatabaseAndCache, bool joinRunning = false, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var ownDatabase = !configuration.Has(Connections.Vise);
        var ownCache = needs == Needs.DatabaseAndCache && CacheSettings.ModeOf(configuration) is CacheMode.Redis && !configuration.Has(Connections.Redis);
        if (environment.IsProduction() && (ownDatabase || ownCache))
        {
            var missing = ownDatabase ? Connections.Vise : Connections.Redis;
            throw new SettingsException($"Production needs {missing}: VISE runs its own database and cache only for development (ASPNETCORE_ENVIRONMENT=Development).");
        }

        var folder = LocalFolder.Of(configuration, environment);
        var postgres = ownDatabase ? await StartPostgresAsync(folder, joinRunning, ct) : null;
        LocalRedis? redis = null;
        if (ownCache)
        {
            redis = LocalRedis.Start();
            configuration[Connections.Redis] = redis.ConnectionString;
        }

        if (postgres is not null)
        {
            var logins = postgres.Logins();
            configuration[Connections.Vise] = logins.App;
            configuration[Connections.ViseOwner] = logins.Owner;
            configuration[Connections.ViseAuth] = logins.Auth;
        }

        configuration[DemoMode.Setting] ??= postgres is not null || environment.IsDevelopment() ? "true" : "false";
        return new LocalServers(postgres, redis);
    }

    public async ValueTask DisposeAsync()
    {
        Redis?.Dispose();
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }
    }

    private static async Task<EmbeddedPostgres> StartPostgresAsync(string folder, bool joinRunning, CancellationToken ct)
    {
        var cluster = Path.Combine(folder, "postgres");
        var running = joinRunning ? await EmbeddedPostgres.FindRunningAsync(cluster, ct) : null;
        return running ?? await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(cluster, Path.Combine(folder, "logs", "postgres.log")), ct);
    }
}
