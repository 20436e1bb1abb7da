using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Vise.Bench;

/// <summary>
/// What a node reads from Redis with 16 askers at once, as a share of what redis-benchmark reads from the same server with 16 connections and no
/// pipeline; the two take turns, so that both meet the same machine.
/// </summary>
internal static class RedisBench
{
    private const int Askers = 16;

    public static async Task RunAsync(BenchPlace place, Report report, CancellationToken ct)
    {
        var count = report.Quick ? 20_000 : 100_000;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(place.Redis);
        using var layer = new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection), InstanceName = "bench:" });
        var keys = Enumerable.Range(0, 1000).Select(at => $"key:{at:000000000000}").ToArray();
        var value = RandomNumberGenerator.GetBytes(400);
        foreach (var key in keys)
        {
            await connection.GetDatabase().StringSetAsync(key, value);
            await layer.SetAsync(key, value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1) }, ct);
        }

        List<double> plain = [], get = [], cached = [];
        for (var run = 0; run < report.Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            plain.Add(await BenchmarkAsync(place.RedisPort, count, ct));
            get.Add(await AskAsync(count, at => connection.GetDatabase().StringGetAsync(keys[at % keys.Length])));
            cached.Add(await AskAsync(count, at => layer.GetAsync(keys[at % keys.Length], ct)));
        }

        report.Tell("redis-benchmark -P 1 -c 16, GET of 400 bytes", plain, "reads/s");
        report.AtLeast("Redis: GET by the app's client, of redis-benchmark", [.. get.Zip(plain, (mine, theirs) => 100 * mine / theirs)], 60, "%");
        report.AtLeast("Redis: reads through IDistributedCache, of redis-benchmark", [.. cached.Zip(plain, (mine, theirs) => 100 * mine / theirs)], 60, "%");
    }

    public static async Task FlushAsync(BenchPlace place)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(place.Redis + ",allowAdmin=true");
        await connection.GetServers()[0].FlushAllDatabasesAsync();
    }

    private static async Task<double> AskAsync<T>(int count, Func<int, Task<T>> ask)
    {
        var (next, watch) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Askers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var at && at <= count)
            {
                var value = await ask(at);
                if (value is null or RedisValue { IsNull: true })
                {
                    throw new InvalidOperationException("It should be there.");
                }
            }
        }));
        return count / watch.Elapsed.TotalSeconds;
    }

    // its keys are key:000000000000 and so on, of the same 400 bytes
    private static async Task<double> BenchmarkAsync(int port, int count, CancellationToken ct)
    {
        var info = new ProcessStartInfo(
            "redis-benchmark",
            ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-t", "get", "-P", "1", "-c", "16", "-d", "400", "-r", "1000", "-n", count.ToString(CultureInfo.InvariantCulture), "--csv"])
        { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(info)!;
        var line = (await process.StandardOutput.ReadToEndAsync(ct)).Split('\n').Single(text => text.StartsWith("\"GET\"", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }
}
