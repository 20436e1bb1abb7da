using StackExchange.Redis;
using Vise.Tests.Support;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Operations;

public class CacheServerTests
{
    [Fact]
    public async Task The_own_cache_keeps_values_carries_messages_and_runs_scripts()
    {
        using var local = LocalRedis.Start();
        await SpeaksRedisAsync(local.ConnectionString);
    }

    [Fact]
    public async Task A_real_Redis_does_the_same()
    {
        await using var real = await TestRedis.StartAsync();
        await SpeaksRedisAsync(real.ConnectionString);
    }

    private static async Task SpeaksRedisAsync(string connectionString)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        var database = redis.GetDatabase();
        await database.StringSetAsync("geo:27:25", "Pune", TimeSpan.FromMinutes(1));
        var heard = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("drop"), (_, message) => heard.TrySetResult(message));
        await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("drop"), "geo:27:25");

        Assert.Equal("Pune", await database.StringGetAsync("geo:27:25"));
        Assert.Equal("geo:27:25", await heard.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("Pune", (string?)await database.ScriptEvaluateAsync("return redis.call('get', KEYS[1])", ["geo:27:25"]));
    }
}
