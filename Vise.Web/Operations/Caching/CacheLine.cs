using Vise.Data.Caching;

namespace Vise.Web.Operations.Caching;

/// <summary>A region as the page shows it: since the start, and second by second over the last minute, the oldest first.</summary>
internal sealed record CacheLine(CacheRegion Region, RegionCounts Counts, IReadOnlyList<RegionCounts> Minute)
{
    private const int PartSeconds = 10;

    /// <summary>How many seconds ago each of <see cref="Parts"/> began.</summary>
    public static IReadOnlyList<int> Ago { get; } = [60, 50, 40, 30, 20, 10];

    public IReadOnlyList<double> Asked { get; } = [.. Minute.Select(second => (double)second.Asked)];

    /// <summary>The minute in ten-second parts.</summary>
    public IEnumerable<RegionCounts> Parts() => Ago.Select(ago =>
    {
        // less than a minute is known at first
        var missing = CacheHistory.Seconds - Minute.Count;
        var from = CacheHistory.Seconds - ago - missing;
        return Minute.Skip(Math.Max(0, from)).Take(Math.Clamp(from + PartSeconds, 0, PartSeconds)).Aggregate(RegionCounts.None, (sum, second) => sum + second);
    });
}
