using System.Diagnostics;
using System.Globalization;

namespace Vise.Web.Operations.Signals;

/// <summary>How the process itself is: memory, CPU, load, garbage collection, uptime.</summary>
public sealed class ProcessHealth(TimeProvider clock)
{
    private const string LoadFile = "/proc/loadavg";

    private readonly long _started = clock.GetTimestamp();
    private readonly TimeSpan _spentBefore = Environment.CpuUsage.TotalTime;

    /// <summary>Since this node was put together.</summary>
    public TimeSpan Uptime => clock.GetElapsedTime(_started);

    public PartHealth Read()
    {
        var start = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime - _spentBefore;
        var collected = GC.GetGCMemoryInfo();
        var details = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["memoryBytes"] = Environment.WorkingSet,
            ["heapBytes"] = GC.GetTotalMemory(forceFullCollection: false),
            ["memoryLimitBytes"] = collected.TotalAvailableMemoryBytes,
            ["cpuSeconds"] = Math.Round(cpu.TotalSeconds, 2),
            ["cpuPercent"] = Math.Round(100 * cpu.TotalSeconds / Math.Max(1, Uptime.TotalSeconds) / Environment.ProcessorCount, 2),
            ["processors"] = Environment.ProcessorCount,
            ["load"] = Load(),
            ["collections"] = new[] { GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2) },
            ["pausePercent"] = collected.PauseTimePercentage,
            ["threads"] = ThreadPool.ThreadCount,
            ["uptimeSeconds"] = Math.Round(Uptime.TotalSeconds),
        };
        return new PartHealth(Wellness.Healthy, "runs", Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2), details);
    }

    /// <summary>Runnable processes of the machine over 1, 5 and 15 minutes; null where the system doesn't say.</summary>
    private static double[]? Load() => File.Exists(LoadFile)
        ? [.. File.ReadAllText(LoadFile).Split(' ').Take(3).Select(number => double.Parse(number, CultureInfo.InvariantCulture))]
        : null;
}
