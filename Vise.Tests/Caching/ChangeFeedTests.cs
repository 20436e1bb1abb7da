using Npgsql;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Data.Users;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Caching;

/// <summary>Changes come out of the database, whoever makes them and in whatever order they commit.</summary>
public class ChangeFeedTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_change_is_seen_by_every_node_whoever_made_it_and_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var redis = await TestRedis.StartAsync();
        await using var one = CacheNode.Start(CacheMode.Redis, redis.ConnectionString, school.Database);
        await using var two = CacheNode.Start(CacheMode.Redis, redis.ConnectionString, school.Database);
        await one.LookAsync();
        await two.LookAsync();
        var names = await BothAsync(one, two);
        Assert.Equal(names.One, names.Two);

        await school.Database.ExecuteAsync("update codes.branch set name = 'New Pune' where branch_id = '272501'");
        await one.LookAsync();
        await two.LookAsync();
        Assert.Equal(("New Pune", "New Pune"), await BothAsync(one, two));

        var dropped = one.Meter.ReadAll().Drops;
        await one.LookAsync();
        Assert.Equal(dropped, one.Meter.ReadAll().Drops);
        // what changes nothing is no news
        await school.Database.ExecuteAsync("update codes.branch set name = name");
        await one.LookAsync();
        Assert.Equal(dropped, one.Meter.ReadAll().Drops);
    }

    [Fact]
    public async Task A_transaction_that_commits_after_a_later_one_is_not_overlooked()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await node.LookAsync();
        await NameAsync(node);
        await using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(school.Database.SuperuserConnection));
        await using var first = await source.OpenConnectionAsync();
        await using var slow = await first.BeginTransactionAsync();
        await using (var update = new NpgsqlCommand("update codes.branch set name = 'Slow' where branch_id = '272501'", first, slow))
        {
            await update.ExecuteNonQueryAsync();
        }

        await school.Database.ExecuteAsync("update codes.branch set name = 'Quick' where branch_id = '272502'");
        await node.LookAsync();
        var before = await NameAsync(node);
        await slow.CommitAsync();
        await node.LookAsync();

        Assert.NotEqual("Slow", before);
        Assert.Equal("Slow", await NameAsync(node));
    }

    [Fact]
    public async Task A_node_that_starts_later_refuses_what_Redis_kept_from_before_a_change()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var redis = await TestRedis.StartAsync();
        await using var one = CacheNode.Start(CacheMode.Redis, redis.ConnectionString, school.Database);
        await one.Get<RedisLink>().OpenAsync();
        await one.LookAsync();
        await NameAsync(one);
        await TestNode.UntilAsync(() => redis.AskAsync((database, _) => database.KeyExistsAsync("vise:v2:branch:27:25:01")));
        await school.Database.ExecuteAsync("update codes.branch set name = 'New Pune' where branch_id = '272501'");

        await using var two = CacheNode.Start(CacheMode.Redis, redis.ConnectionString, school.Database);
        await two.Get<RedisLink>().OpenAsync();
        await two.LookAsync();
        Assert.Equal("New Pune", await NameAsync(two));
        Assert.Equal(1L, two.Meter.Read(CacheKeys.Places).Outdated);
    }

    [Fact]
    public async Task Whoever_made_the_change_sees_it_with_the_next_question()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await node.LookAsync();
        var accounts = node.Get<AccountDesk>();
        Assert.Single(await accounts.GrantsAsync(school.Clerk.Account, null, None));
        Assert.Single(await accounts.GrantsAsync(school.Clerk.Account, null, None));
        Assert.Equal(1L, node.Meter.Read(CacheKeys.Grants).Loads);

        var grant = await school.Database.ScalarAsync<Guid>($"select grant_id from users.access_grant where account_id = '{school.Clerk.Account}'");
        Assert.Null(await node.Get<GrantDesk>().EndAsync(school.SystemAdmin, grant, null, "moved away", None));
        Assert.Empty(await accounts.GrantsAsync(school.Clerk.Account, null, None));
    }

    [Fact]
    public async Task A_session_that_ends_and_an_account_that_is_closed_drop_what_they_may()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await node.LookAsync();
        var (accounts, session) = (node.Get<AccountDesk>(), Guid.NewGuid());
        // not known here yet: the database is asked
        await school.Database.ExecuteAsync($"insert into users.session (session_id, account_id, browser, system, methods) values ('{session}', '{school.Clerk.Account}', 'b', 's', 'pwd')");
        Assert.Single(await accounts.GrantsAsync(school.Clerk.Account, session, None));
        await node.LookAsync();
        Assert.Single(await accounts.GrantsAsync(school.Clerk.Account, session, None));

        await school.Database.ExecuteAsync("update users.session set ended_time = now()");
        await node.LookAsync();
        Assert.Empty(await accounts.GrantsAsync(school.Clerk.Account, session, None));
        Assert.Single(await accounts.GrantsAsync(school.Clerk.Account, null, None));
        await school.Database.ExecuteAsync($"update users.account set disabled_time = now() where account_id = '{school.Clerk.Account}'");
        await node.LookAsync();
        Assert.Empty(await accounts.GrantsAsync(school.Clerk.Account, null, None));
    }

    [Fact]
    public async Task Figures_move_with_a_step_and_carry_their_scope()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await node.LookAsync();
        var (figures, year) = (node.Get<Vise.Data.Admissions.FigureQueries>(), AcademicYear.Parse("2025-26"));
        async Task<long> CountAsync(Actor by) => (await figures.ByStatusAsync(by, year, None)).Sum(figure => figure.Applications);

        await school.ADraftAsync();
        await node.LookAsync();
        Assert.Equal((1L, 1L, 0L), (await CountAsync(school.Admin), await CountAsync(school.Officer), await CountAsync(school.ForeignAdmin)));
        Assert.Equal((1L, 1L), (await CountAsync(school.Clerk), await CountAsync(school.Officer)));
        Assert.Equal(3L, node.Meter.Read(CacheKeys.Figures).Loads);

        await school.ADraftAsync();
        await node.LookAsync();
        Assert.Equal((2L, 2L, 0L), (await CountAsync(school.Admin), await CountAsync(school.Officer), await CountAsync(school.ForeignAdmin)));
        // the other branch's were left alone
        Assert.Equal(5L, node.Meter.Read(CacheKeys.Figures).Loads);
    }

    [Fact]
    public async Task Many_changes_at_once_are_one_and_old_ones_are_forgotten()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var node = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await node.LookAsync();
        await school.Database.ExecuteAsync("delete from codes.change");
        await school.Database.ExecuteAsync("update codes.geographic set name = name || ' '");
        Assert.Equal("codes.geographic:", await school.Database.ScalarAsync<string>("select string_agg(source || ':' || place, ' ') from codes.change"));
        await school.Database.ExecuteAsync("truncate codes.age_rule");
        Assert.Equal("codes.age_rule:", await school.Database.ScalarAsync<string>("select source || ':' || place from codes.change order by change_id desc limit 1"));

        await school.Database.ExecuteAsync("update codes.change set changed_time = now() - interval '2 days' where source = 'codes.age_rule'");
        await node.Get<ChangeFeed>().PruneAsync(None);
        Assert.Equal(1L, await school.Database.ScalarAsync<long>("select count(*) from codes.change"));
    }

    [Fact]
    public async Task Warming_puts_the_networks_codes_in_place_and_they_are_what_a_load_gives()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var warm = CacheNode.Start(CacheMode.Memory, database: school.Database);
        await warm.LookAsync();
        foreach (var region in CodesWarmth.Regions)
        {
            Assert.True(await warm.Get<CodesWarmth>().WarmAsync(region, None) > 0, region.Name);
        }

        var loads = warm.Meter.ReadAll().Loads;
        var (codes, plain, pune) = (warm.Get<ReferenceCodes>(), school.Codes, TestSchool.Pune);
        Assert.Equal((await plain.StatesAsync(None)).Select(state => state.Name), (await codes.StatesAsync(None)).Select(state => state.Name));
        Assert.Equal((await plain.DistrictsAsync("27", None)).Select(place => place.Code), (await codes.DistrictsAsync("27", None)).Select(place => place.Code));
        Assert.Equal((await plain.BranchesAsync("27", "25", None)).Select(place => place.Code), (await codes.BranchesAsync("27", "25", None)).Select(place => place.Code));
        Assert.Equal((await plain.BranchAsync(pune, None))!.TimeZone, (await codes.BranchAsync(pune, None))!.TimeZone);
        Assert.Equal((await plain.InstitutionsAsync(pune, None)).Select(place => place.Name), (await codes.InstitutionsAsync(pune, None)).Select(place => place.Name));
        Assert.Equal((await plain.CurriculumAsync(pune, "01", None)).Select(taught => taught.ClassCode), (await codes.CurriculumAsync(pune, "01", None)).Select(taught => taught.ClassCode));
        Assert.Equal(loads, warm.Meter.ReadAll().Loads);
    }

    private static async Task<string> NameAsync(CacheNode node) => (await node.Get<ReferenceCodes>().BranchAsync(TestSchool.Pune, None))!.Name;

    private static async Task<(string One, string Two)> BothAsync(CacheNode one, CacheNode two) => (await NameAsync(one), await NameAsync(two));
}
