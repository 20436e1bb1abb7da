using Microsoft.EntityFrameworkCore;
using Npgsql;
using Vise.Data;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>Each layer of isolation alone, with the others out of the way (SPEC 4).</summary>
public class ThreeLayersTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private const string Foreign = "set local vise.lo = '272502'; set local vise.hi = '272502~'; ";

    [Fact]
    public async Task A_transaction_without_a_role_is_denied()
    {
        await using var school = await TestSchool.OpenAsync(cluster);

        foreach (var table in await BranchTablesAsync(school))
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ScalarAsync<object>($"select * from {table}", school.Database.AppConnection));
            Assert.Equal("42501", refused.SqlState);
        }
    }

    [Fact]
    public async Task A_transaction_without_a_scope_fails_or_sees_nothing()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Enrolled);

        foreach (var role in (string[])["vise_family", "vise_staff", "vise_system", "vise_audit"])
        {
            foreach (var table in await ReadableAsync(school, role))
            {
                try
                {
                    Assert.Equal(0L, await school.Database.ScalarAsync<long>($"begin; set local role {role}; select count(*) from {table}", school.Database.AppConnection));
                }
                catch (PostgresException failure)
                {
                    // unrecognised configuration parameter: the setting was never made
                    Assert.Equal("42704", failure.SqlState);
                }
            }
        }
    }

    [Fact]
    public async Task Row_security_alone_hides_another_branchs_rows_and_refuses_its_writes()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Enrolled);

        foreach (var role in (string[])["vise_staff", "vise_system", "vise_audit"])
        {
            foreach (var table in await ReadableAsync(school, role))
            {
                Assert.Equal(0L, await school.Database.ScalarAsync<long>(
                    $"begin; set local role {role}; {Foreign} select count(*) from {table} where branch_id = '272501'", school.Database.AppConnection));
            }
        }

        var changed = await school.Database.ScalarAsync<string>(
            $"begin; set local role vise_staff; {Foreign} update users.application set child_name = 'x' where application_id = '{id}' returning child_name", school.Database.AppConnection);
        Assert.Null(changed);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_staff; {Foreign} insert into admissions.search_key values ('272501', 'spy', '{id}')", school.Database.AppConnection));
        Assert.Equal("42501", refused.SqlState);
    }

    [Fact]
    public async Task Row_security_alone_hides_another_familys_rows()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Enrolled);

        foreach (var table in await ReadableAsync(school, "vise_family"))
        {
            var own = await CountAsync(school.Parent.Account, table);
            var foreign = await CountAsync(school.OtherParent.Account, table);

            Assert.True(foreign == 0, $"{table}: another family sees {foreign} rows, the own one {own}");
        }

        async Task<long> CountAsync(Guid account, string table) => await school.Database.ScalarAsync<long>(
            $"begin; set local role vise_family; set local vise.account = '{account}'; select count(*) from {table}"
            + (table == "admissions.seat" ? " where application_id is not null" : ""), school.Database.AppConnection);
    }

    [Fact]
    public async Task Queries_alone_start_from_the_callers_scope_when_row_security_lets_all_through()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        foreach (var table in await BranchTablesAsync(school))
        {
            await school.Database.ExecuteAsync($"alter table {table} disable row level security; grant select on {table} to vise_staff, vise_family");
        }

        Assert.IsType<NotFound>((await school.Records.OpenAsync(school.ForeignClerk, id, None)).Refusal);
        Assert.Empty((await school.Queue.PageAsync(school.ForeignClerk, TestSchool.Haveli, new QueueFilter(), null, 50, None)).Rows);
        Assert.Empty((await school.Queue.PageAsync(school.ForeignClerk, TestSchool.Pune, new QueueFilter(), null, 50, None)).Rows);
        Assert.Empty(await school.Family.MineAsync(school.OtherParent, None));
        Assert.IsType<NotFound>((await school.Family.DraftAsync(school.OtherParent, id, None)).Refusal);
        Assert.Empty(await school.Family.TimelineAsync(school.OtherParent, id, None));
        Assert.IsType<NotFound>(await school.Review.StartReviewAsync(school.ForeignAdmin, id, null, None));
        Assert.NotNull(await school.Drafts.SubmitAsync(school.OtherParent, id, None));
    }

    [Fact]
    public async Task A_duty_in_scope_that_the_role_lacks_is_forbidden_and_out_of_scope_is_not_found()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);

        Assert.IsType<Forbidden>(await school.Review.AcceptAsync(school.Clerk, id, null, None));
        Assert.IsType<NotFound>(await school.Review.AcceptAsync(school.ForeignAdmin, id, null, None));
        Assert.IsType<Forbidden>(await school.Review.StartReviewAsync(school.Officer, id, null, None));
    }

    [Fact]
    public async Task A_read_cannot_write()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Branches.ReadAsync(
            school.Clerk, db => db.Applications.Where(application => application.ApplicationId == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ChildName, "x"), None), None));

        Assert.Equal("25006", refused.SqlState);
    }

    [Fact]
    public async Task A_removed_grant_ends_every_write_at_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        await school.Database.ExecuteAsync($"update users.access_grant set to_time = now() where account_id = '{school.Clerk.Account}'");

        Assert.IsType<GrantEnded>(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        await school.Database.ExecuteAsync($"update users.account set disabled_time = now() where account_id = '{school.Parent.Account}'");
        Assert.IsType<GrantEnded>(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved", None));
    }

    [Fact]
    public async Task A_grant_wider_than_the_one_held_is_refused_by_the_database()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var forged = school.Clerk with { Scope = Scope.Parse("27") };

        Assert.IsType<GrantEnded>(await school.Review.StartReviewAsync(forged, id, null, None));
    }

    [Fact]
    public async Task The_pool_carries_no_scope_from_one_actor_to_the_next()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await using var one = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(school.Database.AppConnection) { MaxPoolSize = 1 }.ConnectionString);
        var branches = new BranchDb(one);

        for (var turn = 0; turn < 5; turn++)
        {
            Assert.Equal(1, await branches.ReadAsync(school.Clerk, db => db.Applications.CountAsync(None), None));
            Assert.Equal(0, await branches.ReadAsync(school.ForeignClerk, db => db.Applications.CountAsync(None), None));
            Assert.Equal(1, await branches.ReadAsync(school.Parent, db => db.Applications.CountAsync(None), None));
            Assert.Equal(0, await branches.ReadAsync(school.OtherParent, db => db.Applications.CountAsync(None), None));
            await using var bare = one.CreateCommand("select count(*) from users.application");
            await Assert.ThrowsAsync<PostgresException>(() => bare.ExecuteScalarAsync(None));
        }
    }

    [Fact]
    public async Task Secrets_lie_sealed_in_drafts_and_records()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var rows = await school.Database.ScalarAsync<string>("""
            select (select string_agg(d::text, ' ') from admissions.draft_field d) || (select string_agg(a::text, ' ') from admissions.applicant a)
              || (select string_agg(e::text, ' ') from admissions.application_event e) || (select string_agg(o::text, ' ') from admissions.outbox o)
            """);

        Assert.DoesNotContain("999999990019", rows!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("123456789012", rows, StringComparison.Ordinal);
    }

    private static async Task<string[]> BranchTablesAsync(TestSchool school) => (await school.Database.ScalarAsync<string[]>("""
        select array_agg(c.table_schema || '.' || c.table_name) from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.column_name = 'branch_id' and t.table_type = 'BASE TABLE' and c.table_schema <> 'codes'
        """))!;

    private static async Task<string[]> ReadableAsync(TestSchool school, string role) => (await school.Database.ScalarAsync<string[]>($"""
        select array_agg(format('%s.%s', c.table_schema, c.table_name)) from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.column_name = 'branch_id' and t.table_type = 'BASE TABLE' and c.table_schema <> 'codes'
          and c.table_name not in ('cycle', 'cycle_class') and has_table_privilege('{role}', format('%I.%I', c.table_schema, c.table_name), 'select')
        """)) ?? [];
}
