using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;

namespace Vise.Data.Caching;

/// <summary>The layers of this node as a whole: drops values out of them and says how they are.</summary>
public sealed class CacheStore
{
    internal const string Instance = "vise:";

    private readonly IFusionCache _cache;
    private readonly SizedMemory? _memory;
    private readonly SecondLayer? _second;
    private readonly RedisLink? _redis;
    private readonly CacheMeter _meter;
    private readonly ILogger<CacheStore> _logs;
    private volatile Task _sweeping = Task.CompletedTask;

    internal CacheStore(CacheMode mode, IFusionCache cache, SizedMemory? memory, SecondLayer? second, RedisLink? redis, CacheMeter meter, ILogger<CacheStore> logs) =>
        (Mode, _cache, _memory, _second, _redis, _meter, _logs) = (mode, cache, memory, second, redis, meter, logs);

    public CacheMode Mode { get; }

    /// <summary>How many values memory holds.</summary>
    public long Entries => _memory?.Entries ?? 0;

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => _memory?.Bytes ?? 0;

    /// <summary>For how long the second layer has not answered; null while it does, or where there is none.</summary>
    public TimeSpan? DownFor => _second?.DownFor;

    /// <summary>Whether there is a second layer at all.</summary>
    public bool HasSecondLayer => _second is not null;

    /// <summary>Asks the second layer whether it answers; true where there is none.</summary>
    public Task<bool> ProbeAsync(CancellationToken ct) => _second is null ? Task.FromResult(true) : _second.ProbeAsync(ct);

    /// <summary>Returns once what was dropped so far is out of Redis too, or Redis does not answer.</summary>
    public Task SettledAsync() => _sweeping;

    /// <summary>Takes values out of memory and of the second layer; with <paramref name="tell"/> the other nodes are told at once.</summary>
    internal async Task DropAsync(IReadOnlyCollection<CacheDrop> drops, bool tell, CancellationToken ct)
    {
        var options = _cache.CreateEntryOptions(entry => entry.SetSkipBackplaneNotifications(!tell));
        foreach (var drop in drops)
        {
            string[] keys = drop.Key is { } key ? [key] : [.. (_memory?.Keys ?? []).Where(known => known.StartsWith(drop.Region.Prefix, StringComparison.Ordinal) && drop.Covers(known))];
            foreach (var dropped in keys)
            {
                if (!tell && _memory?.Holds(dropped) is not true)
                {
                    // whatever Redis has of it is refused
                    continue;
                }

                _meter.Dropped(drop.Region);
                await _cache.RemoveAsync(dropped, options, ct);
            }

            if (drop.Key is null && _redis is not null)
            {
                _sweeping = Task.WhenAll(_sweeping, SweepAsync(drop));
            }
        }
    }

    // what lies there is from before the drop and refused by every node; it need not take room
    private async Task SweepAsync(CacheDrop drop)
    {
        try
        {
            await _redis!.DeleteAsync($"{Instance}*:{Regex.Replace(drop.Pattern ?? drop.Region.Prefix + "*", @"[\[\]?\\]", @"\$0", RegexOptions.None, TimeSpan.FromSeconds(1))}", default);
        }
        catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException or ObjectDisposedException)
        {
            _logs.LogInformation("Redis could not be swept of region {Region} ({Why})", drop.Region.Name, e.GetType().Name);
        }
    }
}
