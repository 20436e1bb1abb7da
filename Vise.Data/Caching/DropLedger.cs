using System.IO.Enumeration;

namespace Vise.Data.Caching;

/// <summary>What is to be dropped: one key, keys that match a pattern with <c>*</c>, or all of a region.</summary>
public sealed record CacheDrop(CacheRegion Region, string? Key = null, string? Pattern = null)
{
    public static CacheDrop Of(CacheKey key) => new(key.Region, key.Key);

    /// <summary>Whether a key of its region is meant.</summary>
    public bool Covers(string key) => Key is not null ? string.Equals(Key, key, StringComparison.Ordinal)
        : Pattern is null || FileSystemName.MatchesSimpleExpression(Pattern, key, ignoreCase: false);
}

/// <summary>
/// What this node knows to have changed. A value that was read before a change is never taken, whether it waits in memory or in Redis, or is being
/// loaded while the change commits: so nothing depends on a message having arrived or on a key having been deleted in time.
/// </summary>
public sealed class DropLedger
{
    private readonly RegionLedger[] _regions = [.. CacheKeys.Regions.Select(_ => new RegionLedger())];
    private volatile DatabaseMoment _now = DatabaseMoment.Unknown;
    private long _skew;

    /// <summary>What this node has seen of the database's changes; what is loaded now is at least as new.</summary>
    public DatabaseMoment Now => _now;

    /// <summary>How far the database's clock is ahead of ours.</summary>
    public TimeSpan Skew => TimeSpan.FromTicks(Interlocked.Read(ref _skew));

    /// <summary>Whether a value may still be taken.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="asOf">The moment after which it was read.</param>
    internal bool Accepts(CacheKey key, DatabaseMoment asOf) => _regions[key.Region.Index].Accepts(key.Key, asOf);

    /// <summary>Takes down what transactions changed; before <see cref="Advance"/>, so that no load in between counts as newer.</summary>
    internal void Note(CacheDrop drop, ulong transaction, DatabaseMoment seen) => _regions[drop.Region.Index].Note(drop, transaction, seen);

    /// <summary>Refuses whatever was read before a moment, for a region whose changes are too many to keep.</summary>
    internal void Refuse(CacheRegion region, DatabaseMoment before) => _regions[region.Index].RaiseFloor(before);

    internal void Advance(DatabaseMoment now, TimeSpan skew)
    {
        Interlocked.Exchange(ref _skew, skew.Ticks);
        _now = now;
    }
}
