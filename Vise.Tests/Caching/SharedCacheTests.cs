using Microsoft.Extensions.Caching.Hybrid;
using StackExchange.Redis;
using Vise.Data.Caching;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;
using ZiggyCreatures.Caching.Fusion;

namespace Vise.Tests.Caching;

/// <summary>Nodes that share one real Redis, and what somebody else may have put there.</summary>
public sealed class SharedCacheTests : IAsyncLifetime
{
    private static readonly CacheKey Pune = CacheKeys.Branch(BranchId.Parse("272501"));
    private static readonly CacheKey Haveli = CacheKeys.Branch(BranchId.Parse("272502"));

    private TestRedis _redis = null!;
    private CacheNode _one = null!;
    private CacheNode _two = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await TestRedis.StartAsync();
        (_one, _two) = (CacheNode.Start(CacheMode.Redis, _redis.ConnectionString), CacheNode.Start(CacheMode.Redis, _redis.ConnectionString));
        foreach (var node in (CacheNode[])[_one, _two])
        {
            await node.Get<RedisLink>().OpenAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task What_one_node_loaded_the_other_finds_in_Redis_and_then_in_memory()
    {
        Assert.Equal("Pune", await _one.AskAsync(Pune, "Pune"));
        await StoredAsync(Pune);
        Assert.Equal("Pune", await _two.AskAsync(Pune, "loaded twice"));
        Assert.Equal("Pune", await _two.AskAsync(Pune, "loaded twice"));

        var (one, two) = (_one.Meter.Read(Pune.Region), _two.Meter.Read(Pune.Region));
        Assert.Equal((0L, 0L, 1L, 1L), (one.Memory, one.Redis, one.Database, one.Loads));
        Assert.Equal((1L, 1L, 0L, 0L), (two.Memory, two.Redis, two.Database, two.Loads));
        Assert.Equal(1, two.HitRate);
        Assert.InRange(two.MeanSeconds, 1e-7, 1);
    }

    [Fact]
    public async Task A_value_planted_under_another_branchs_key_is_refused_counted_and_loaded_anew()
    {
        await _one.AskAsync(Pune, "Pune");
        await StoredAsync(Pune);
        await _redis.AskAsync(async (database, _) =>
        {
            // COPY keeps every byte and the time to live
            await database.KeyCopyAsync(StoreKey(Pune), StoreKey(Haveli));
            return true;
        });

        Assert.Equal("Haveli", await _two.AskAsync(Haveli, "Haveli"));
        Assert.Equal(1L, _two.Meter.Read(Haveli.Region).Refusals);
        Assert.Equal("Pune", await _two.AskAsync(Pune, "loaded twice"));
    }

    [Fact]
    public async Task A_value_that_somebody_made_up_or_that_has_other_keys_is_refused()
    {
        using var folder = new TestFolder();
        await using var stranger = CacheNode.Start(CacheMode.Redis, _redis.ConnectionString, keys: CacheNode.OtherKeys(folder));
        await stranger.Get<RedisLink>().OpenAsync();
        await stranger.AskAsync(Pune, "not ours");
        await StoredAsync(Pune);
        await _redis.AskAsync(async (database, _) =>
        {
            await database.HashSetAsync(StoreKey(Haveli), [new("absexp", -1), new("sldexp", -1), new("data", "nonsense nonsense nonsense nonsense")]);
            return true;
        });

        Assert.Equal("Pune", await _one.AskAsync(Pune, "Pune"));
        Assert.Equal("Haveli", await _one.AskAsync(Haveli, "Haveli"));
        Assert.Equal(2L, _one.Meter.Read(Pune.Region).Refusals);
    }

    [Fact]
    public async Task However_many_ask_at_once_one_loads()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loads = 0;
        var crowd = Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await _one.Cache.GetAsync(Pune, async _ =>
        {
            Interlocked.Increment(ref loads);
            await go.Task;
            return "Pune";
        }, default))).ToList();
        await TestNode.UntilAsync(() => Task.FromResult(Volatile.Read(ref loads) > 0));
        go.SetResult();

        Assert.All(await Task.WhenAll(crowd), name => Assert.Equal("Pune", name));
        Assert.Equal(1, loads);
        var counts = _one.Meter.Read(Pune.Region);
        Assert.Equal((1L, 200L), (counts.Loads, counts.Asked));
    }

    [Fact]
    public async Task A_value_from_before_a_change_is_loaded_anew_though_Redis_still_has_it()
    {
        await _one.AskAsync(Pune, "old name");
        await StoredAsync(Pune);
        // the other node heard of the change; nobody told Redis
        var seen = DatabaseMoment.Parse("9:9:");
        _two.Ledger.Note(CacheDrop.Of(Pune), 8, seen);
        _two.Ledger.Advance(seen, TimeSpan.Zero);

        Assert.Equal("new name", await _two.AskAsync(Pune, "new name"));
        Assert.Equal(1L, _two.Meter.Read(Pune.Region).Outdated);
        Assert.Equal("new name", await _two.AskAsync(Pune, "loaded twice"));
    }

    [Fact]
    public async Task A_change_that_commits_while_the_old_value_is_being_loaded_wins()
    {
        var loads = 0;
        var name = await _one.Cache.GetAsync(Pune, _ =>
        {
            if (++loads > 1)
            {
                return Task.FromResult("new name");
            }

            var seen = DatabaseMoment.Parse("9:9:");
            _one.Ledger.Note(CacheDrop.Of(Pune), 8, seen);
            _one.Ledger.Advance(seen, TimeSpan.Zero);
            return Task.FromResult("old name");
        }, default);

        Assert.Equal(("new name", 2), (name, loads));
        Assert.Equal("new name", await _one.AskAsync(Pune, "loaded again"));
    }

    [Fact]
    public async Task A_dropped_value_leaves_the_other_nodes_at_once_by_the_backplane()
    {
        await _one.AskAsync(Pune, "Pune");
        await StoredAsync(Pune);
        await _two.AskAsync(Pune, "Pune");
        await TestNode.UntilAsync(() => _redis.AskAsync(async (_, server) => (await server.SubscriptionChannelsAsync()).Length > 0));
        var changed = false;
        await TestNode.UntilAsync(async () =>
        {
            // asked again in case that the subscription was a moment late
            await _one.Store.DropAsync([CacheDrop.Of(Pune)], tell: true, default);
            changed = await _two.AskAsync(Pune, "new name") == "new name";
            return changed;
        });
        Assert.True(changed);
    }

    [Fact]
    public async Task Keys_are_dropped_singly_by_pattern_and_by_region_in_Redis_too()
    {
        foreach (var key in (CacheKey[])[Pune, Haveli, CacheKeys.Districts("27"), CacheKeys.States])
        {
            await _one.AskAsync(key, key.Key);
            await StoredAsync(key);
        }

        await _one.Store.DropAsync([.. CacheDrops.Matching("branch:27:25:01")], tell: true, default);
        await GoneAsync(Pune);
        await _one.Store.DropAsync([.. CacheDrops.Matching("geo:27*")], tell: true, default);
        await GoneAsync(CacheKeys.Districts("27"));
        Assert.True(await HasAsync(Haveli) && await HasAsync(CacheKeys.States));
        await _one.Store.DropAsync([new CacheDrop(CacheKeys.Geo)], tell: true, default);
        await GoneAsync(CacheKeys.States);
        Assert.True(await HasAsync(Haveli));
    }

    [Fact]
    public async Task Whoever_asks_HybridCache_itself_gets_the_regions_lifetime_and_the_same_layers()
    {
        var fusion = _one.Get<IFusionCache>();
        Assert.All(CacheKeys.Regions, region => Assert.Equal(
            region.Lifetime, fusion.DefaultEntryOptionsProvider!.GetEntryOptions(null!, region.Prefix, out _)!.Duration));

        await _one.Get<HybridCache>().SetAsync(Pune.Key, "Pune");
        await StoredAsync(Pune);
        Assert.Equal("Pune", await _two.Get<HybridCache>().GetOrCreateAsync(Pune.Key, _ => ValueTask.FromResult("loaded")));
    }

    private static string StoreKey(CacheKey key) => "vise:v2:" + key.Key;

    private Task StoredAsync(CacheKey key) => TestNode.UntilAsync(() => HasAsync(key));

    private Task GoneAsync(CacheKey key) => TestNode.UntilAsync(async () => !await HasAsync(key));

    private Task<bool> HasAsync(CacheKey key) => _redis.AskAsync((database, _) => database.KeyExistsAsync(StoreKey(key)));
}
