namespace Vise.Data.Caching;

/// <summary>What was asked of the cache lately.</summary>
public sealed record RecentCache(long Asked, double PerSecond, double HitRate);

/// <summary>The counts of the last minute by the second, and of the last five minutes as a whole: a fixed piece of memory.</summary>
public sealed class CacheHistory(CacheMeter meter, TimeProvider clock)
{
    /// <summary>How many seconds are kept one by one.</summary>
    public const int Seconds = 60;

    private const int LongEvery = 10;
    private const int LongSlots = 30;

    private readonly Lock _gate = new();
    private readonly Queue<RegionCounts[]> _samples = new();
    private readonly Queue<(RegionCounts Counts, long At)> _long = new();
    private readonly long _start = clock.GetTimestamp();
    private int _sampled;

    /// <summary>Takes a sample; to be called once a second.</summary>
    public void Sample()
    {
        lock (_gate)
        {
            _samples.Enqueue([.. CacheKeys.Regions.Select(meter.Read)]);
            if (_samples.Count > Seconds + 1)
            {
                _samples.Dequeue();
            }

            if (_sampled++ % LongEvery == 0)
            {
                _long.Enqueue((meter.ReadAll(), clock.GetTimestamp()));
                if (_long.Count > LongSlots + 1)
                {
                    _long.Dequeue();
                }
            }
        }
    }

    /// <summary>What a region did in each of the last seconds, the oldest first; at most <see cref="Seconds"/>.</summary>
    public IReadOnlyList<RegionCounts> LastMinute(CacheRegion region)
    {
        lock (_gate)
        {
            var counts = _samples.Select(sample => sample[region.Index]).ToList();
            return [.. counts.Skip(1).Zip(counts, (later, earlier) => later - earlier)];
        }
    }

    /// <summary>All regions together over the last five minutes, or since the start.</summary>
    public RecentCache LastFiveMinutes()
    {
        lock (_gate)
        {
            var (since, at) = _long.Count > LongSlots ? _long.Peek() : (RegionCounts.None, _start);
            var recent = meter.ReadAll() - since;
            return new RecentCache(recent.Asked, recent.Asked / Math.Max(1, clock.GetElapsedTime(at).TotalSeconds), recent.HitRate);
        }
    }
}
