using System.Diagnostics;

namespace Vise.Bench;

/// <summary>
/// How much one thread gets done: by the processor's time that this process used, which others' work on the machine does not lengthen (the collector's
/// time is in it), and by the clock.
/// </summary>
internal sealed class Rates
{
    /// <summary>A second of processor time.</summary>
    public List<double> PerCoreSecond { get; } = [];

    /// <summary>A second by the clock.</summary>
    public List<double> PerSecond { get; } = [];

    /// <summary>Repeats work for so long; <paramref name="work"/> returns how much it did. The first run warms up and is not kept.</summary>
    public void Take(bool keep, TimeSpan time, Func<long> work)
    {
        var (watch, core, done) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, 0L);
        while (watch.Elapsed < time)
        {
            done += work();
        }

        Keep(keep, done, watch.Elapsed, Environment.CpuUsage.TotalTime - core);
    }

    /// <summary>The same for work that may wait.</summary>
    public async Task TakeAsync(bool keep, TimeSpan time, Func<ValueTask<long>> work)
    {
        var (watch, core, done) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, 0L);
        while (watch.Elapsed < time)
        {
            done += await work();
        }

        Keep(keep, done, watch.Elapsed, Environment.CpuUsage.TotalTime - core);
    }

    private void Keep(bool keep, long done, TimeSpan time, TimeSpan core)
    {
        if (keep)
        {
            PerCoreSecond.Add(done / core.TotalSeconds);
            PerSecond.Add(done / time.TotalSeconds);
        }
    }
}
