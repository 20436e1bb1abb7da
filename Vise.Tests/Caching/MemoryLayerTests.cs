using System.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Caching;

/// <summary>The layer in memory, the modes, and what a value looks like as bytes.</summary>
public sealed class MemoryLayerTests
{
    private static readonly CacheKey Key = CacheKeys.Branch(BranchId.Parse("272501"));

    [Fact]
    public async Task Memory_is_bounded_in_bytes_and_what_goes_is_counted()
    {
        await using var node = CacheNode.Start(CacheMode.Memory);
        for (var state = 0; state < 150; state++)
        {
            await node.AskAsync(CacheKeys.AgeRules(state.ToString(System.Globalization.CultureInfo.InvariantCulture)), new string('a', 512 * 1024));
        }

        Assert.InRange(node.Store.Bytes, 1024 * 1024, SizedMemory.MostMegabytes * 1024L * 1024L);
        Assert.True(node.Store.Entries < 100);
        // evictions are told by another thread
        await TestNode.UntilAsync(() => Task.FromResult(node.Meter.Read(CacheKeys.Ages).Evictions > 0));
    }

    [Fact]
    public async Task There_is_none_holds_briefly()
    {
        var clock = new ShiftedClock();
        await using var node = CacheNode.Start(CacheMode.Memory, clock: clock);
        var loads = 0;
        async Task<BranchInfo?> AskAsync() => await node.Cache.GetAsync<BranchInfo?>(Key, _ =>
        {
            loads++;
            return Task.FromResult<BranchInfo?>(null);
        }, default);

        Assert.Null(await AskAsync());
        Assert.Null(await AskAsync());
        Assert.Equal(1, loads);
        clock.Shift = CacheKeys.NoneLifetime + TimeSpan.FromSeconds(1);
        Assert.Null(await AskAsync());
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task A_region_that_is_off_asks_the_database_each_time()
    {
        await using var node = CacheNode.Start(CacheMode.Memory);
        var key = CacheKeys.Draft.Key("1");
        await node.AskAsync(key, "once");
        await node.AskAsync(key, "twice");
        Assert.Equal((2, 0L), (node.Loads, node.Store.Entries));
        Assert.Equal(0, node.Meter.Read(CacheKeys.Draft).HitRate);
    }

    [Fact]
    public async Task Without_a_cache_the_database_is_asked_each_time_and_counted()
    {
        await using var node = CacheNode.Start(CacheMode.None);
        await node.AskAsync(Key, "once");
        Assert.Equal("twice", await node.AskAsync(Key, "twice"));
        Assert.Equal((2L, 0L), (node.Meter.Read(Key.Region).Loads, node.Store.Entries));
        Assert.False(node.Store.HasSecondLayer);
    }

    [Fact]
    public async Task Any_registered_distributed_cache_serves_as_second_layer()
    {
        var store = new MemoryDistributedCache(Microsoft.Extensions.Options.Options.Create(new Microsoft.Extensions.Caching.Memory.MemoryDistributedCacheOptions()));
        await using var one = CacheNode.Start(CacheMode.Distributed, more: services => services.AddSingleton<IDistributedCache>(store));
        await using var two = CacheNode.Start(CacheMode.Distributed, more: services => services.AddSingleton<IDistributedCache>(store));
        await one.AskAsync(Key, "Pune");
        await TestNode.UntilAsync(async () => await store.GetAsync("v2:" + Key.Key) is not null);
        Assert.Equal("Pune", await two.AskAsync(Key, "loaded twice"));
        Assert.Equal(1L, two.Meter.Read(Key.Region).Redis);
    }

    [Fact]
    public void A_value_as_bytes_keeps_every_script_and_long_lists_become_small()
    {
        var serializer = new CacheSerializer();
        IReadOnlyList<Named> districts = [.. Enumerable.Range(10, 60).Select(code => new Named($"{code}", $"District {code}", new Dictionary<string, string>(StringComparer.Ordinal) { ["hi"] = "ज़िला पुणे", ["mr"] = "जिल्हा पुणे" }))];
        var value = new Cached<IReadOnlyList<Named>>(districts, DatabaseMoment.Parse("10:20:10,14"), 0, 1);
        var data = serializer.Serialize(value);
        var back = serializer.Deserialize<Cached<IReadOnlyList<Named>>>(data)!;

        Assert.Equal("ज़िला पुणे", back.Value[0].In("hi"));
        Assert.Equal("10:20:10,14", back.AsOf.ToString());
        Assert.True(back.WasFetched());
        Assert.False(back.WasFetched());
        Assert.True(data.Length < System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(districts).Length / 5);
        Assert.Throws<InvalidDataException>(() => serializer.Deserialize<Cached<string>>([9, 9, 9]));
        Assert.Throws<InvalidDataException>(() => serializer.Deserialize<Cached<string>>([2, 0, 255, 255, 255, 127, 1]));
        Assert.Null(CacheSerializer.MomentOf([1, 200, 0]));
    }

    [Fact]
    public async Task A_read_from_memory_takes_microseconds()
    {
        await using var node = CacheNode.Start(CacheMode.Memory);
        static Task<string> Load(CancellationToken ct) => Task.FromResult("Pune");
        const int Reads = 100_000;
        for (var warm = 0; warm < Reads / 5; warm++)
        {
            await node.Cache.GetAsync(Key, Load, default);
        }

        var start = Stopwatch.GetTimestamp();
        for (var read = 0; read < Reads; read++)
        {
            await node.Cache.GetAsync(Key, Load, default);
        }

        // 0.15 million a second is the floor on an idle core; this one may be shared with a whole test run
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Reads, 0, 100);
        Assert.Equal(1L, node.Meter.Read(Key.Region).Loads);
    }
}
