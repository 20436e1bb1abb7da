using System.Diagnostics;
using Npgsql;
using StackExchange.Redis;

namespace Vise.Web.Operations.Signals;

/// <summary>How one part of VISE is: a status of <see cref="Wellness"/>, a word, milliseconds that the answer took, and numbers for operators.</summary>
public sealed record PartHealth(string Status, string Message, double Latency, IReadOnlyDictionary<string, object?> Details);

/// <summary>The words of health.</summary>
public static class Wellness
{
    public const string Healthy = "healthy";

    /// <summary>VISE works, slower.</summary>
    public const string Degraded = "degraded";

    public const string Unhealthy = "unhealthy";
}

/// <summary>Asks database and cache how they are. Neither waits long: who asks is a probe.</summary>
public sealed class Parts(NpgsqlDataSource database, Readings readings, IConfiguration configuration) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lazy<Task<ConnectionMultiplexer>> _redis = new(() =>
    {
        var settings = ConfigurationOptions.Parse(configuration[Connections.Redis]!);
        // it comes back by itself
        settings.AbortOnConnectFail = false;
        settings.ConnectTimeout = settings.AsyncTimeout = settings.SyncTimeout = (int)TimeSpan.FromSeconds(1).TotalMilliseconds;
        return ConnectionMultiplexer.ConnectAsync(settings);
    });

    /// <summary>Nothing works without it: unhealthy when it does not answer.</summary>
    public async Task<PartHealth> DatabaseAsync(CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await using var ping = database.CreateCommand("select 1");
            await ping.ExecuteScalarAsync(patience.Token);
            var pool = readings.Pool();
            return Told(Wellness.Healthy, "answers", start, new(StringComparer.Ordinal)
            {
                ["poolUsed"] = pool.Used,
                ["poolIdle"] = pool.Idle,
                ["poolWaiting"] = pool.Waiting,
                ["poolMost"] = pool.Most,
                ["poolUtilisation"] = Math.Round(pool.Utilisation, 3),
            });
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return Told(Wellness.Unhealthy, "does not answer", start, []);
        }
    }

    /// <summary>VISE goes on without it: degraded when it does not answer.</summary>
    public async Task<PartHealth> CacheAsync(CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var recent = readings.Cache.Read();
        var numbers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["hitRate"] = Math.Round(recent.GoodShare, 4), ["asked"] = recent.Count };
        try
        {
            var redis = await _redis.Value.WaitAsync(Patience, ct);
            await redis.GetDatabase().PingAsync().WaitAsync(Patience, ct);
            return Told(Wellness.Healthy, "answers", start, numbers);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Told(Wellness.Degraded, "does not answer; memory and database serve", start, numbers);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _redis.Value).DisposeAsync();
        }
    }

    private static PartHealth Told(string status, string message, long start, Dictionary<string, object?> details) =>
        new(status, message, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2), details);
}
