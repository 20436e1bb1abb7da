using System.Diagnostics;
using Npgsql;
using Vise.Data.Caching;
using Vise.Web.Operations.Caching;

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
public sealed class Parts(NpgsqlDataSource database, Readings readings, CacheStore cache, CacheHistory history, CacheMeter meter, ChangeFeed feed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

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

    /// <summary>VISE goes on without it: degraded when it does not answer, and when changes can't be seen.</summary>
    public async Task<PartHealth> CacheAsync(CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = await cache.ProbeAsync(ct) && cache.DownFor is null;
        var (recent, total) = (history.LastFiveMinutes(), meter.ReadAll());
        var late = !feed.IsOnTime;
        return Told(answers && !late ? Wellness.Healthy : Wellness.Degraded, Word(answers, late), start, new(StringComparer.Ordinal)
        {
            ["mode"] = CacheSettings.WordOf(cache.Mode),
            ["hitRate"] = Math.Round(recent.HitRate, 4),
            ["asked"] = recent.Asked,
            ["entries"] = cache.Entries,
            ["bytes"] = cache.Bytes,
            ["evictions"] = total.Evictions,
            ["refused"] = total.Refusals,
            ["changesBehindSeconds"] = Math.Round(feed.Behind.TotalSeconds, 1),
            ["downSeconds"] = Math.Round(cache.DownFor?.TotalSeconds ?? 0),
        });
    }

    private string Word(bool answers, bool late) =>
        !answers ? "does not answer; memory and database serve"
        : late ? "changes are seen late"
        : cache.HasSecondLayer ? "answers"
        : cache.Mode is CacheMode.None ? "off, as set" : "memory only, as set";

    private static PartHealth Told(string status, string message, long start, Dictionary<string, object?> details) =>
        new(status, message, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2), details);
}
