using System.Diagnostics;
using System.Threading.Channels;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Operations.Caching;

/// <summary>What goes on beside the requests: changes are looked for, the snapshot of codes renewed, codes warmed at the start and when wished, old changes forgotten, samples taken.</summary>
public sealed class CacheWork(
    ChangeFeed feed, CodesWarmth warmth, CurrentCodes current, CacheStore store, CacheHistory history, TimeProvider clock, ILogger<CacheWork> logs) : BackgroundService
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(15);

    private readonly Channel<CacheRegion> _wished = Channel.CreateUnbounded<CacheRegion>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        feed.OnWarming(region => _wished.Writer.TryWrite(region));
        // the first look goes before: what is warmed after it is known to be newer than what it saw. No request waits for either
        await feed.LookAsync(tell: false, stoppingToken);
        await Task.WhenAll(
            EveryAsync(ChangeFeed.LookEvery, () => feed.LookAsync(tell: false, stoppingToken), stoppingToken),
            SnapshotAsync(stoppingToken),
            EveryAsync(SampleEvery, Sample, stoppingToken),
            EveryAsync(PruneEvery, () => TryAsync(() => feed.PruneAsync(stoppingToken)), stoppingToken),
            WarmAsync(stoppingToken));
    }

    private Task Sample()
    {
        history.Sample();
        return Task.CompletedTask;
    }

    // the looking goes on while it is read
    private async Task SnapshotAsync(CancellationToken ct)
    {
        if (store.Mode is not CacheMode.None)
        {
            await TryAsync(() => current.RenewAsync(ct));
            await EveryAsync(ChangeFeed.LookEvery, () => TryAsync(() => current.RenewAsync(ct)), ct);
        }
    }

    private async Task WarmAsync(CancellationToken ct)
    {
        var (start, keys) = (Stopwatch.GetTimestamp(), 0);
        await TryAsync(async () =>
        {
            foreach (var region in CodesWarmth.Regions)
            {
                keys += await warmth.WarmAsync(region, ct);
            }
        });
        logs.LogInformation("The cache is warm: {Keys} keys in {Milliseconds:0} ms", keys, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        await foreach (var region in _wished.Reader.ReadAllAsync(ct))
        {
            await TryAsync(() => warmth.WarmAsync(region, ct));
        }
    }

    private async Task EveryAsync(TimeSpan period, Func<Task> work, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(period, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await work();
        }
    }

    // without the database there is nothing to warm or to forget; health tells of it
    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (Outage.IsDatabase(e))
        {
        }
    }
}
