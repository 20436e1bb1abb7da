using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vise.Data;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Tests.Caching;
using Vise.Tests.Support;
using Vise.Web.Operations.Caching;
using Xunit;

namespace Vise.Tests.Codes;

/// <summary>The snapshot of codes says what the cache says, and never what is no longer true.</summary>
public class CodesSnapshotTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_snapshot_says_what_the_cache_says_and_counts_as_its_memory()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = await StartAsync(school);
        var (plain, codes, pune) = (school.Codes, node.Get<ReferenceCodes>(), TestSchool.Pune);
        var before = node.Meter.ReadAll();

        Assert.Equal(await plain.StatesAsync(None), await codes.StatesAsync(None), Same);
        Assert.Equal(await plain.DistrictsAsync("27", None), await codes.DistrictsAsync("27", None), Same);
        Assert.Equal(await plain.BranchesAsync("27", "25", None), await codes.BranchesAsync("27", "25", None), Same);
        Assert.Equal((await plain.BranchAsync(pune, None))!.TimeZone, (await codes.BranchAsync(pune, None))!.TimeZone);
        Assert.Equal(await plain.InstitutionsAsync(pune, None), await codes.InstitutionsAsync(pune, None), Same);
        Assert.Equal((await plain.CurriculumAsync(pune, "01", None)).Select(Class), (await codes.CurriculumAsync(pune, "01", None)).Select(Class));
        Assert.Equal(await plain.TermsAsync("class", None), await codes.TermsAsync("class", None), Same);
        Assert.Empty(await codes.DistrictsAsync("99", None));
        Assert.Empty(await codes.BranchesAsync("27", "9999999999999999999", None));
        Assert.Empty(await codes.CurriculumAsync(BranchId.Parse("999999"), "01", None));
        Assert.Null(await codes.BranchAsync(BranchId.Parse("999999"), None));

        var asked = node.Meter.ReadAll() - before;
        Assert.Equal((11L, 11L, 0L), (asked.Asked, asked.Memory, asked.Loads));
        Assert.Equal(1, asked.HitRate);
    }

    [Fact]
    public async Task A_change_is_true_with_the_next_question_and_the_renewed_snapshot_has_it()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = await StartAsync(school);
        var (codes, current) = (node.Get<ReferenceCodes>(), node.Get<CurrentCodes>());
        var first = current.Of(CacheKeys.Places);

        await school.Database.ExecuteAsync("update codes.branch set name = 'New Pune' where branch_id = '272501'");
        await node.LookAsync();
        Assert.Equal("New Pune", (await codes.BranchAsync(TestSchool.Pune, None))!.Name);
        // the others stay; what changed is asked of the cache
        Assert.Null(current.Of(CacheKeys.Places));
        Assert.Same(first, current.Of(CacheKeys.Geo));

        await current.RenewAsync(None);
        Assert.Equal("New Pune", current.Of(CacheKeys.Places)!.Branch(TestSchool.Pune)!.Name);
        Assert.Contains(current.Of(CacheKeys.Places)!.Branches("27", "25"), branch => branch.Name == "New Pune");
        Assert.NotEqual("New Pune", first!.Branch(TestSchool.Pune)!.Name);

        // as for a person who clears the cache
        await node.Get<ChangeFeed>().WishAsync([CacheDrops.PlaceOf(CacheDrop.Of(CacheKeys.States))], None);
        await node.LookAsync();
        Assert.Null(current.Of(CacheKeys.Geo));
    }

    [Fact]
    public async Task A_change_that_commits_while_the_snapshot_is_read_is_not_overlooked()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await node.LookAsync();
        await using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(school.Database.SuperuserConnection));
        await using var holder = await source.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table codes.term in access exclusive mode", holder, held))
        {
            await hold.ExecuteNonQueryAsync();
        }

        // the words are read last: it has the branches when it waits for them
        var renewing = node.Get<CurrentCodes>().RenewAsync(None);
        await TestNode.UntilAsync(async () => await school.Database.ScalarAsync<long>("select count(*) from pg_locks where relation = 'codes.term'::regclass and not granted") > 0);
        await school.Database.ExecuteAsync("update codes.branch set name = 'New Pune' where branch_id = '272501'");
        await node.LookAsync();
        await held.CommitAsync();
        await renewing;

        Assert.Equal("New Pune", (await node.Get<ReferenceCodes>().BranchAsync(TestSchool.Pune, None))!.Name);
        Assert.NotNull(node.Get<CurrentCodes>().Of(CacheKeys.Geo));
        Assert.False(node.Get<CurrentCodes>().IsCurrent);
    }

    [Fact]
    public async Task It_serves_through_an_outage_grows_old_in_time_and_is_not_made_of_more_than_a_node_should_hold()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var clock = new MovedClock();
        await using var node = await StartAsync(school, clock);
        var current = node.Get<CurrentCodes>();
        var first = current.Of(CacheKeys.Geo);
        Assert.True(current.IsCurrent);
        clock.Moved = CurrentCodes.Lifetime;
        Assert.False(current.IsCurrent);
        await school.Database.ExecuteAsync("revoke select on codes.geographic from vise_public");
        await Assert.ThrowsAnyAsync<Exception>(() => current.RenewAsync(None));
        Assert.Same(first, current.Of(CacheKeys.Geo));
        await school.Database.ExecuteAsync("grant select on codes.geographic to vise_public");
        await current.RenewAsync(None);
        Assert.NotSame(first, current.Of(CacheKeys.Geo));
        Assert.True(current.IsCurrent);

        var small = new CurrentCodes(school.Branches, node.Get<ChangeFeed>(), node.Meter, clock) { MostRows = 1 };
        await small.RenewAsync(None);
        Assert.Null(small.Of(CacheKeys.Geo));
        Assert.True(small.IsCurrent);
    }

    [Theory]
    [InlineData(CacheMode.Memory, true)]
    [InlineData(CacheMode.None, false)]
    public async Task A_running_node_has_it_and_renews_it_by_itself_unless_nothing_is_to_be_cached(CacheMode mode, bool has)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(mode, database: school.Database);
        var current = node.Get<CurrentCodes>();
        using var work = new CacheWork(
            node.Get<ChangeFeed>(), node.Get<CodesWarmth>(), current, node.Store, node.Get<CacheHistory>(), TimeProvider.System, NullLogger<CacheWork>.Instance);
        await work.StartAsync(None);
        if (has)
        {
            await TestNode.UntilAsync(() => Task.FromResult(current.IsCurrent));
        }

        await school.Database.ExecuteAsync("update codes.branch set name = 'New Pune' where branch_id = '272501'");
        await TestNode.UntilAsync(async () => (await node.Get<ReferenceCodes>().BranchAsync(TestSchool.Pune, None))!.Name == "New Pune");
        await TestNode.UntilAsync(() => Task.FromResult(current.IsCurrent == has));
        Assert.Equal(has ? "New Pune" : null, current.Of(CacheKeys.Places)?.Branch(TestSchool.Pune)?.Name);
        await work.StopAsync(None);
    }

    private static async Task<CacheNode> StartAsync(TestSchool school, TimeProvider? clock = null)
    {
        var node = CacheNode.Start(CacheMode.Memory, database: school.Database, clock: clock);
        await node.LookAsync();
        await node.Get<CurrentCodes>().RenewAsync(None);
        return node;
    }

    private static bool Same(Named one, Named other) => (one.Code, one.Name, one.In("hi")) == (other.Code, other.Name, other.In("hi"));

    private static (string, string, string) Class(TaughtClass taught) => (taught.ProgrammeCode, taught.ClassCode, string.Join(' ', taught.Media));

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Moved.TotalSeconds * TimestampFrequency);
    }
}
