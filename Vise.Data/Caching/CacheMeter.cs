using System.Diagnostics;
using Vise.Data.Operations;

namespace Vise.Data.Caching;

/// <summary>Where a value came from.</summary>
public enum CacheSource
{
    Memory,
    Redis,
    Database,
}

/// <summary>
/// Counts what the cache does, per region and source. Plain counters that metrics, the page and health read when they want to: counting must cost
/// nothing where a read takes a microsecond.
/// </summary>
public sealed class CacheMeter : IDisposable
{
    private readonly RegionMeter[] _regions = [.. CacheKeys.Regions.Select(_ => new RegionMeter())];

    public CacheMeter() => CacheSignals.Watch(this);

    /// <summary>What a region did since the start.</summary>
    public RegionCounts Read(CacheRegion region) => _regions[region.Index].Read();

    /// <summary>All regions together.</summary>
    public RegionCounts ReadAll() => CacheKeys.Regions.Select(Read).Aggregate((one, other) => one + other);

    public void Dispose() => CacheSignals.Forget(this);

    internal void Answered(CacheRegion region, CacheSource source, long start) => _regions[region.Index].Answered(source, Stopwatch.GetTimestamp() - start);

    /// <summary>Answered from a snapshot, in less time than can be measured.</summary>
    internal void AnsweredAtOnce(CacheRegion region) => _regions[region.Index].AnsweredAtOnce();

    /// <summary>The database was asked and answered, for one asker or for a crowd.</summary>
    internal void Loaded(CacheRegion region) => _regions[region.Index].Count(RegionMeter.Loads);

    internal void Failed(CacheRegion region) => _regions[region.Index].Count(RegionMeter.FailedLoads);

    internal void Evicted(CacheRegion region) => _regions[region.Index].Count(RegionMeter.Evictions);

    internal void Dropped(CacheRegion region) => _regions[region.Index].Count(RegionMeter.Drops);

    /// <summary>A value in the second layer was not ours.</summary>
    internal void Refused(CacheRegion region) => _regions[region.Index].Count(RegionMeter.Refusals);

    /// <summary>A value was from before a change.</summary>
    internal void Outdated(CacheRegion region) => _regions[region.Index].Count(RegionMeter.OldValues);
}
