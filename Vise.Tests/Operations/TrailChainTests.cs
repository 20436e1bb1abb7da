using Npgsql;
using Vise.Data.Operations.Trails;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Operations.Trails;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>The chain of hashes over the trail, and what is found when somebody with every right meddles with it.</summary>
public class TrailChainTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(TrailFault.RowChanged, 5L, "update admissions.trail set actor_name = 'Nobody' where trail_id = (select trail_id from admissions.trail_seal where seal_no = 5)")]
    [InlineData(TrailFault.RowChanged, 5L, "update admissions.trail set trail_time = trail_time - interval '1 day' where trail_id = (select trail_id from admissions.trail_seal where seal_no = 5)")]
    [InlineData(TrailFault.ValuesChanged, 5L, "update admissions.trail set new_values = '{}' where trail_id = (select trail_id from admissions.trail_seal where seal_no = 5)")]
    [InlineData(TrailFault.RowChanged, 5L, "update admissions.trail_seal set hash = '\\x00' where seal_no = 5")]
    [InlineData(TrailFault.RowRemoved, 5L, "delete from admissions.trail where trail_id = (select trail_id from admissions.trail_seal where seal_no = 5)")]
    [InlineData(TrailFault.SealsRemoved, 5L, "delete from admissions.trail where trail_id = (select trail_id from admissions.trail_seal where seal_no = 5); delete from admissions.trail_seal where seal_no = 5")]
    [InlineData(TrailFault.TailRemoved, 8L, "delete from admissions.trail where trail_id in (select trail_id from admissions.trail_seal where seal_no > 7); delete from admissions.trail_seal where seal_no > 7")]
    [InlineData(TrailFault.RowInserted, 0L, "insert into admissions.trail (branch_id, trail_time, action, target, actor_role, actor_name) values ('272501', now(), 'open', 'record', 'Clerk', 'Sunita')")]
    [InlineData(TrailFault.TailRemoved, 1L, "delete from admissions.trail_head; delete from admissions.trail_seal; delete from admissions.trail")]
    public async Task What_was_changed_removed_or_inserted_is_found_and_where(TrailFault fault, long sealNo, string plant)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var head = Assert.Single(await trail.Sealer.SealAsync(None));
        Assert.True(head.SealNo > 10);
        Assert.Empty(await trail.FindingsAsync());

        await school.Database.ExecuteAsync($"set session_replication_role = replica; {plant}");

        // an end of the chain noted elsewhere finds even what was removed whole
        var found = (await trail.Verifier.VerifyAsync(TestSchool.Pune, (head.SealNo, head.Hash), null, None)).Findings;
        Assert.Contains(found, finding => finding.Fault == fault && finding.SealNo == sealNo && finding.Branch == TestSchool.Pune);
    }

    [Fact]
    public async Task A_cut_tail_with_a_forged_head_is_found_by_a_head_noted_elsewhere()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var head = Assert.Single(await trail.Sealer.SealAsync(None));

        await school.Database.ExecuteAsync("""
            set session_replication_role = replica;
            delete from admissions.trail where trail_id in (select trail_id from admissions.trail_seal where seal_no > 7);
            delete from admissions.trail_seal where seal_no > 7;
            update admissions.trail_head set seal_no = 7, hash = (select hash from admissions.trail_seal where seal_no = 7)
            """);

        Assert.Empty(await trail.FindingsAsync());
        Assert.Equal(TrailFault.TailRemoved, Assert.Single((await trail.Verifier.VerifyAsync(TestSchool.Pune, (head.SealNo, head.Hash), null, None)).Findings).Fault);
    }

    [Theory]
    [InlineData("""
        delete from admissions.trail where trail_id in (select trail_id from admissions.trail_seal where seal_no > 7);
        delete from admissions.trail_seal where seal_no > 7;
        update admissions.trail_head set seal_no = 7, hash = (select hash from admissions.trail_seal where seal_no = 7)
        """)]
    [InlineData("delete from admissions.trail_head; delete from admissions.trail_seal; delete from admissions.trail")]
    public async Task The_command_finds_a_chain_that_was_cut_off_by_the_ends_noted_outside_the_database(string plant)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        using var folder = new TestFolder();
        var ends = new TrailEnds(Path.Combine(folder.Path, "ends"));
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await trail.Sealer.SealAsync(None);
        var said = new StringWriter();
        Assert.True(await AuditCommand.VerifyAsync(trail.Verifier, Scope.Everything, ends, said), said.ToString());
        Assert.Equal(TestSchool.Pune, Assert.Single(ends.Read()).Key);

        await school.Database.ExecuteAsync($"set session_replication_role = replica; {plant}");

        Assert.False(await AuditCommand.VerifyAsync(trail.Verifier, Scope.Everything, ends, said));
        Assert.Contains("the chain does not end as it did", said.ToString(), StringComparison.Ordinal);
        Assert.True(Assert.Single(ends.Read()).Value.SealNo > 7);
    }

    [Fact]
    public async Task Whoever_holds_the_database_without_the_key_makes_no_seal()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        await using var other = new TestTrail(school);
        await school.AnApplicationAsync(ApplicationStatus.Draft);

        await other.Sealer.SealAsync(None);

        Assert.NotEmpty(await trail.FindingsAsync());
        Assert.Empty(await other.FindingsAsync());
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_sealed_and_counts_as_no_insertion()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var id = await school.ADraftAsync();
        await using var late = new NpgsqlConnection(TestCluster.Unpooled(school.Database.AppConnection));
        await late.OpenAsync(None);
        await RunAsync(late, $"begin; set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{school.Clerk.Account}'; select admissions.leave_trail('272501', '{id}', 'open', 'record', null, null)");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);

        await trail.Sealer.SealAsync(None);
        Assert.Empty(await trail.FindingsAsync());
        await RunAsync(late, "commit");
        Assert.Equal(1, (await trail.Verifier.VerifyAsync(TestSchool.Pune, null, null, None)).Waiting);
        Assert.Equal(1, Assert.Single(await trail.Sealer.SealAsync(None)).Added);

        Assert.Empty(await trail.FindingsAsync());
    }

    [Fact]
    public async Task Several_sealers_at_once_make_one_chain()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var writing = Task.WhenAll(Enumerable.Range(0, 6).Select(_ => school.AnApplicationAsync(ApplicationStatus.Submitted)));
        while (!writing.IsCompleted)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => trail.Sealer.SealAsync(None)));
        }

        await writing;
        await trail.Sealer.SealAsync(None);

        Assert.Empty(await trail.FindingsAsync());
        Assert.Equal(
            await school.Database.ScalarAsync<long>("select count(*) from admissions.trail"), await school.Database.ScalarAsync<long>("select count(*) from admissions.trail_seal"));
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from admissions.trail_unsealed"));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(None);
    }
}
