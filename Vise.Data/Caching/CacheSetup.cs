using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vise.Data.Secrets;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Events;
using ZiggyCreatures.Caching.Fusion.MicrosoftHybridCache;
using ZiggyCreatures.Caching.Fusion.NullObjects;

namespace Vise.Data.Caching;

/// <summary>HybridCache as FusionCache implements it, over memory and a second layer, by <see cref="CacheMode"/>.</summary>
public static class CacheSetup
{
    private static readonly TimeSpan FailSafe = TimeSpan.FromHours(24);
    private static readonly TimeSpan FailSafeThrottle = TimeSpan.FromSeconds(5);

    /// <summary>Adds the cache and what keeps it true. For <see cref="CacheMode.Redis"/>, ConnectionStrings:Redis is read when it is first needed.</summary>
    public static IServiceCollection AddViseCache(this IServiceCollection services, CacheMode mode)
    {
        services.AddSingleton<CommitBell>().AddSingleton<DropLedger>().AddSingleton<CacheMeter>().AddSingleton<CacheHistory>();
        services.AddSingleton<RegionCache>().AddSingleton<ChangeFeed>();
        if (mode is CacheMode.None)
        {
            services.AddSingleton<IFusionCache>(new NullFusionCache(Options()));
            services.AddSingleton<HybridCache>(provider => new FusionHybridCache(provider.GetRequiredService<IFusionCache>()));
            return services.AddSingleton(provider => Store(provider, mode));
        }

        services.AddSingleton<SizedMemory>();
        var cache = services.AddFusionCache().WithOptions(Options()).WithMemoryCache(provider => provider.GetRequiredService<SizedMemory>())
            .WithPostSetup((provider, made) => Count(made, provider.GetRequiredService<CacheMeter>()));
        if (mode is CacheMode.Redis)
        {
            services.AddSingleton(provider => new RedisLink(provider.GetRequiredService<IConfiguration>().GetConnectionString("Redis")
                ?? throw new InvalidOperationException("The setting ConnectionStrings:Redis is missing.")));
            services.AddSingleton(provider => Layer(provider, new RedisCache(new RedisCacheOptions
            {
                InstanceName = CacheStore.Instance,
                ConnectionMultiplexerFactory = provider.GetRequiredService<RedisLink>().OpenAsync,
            })));
            cache.WithBackplane(provider => new RedisBackplane(provider.GetRequiredService<RedisLink>()));
        }
        else if (mode is CacheMode.Distributed)
        {
            services.AddSingleton(provider => Layer(provider, provider.GetRequiredService<IDistributedCache>()));
        }

        if (mode is not CacheMode.Memory)
        {
            cache.WithSerializer(new CacheSerializer()).WithDistributedCache(provider => provider.GetRequiredService<SecondLayer>());
        }

        cache.AsHybridCache();
        return services.AddSingleton(provider => Store(provider, mode));
    }

    private static CacheStore Store(IServiceProvider provider, CacheMode mode) => new(
        mode, provider.GetRequiredService<IFusionCache>(), provider.GetService<SizedMemory>(), provider.GetService<SecondLayer>(), provider.GetService<RedisLink>(),
        provider.GetRequiredService<CacheMeter>(), provider.GetRequiredService<ILogger<CacheStore>>());

    // its key is made of that which proves codes, and proves nothing else
    private static SecondLayer Layer(IServiceProvider provider, IDistributedCache store) => new(
        store, HMACSHA256.HashData(provider.GetRequiredService<FieldKeys>().ProofKey, "cache"u8), provider.GetRequiredService<DropLedger>(),
        provider.GetRequiredService<CacheMeter>(), provider.GetRequiredService<ILogger<SecondLayer>>());

    private static FusionCacheOptions Options() => new()
    {
        DefaultEntryOptionsProvider = new RegionOptions(),
        // the second layer looks after itself (SecondLayer), changes come by the database (ChangeFeed)
        DistributedCacheCircuitBreakerDuration = TimeSpan.Zero,
        EnableAutoRecovery = false,
        DisableTagging = true,
        // counting is quicker than handing it to another thread
        EnableSyncEventHandlersExecution = true,
        DefaultEntryOptions = Entry(TimeSpan.FromMinutes(1)),
    };

    private static FusionCacheEntryOptions Entry(TimeSpan lifetime) => new FusionCacheEntryOptions(lifetime)
    {
        // a value that was loaded is no news for the others; what was dropped is
        SkipBackplaneNotifications = true,
        // warming writes one value after the other instead of a thousand at once; the layer itself sees to it that nobody waits long
        AllowBackgroundDistributedCacheOperations = false,
        ReThrowSerializationExceptions = false,
    }.SetFailSafe(true, FailSafe, FailSafeThrottle);

    private static void Count(IFusionCache cache, CacheMeter meter) => cache.Events.Memory.Eviction += (_, evicted) =>
    {
        if (evicted.Reason is EvictionReason.Capacity or EvictionReason.Expired or EvictionReason.TokenExpired && CacheKeys.RegionOf(evicted.Key) is { } region)
        {
            meter.Evicted(region);
        }
    };

    /// <summary>Each region's lifetime, for whoever asks HybridCache by a key.</summary>
    private sealed class RegionOptions : FusionCacheEntryOptionsProvider
    {
        private readonly FusionCacheEntryOptions[] _regions = [.. CacheKeys.Regions.Select(region => Entry(region.Lifetime))];

        public override FusionCacheEntryOptions? GetEntryOptions(FusionCacheEntryOptionsProviderContext ctx, string key, out bool canMutate)
        {
            canMutate = false;
            return CacheKeys.RegionOf(key) is { } region ? _regions[region.Index] : null;
        }
    }
}
