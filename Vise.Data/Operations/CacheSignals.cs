using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Vise.Data.Caching;

namespace Vise.Data.Operations;

/// <summary>Shows what the caches of this process counted, by region, operation and layer, when somebody asks.</summary>
internal static class CacheSignals
{
    private static readonly ConcurrentDictionary<CacheMeter, byte> Meters = new();
    private static int _shown;

    public static void Watch(CacheMeter meter) => Meters[meter] = 0;

    public static void Forget(CacheMeter meter) => Meters.TryRemove(meter, out _);

    /// <summary>From now on the counts are among the metrics.</summary>
    public static void Show(Meter meter)
    {
        if (Interlocked.Exchange(ref _shown, 1) == 0)
        {
            meter.CreateObservableCounter("vise.cache.operations", Measure, null, "What the cache was asked and did, by region and layer.");
        }
    }

    private static IEnumerable<Measurement<long>> Measure()
    {
        foreach (var region in CacheKeys.Regions)
        {
            var counts = Meters.Keys.Select(meter => meter.Read(region)).Aggregate(RegionCounts.None, (one, other) => one + other);
            (string Operation, string Layer, long Times)[] told =
            [
                ("hit", "any", counts.Hits), ("miss", "any", counts.Misses), ("load", "any", counts.Loads), ("failed_load", "any", counts.FailedLoads),
                ("hit", "memory", counts.Memory), ("hit", "redis", counts.Redis), ("eviction", "memory", counts.Evictions), ("drop", "any", counts.Drops),
                ("refused", "redis", counts.Refusals), ("outdated", "any", counts.Outdated),
            ];
            foreach (var (operation, layer, times) in told)
            {
                yield return new Measurement<long>(times, new("region", region.Name), new("operation", operation), new("layer", layer));
            }
        }
    }
}
