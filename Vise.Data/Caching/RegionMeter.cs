using System.Diagnostics;
using System.Numerics;

namespace Vise.Data.Caching;

/// <summary>What a region did. Times are sums of seconds over the answers of that source.</summary>
/// <param name="Memory">Answers from memory, the snapshot of codes too.</param>
/// <param name="Redis">Answers from the second layer.</param>
/// <param name="Database">Answers that the asker had to load, or to wait for while another loaded it and failed.</param>
/// <param name="Loads">How often the database was asked and answered: less than the answers, where many ask at once.</param>
/// <param name="FailedLoads">How often it did not.</param>
/// <param name="Evictions">Values that memory gave up, for want of room or by age.</param>
/// <param name="Drops">Values dropped by a change or a person.</param>
/// <param name="Refusals">Values in the second layer that were not ours.</param>
/// <param name="Outdated">Values from before a change.</param>
/// <param name="MemorySeconds">Time of the answers from memory; the snapshot's, of some ten nanoseconds, count as none.</param>
/// <param name="RedisSeconds">Time of those from the second layer.</param>
/// <param name="DatabaseSeconds">Time of the loaded ones.</param>
/// <param name="Times">Answers by time: place n counts those of up to 2^n hundreds of nanoseconds.</param>
public sealed record RegionCounts(
    long Memory, long Redis, long Database, long Loads, long FailedLoads, long Evictions, long Drops, long Refusals, long Outdated,
    double MemorySeconds, double RedisSeconds, double DatabaseSeconds, IReadOnlyList<long> Times)
{
    /// <summary>Nothing yet.</summary>
    public static readonly RegionCounts None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new long[RegionMeter.Slots]);

    public long Hits => Memory + Redis;

    public long Misses => Database;

    public long Asked => Memory + Redis + Database;

    /// <summary>0-1; 1 where nobody asked.</summary>
    public double HitRate => Asked == 0 ? 1 : (double)Hits / Asked;

    /// <summary>The mean time of an answer, seconds.</summary>
    public double MeanSeconds => Asked == 0 ? 0 : (MemorySeconds + RedisSeconds + DatabaseSeconds) / Asked;

    public static RegionCounts operator +(RegionCounts one, RegionCounts other) => one.With(other, 1);

    /// <summary>What came between two readings.</summary>
    public static RegionCounts operator -(RegionCounts later, RegionCounts earlier) => later.With(earlier, -1);

    /// <summary>The time, seconds, within which a share of the answers came; exact to a factor of two.</summary>
    public double Within(double share)
    {
        var wanted = Math.Ceiling(Times.Sum() * share);
        var seen = 0L;
        for (var at = 0; at < Times.Count && wanted > 0; at++)
        {
            seen += Times[at];
            if (seen >= wanted)
            {
                return Math.Pow(2, at) * 1e-7;
            }
        }

        return 0;
    }

    private RegionCounts With(RegionCounts other, int sign) => new(
        Memory + sign * other.Memory, Redis + sign * other.Redis, Database + sign * other.Database, Loads + sign * other.Loads, FailedLoads + sign * other.FailedLoads,
        Evictions + sign * other.Evictions, Drops + sign * other.Drops, Refusals + sign * other.Refusals, Outdated + sign * other.Outdated,
        MemorySeconds + sign * other.MemorySeconds, RedisSeconds + sign * other.RedisSeconds, DatabaseSeconds + sign * other.DatabaseSeconds,
        [.. Times.Zip(other.Times, (one, two) => one + sign * two)]);
}

/// <summary>The counters of one region.</summary>
internal sealed class RegionMeter
{
    public const int Loads = 0;
    public const int FailedLoads = 1;
    public const int Evictions = 2;
    public const int Drops = 3;
    public const int Refusals = 4;
    public const int OldValues = 5;

    private const int Kinds = 6;
    private const int Sources = 3;
    internal const int Slots = 28;

    private readonly long[] _counts = new long[Kinds];
    private readonly long[] _answers = new long[Sources];
    private readonly long[] _ticks = new long[Sources];
    private readonly long[] _times = new long[Slots];

    public void Count(int kind) => Interlocked.Increment(ref _counts[kind]);

    // looking at the clock would take longer than the answer
    public void AnsweredAtOnce()
    {
        Interlocked.Increment(ref _answers[(int)CacheSource.Memory]);
        Interlocked.Increment(ref _times[0]);
    }

    public void Answered(CacheSource source, long ticks)
    {
        Interlocked.Increment(ref _answers[(int)source]);
        Interlocked.Add(ref _ticks[(int)source], ticks);
        var hundreds = (ulong)(ticks * (10_000_000d / Stopwatch.Frequency));
        Interlocked.Increment(ref _times[Math.Min(Slots - 1, hundreds < 2 ? 0 : BitOperations.Log2(hundreds - 1) + 1)]);
    }

    public RegionCounts Read()
    {
        long Kind(int kind) => Interlocked.Read(ref _counts[kind]);
        long Of(long[] of, CacheSource source) => Interlocked.Read(ref of[(int)source]);
        double Seconds(CacheSource source) => (double)Of(_ticks, source) / Stopwatch.Frequency;
        return new RegionCounts(
            Of(_answers, CacheSource.Memory), Of(_answers, CacheSource.Redis), Of(_answers, CacheSource.Database),
            Kind(Loads), Kind(FailedLoads), Kind(Evictions), Kind(Drops), Kind(Refusals), Kind(OldValues),
            Seconds(CacheSource.Memory), Seconds(CacheSource.Redis), Seconds(CacheSource.Database), [.. _times]);
    }
}
