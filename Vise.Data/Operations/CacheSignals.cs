using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Events;

namespace Vise.Data.Operations;

/// <summary>Counts what the cache does, per region: the first part of a key (CacheKeys).</summary>
internal static class CacheSignals
{
    private const string OwnMarks = "__fc";

    public static void Listen(IFusionCache cache)
    {
        var events = cache.Events;
        events.Hit += Count<FusionCacheEntryHitEventArgs>(CacheOperation.Hit, CacheLayer.Any);
        events.Miss += Count<FusionCacheEntryEventArgs>(CacheOperation.Miss, CacheLayer.Any);
        events.Set += Count<FusionCacheEntryEventArgs>(CacheOperation.Set, CacheLayer.Any);
        events.Remove += Count<FusionCacheEntryEventArgs>(CacheOperation.Remove, CacheLayer.Any);
        events.FactorySuccess += Count<FusionCacheEntryEventArgs>(CacheOperation.Load, CacheLayer.Any);
        events.FactoryError += Count<FusionCacheEntryEventArgs>(CacheOperation.FailedLoad, CacheLayer.Any);
        events.Memory.Hit += Count<FusionCacheEntryHitEventArgs>(CacheOperation.Hit, CacheLayer.Memory);
        events.Memory.Eviction += Count<FusionCacheEntryEvictionEventArgs>(CacheOperation.Eviction, CacheLayer.Memory);
        events.Distributed.Hit += Count<FusionCacheEntryHitEventArgs>(CacheOperation.Hit, CacheLayer.Redis);
        events.Distributed.Miss += Count<FusionCacheEntryEventArgs>(CacheOperation.Miss, CacheLayer.Redis);
    }

    private static EventHandler<T> Count<T>(CacheOperation operation, CacheLayer layer)
        where T : FusionCacheEntryEventArgs => (_, entry) =>
        {
            // the library's own marks are asked for with each entry
            if (!entry.Key.StartsWith(OwnMarks, StringComparison.Ordinal))
            {
                DataSignals.Cache(RegionOf(entry.Key), operation, layer);
            }
        };

    private static string RegionOf(string key) => key.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? key[..end] : "other";
}
