using Npgsql;
using Vise.Data;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Codes;

/// <summary>The snapshot of codes says what the cache says, and changes as a whole.</summary>
public class CodesSnapshotTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_snapshot_says_what_the_codes_say()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var current = new CurrentCodes(school.Branches, TimeProvider.System);
        var (codes, now) = (school.Codes, await current.GetAsync(None));

        Assert.Equal(await codes.StatesAsync(None), now.States, Same);
        Assert.Equal(await codes.DistrictsAsync("27", None), now.Districts("27"), Same);
        Assert.Equal(await codes.BranchesAsync("27", "25", None), now.Branches("27", "25"), Same);
        Assert.Equal("Pune City", now.Branch(TestSchool.Pune)!.Name);
        Assert.Equal(await codes.InstitutionsAsync(TestSchool.Pune, None), now.Institutions(TestSchool.Pune), Same);
        Assert.Equal(
            (await codes.CurriculumAsync(TestSchool.Pune, "01", None)).Select(taught => (taught.ProgrammeCode, taught.ClassCode)),
            now.Curriculum(TestSchool.Pune, "01").Select(taught => (taught.ProgrammeCode, taught.ClassCode)));
        Assert.Equal(await codes.TermsAsync("class", None), now.Terms("class"), Same);
        Assert.Equal(7, now.AgeRule("33", "01")!.CutoffMonth);
        Assert.Equal(3, now.AgeRule("27", "01")!.CutoffMonth);
        Assert.Empty(now.Districts("99"));
        Assert.Empty(now.Branches("27", "9999999999999999999"));
        Assert.Empty(now.Curriculum(BranchId.Parse("999999"), "01"));
        Assert.Null(now.Branch(BranchId.Parse("999999")));
        Assert.Null(now.AgeRule("27", "ZZ"));
    }

    [Fact]
    public async Task A_change_is_seen_once_it_is_renewed_and_an_outage_keeps_the_last()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = NpgsqlDataSource.Create(TestCluster.Unpooled(database.AppConnection));
        var clock = new MovedClock();
        using var current = new CurrentCodes(new BranchDb(app), clock);
        var first = await current.GetAsync(None);

        await database.ExecuteAsync("update codes.geographic set name = 'Poona' where state_code = '27' and district_code = '25'; update codes.geographic set retired_time = now() where state_code = '27' and district_code = '26'");
        Assert.Same(first, await current.GetAsync(None));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => current.Renew()));
        var second = await current.GetAsync(None);
        Assert.Contains(second.Districts("27"), district => district.Name == "Poona");
        Assert.DoesNotContain(second.Districts("27"), district => district.Code == "26");
        Assert.Contains(first.Districts("27"), district => district.Code == "26");

        await database.ExecuteAsync("revoke select on codes.geographic from vise_public");
        await current.Renew();
        Assert.Same(second, await current.GetAsync(None));
        await database.ExecuteAsync("grant select on codes.geographic to vise_public");
        clock.Moved = TimeSpan.FromSeconds(2);
        // the reader that has it tried again doesn't wait for it
        Assert.Same(second, await current.GetAsync(None));
        await current.Renew();
        Assert.NotSame(second, await current.GetAsync(None));
    }

    private static bool Same(Named one, Named other) => (one.Code, one.Name, one.In("hi")) == (other.Code, other.Name, other.In("hi"));

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Moved.TotalSeconds * TimestampFrequency);
    }
}
