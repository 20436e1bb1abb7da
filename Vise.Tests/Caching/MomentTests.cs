using Vise.Data.Caching;
using Xunit;

namespace Vise.Tests.Caching;

/// <summary>Transactions commit in another order than they begin, and no change is lost or taken for seen.</summary>
public class MomentTests
{
    private static readonly CacheKey Key = CacheKeys.Districts("27");

    [Theory]
    [InlineData("10:20:10,14", 9, true)]
    [InlineData("10:20:10,14", 10, false)]
    [InlineData("10:20:10,14", 12, true)]
    [InlineData("10:20:10,14", 14, false)]
    [InlineData("10:20:10,14", 20, false)]
    [InlineData("10:10:", 9, true)]
    [InlineData("nonsense", 1, false)]
    [InlineData("1:2:x", 1, false)]
    public void A_moment_knows_which_transactions_it_saw(string snapshot, int transaction, bool seen) =>
        Assert.Equal(seen, DatabaseMoment.Parse(snapshot).Includes((ulong)transaction));

    [Theory]
    [InlineData("10:20:10,14", "10:20:10,14", true)]
    [InlineData("10:21:14", "10:20:10,14", true)]
    [InlineData("10:20:10,14", "14:20:14", false)]
    [InlineData("10:20:10", "10:21:10", false)]
    public void A_later_moment_covers_an_earlier_one(string later, string earlier, bool covers) =>
        Assert.Equal(covers, DatabaseMoment.Parse(later).Covers(DatabaseMoment.Parse(earlier)));

    [Fact]
    public void A_value_from_before_a_change_is_refused_and_one_from_after_it_taken()
    {
        var ledger = new DropLedger();
        // 12 began before 15 and commits after it
        var (before, between, after) = (DatabaseMoment.Parse("12:15:12"), DatabaseMoment.Parse("12:16:12"), DatabaseMoment.Parse("16:16:"));
        ledger.Note(CacheDrop.Of(Key), 15, between);
        Assert.False(ledger.Accepts(Key, before));
        Assert.True(ledger.Accepts(Key, between));

        ledger.Note(CacheDrop.Of(Key), 12, after);
        Assert.False(ledger.Accepts(Key, between));
        Assert.True(ledger.Accepts(Key, after));
        Assert.True(ledger.Accepts(CacheKeys.Districts("29"), before));
    }

    [Fact]
    public void Two_changes_first_seen_together_both_count()
    {
        var ledger = new DropLedger();
        var seen = DatabaseMoment.Parse("20:20:");
        ledger.Note(CacheDrop.Of(Key), 12, seen);
        ledger.Note(CacheDrop.Of(Key), 15, seen);

        Assert.False(ledger.Accepts(Key, DatabaseMoment.Parse("12:16:12")));
        Assert.False(ledger.Accepts(Key, DatabaseMoment.Parse("15:16:15")));
        Assert.True(ledger.Accepts(Key, DatabaseMoment.Parse("16:16:")));
    }

    [Fact]
    public void More_changes_than_are_kept_refuse_what_is_older_and_never_what_is_newer()
    {
        var ledger = new DropLedger();
        var seen = DatabaseMoment.Parse("30000:30000:");
        for (var change = 1; change <= 10_001; change++)
        {
            ledger.Note(CacheDrop.Of(CacheKeys.Districts(change.ToString(System.Globalization.CultureInfo.InvariantCulture))), (ulong)change, seen);
        }

        Assert.False(ledger.Accepts(Key, DatabaseMoment.Parse("20000:20000:")));
        Assert.True(ledger.Accepts(Key, DatabaseMoment.Parse("30001:30001:")));
        Assert.True(ledger.Accepts(CacheKeys.OpenPlaces, DatabaseMoment.Unknown));
    }

    [Fact]
    public void A_dropped_region_and_a_dropped_pattern_refuse_what_they_name()
    {
        var ledger = new DropLedger();
        var (old, seen) = (DatabaseMoment.Parse("5:5:"), DatabaseMoment.Parse("9:9:"));
        ledger.Note(new CacheDrop(CacheKeys.Geo, Pattern: "geo:27*"), 7, seen);
        Assert.False(ledger.Accepts(Key, old));
        Assert.True(ledger.Accepts(CacheKeys.States, old));
        ledger.Note(new CacheDrop(CacheKeys.Geo), 8, seen);
        Assert.False(ledger.Accepts(CacheKeys.States, old));
        Assert.True(ledger.Accepts(CacheKeys.States, seen));
    }
}
