using Npgsql;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>What the database lets nobody do, even by SQL typed as the app's own login.</summary>
public class WrittenBySqlTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("update users.application set child_name = 'Other'")]
    [InlineData("update users.application set correction_due_time = now() + interval '9 years'")]
    [InlineData("update users.application set fees_due_time = now() + interval '9 years'")]
    [InlineData("update users.application set fees_paid_time = now()")]
    [InlineData("update admissions.applicant set quota = 'rte'")]
    [InlineData("delete from admissions.applicant")]
    [InlineData("update admissions.draft_field set value = 'x'")]
    [InlineData("delete from admissions.search_key")]
    [InlineData("delete from users.parent")]
    [InlineData("insert into admissions.draft_field (branch_id, application_id, path, value) select branch_id, application_id, 'sought.quota2', 'rte' from users.application")]
    [InlineData("insert into admissions.application_event (branch_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status) select branch_id, application_id, isolation.clock(), null, 'BranchAdmin', 'Rajesh', 'review', 'accepted' from users.application")]
    [InlineData("insert into admissions.application_event (branch_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status) select branch_id, application_id, isolation.clock(), account_id, 'Parent', 'Meera', 'review', 'accepted' from users.application")]
    [InlineData("insert into admissions.outbox (branch_id, application_id, kind) select branch_id, application_id, 'promote' from users.application")]
    [InlineData("insert into admissions.outbox (branch_id, application_id, kind) select branch_id, application_id, 'seat-freed' from users.application")]
    [InlineData("select admissions.take_id('272501', '01', '25', 'E')")]
    public async Task A_family_changes_nothing_of_what_it_handed_in_not_even_by_SQL(string change)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Accepted);
        const string Everything = """
            select (select string_agg(a::text, ';') from users.application a) || (select string_agg(c::text, ';') from admissions.applicant c)
              || (select string_agg(f::text, ';' order by path) from admissions.draft_field f) || (select count(*) from admissions.search_key)
              || (select count(*) from users.parent) || (select count(*) from admissions.application_event) || (select count(*) from admissions.outbox)
              || (select sum(last_serial) from admissions.id_counter)
            """;
        var before = await school.Database.ScalarAsync<string>(Everything);

        await Record.ExceptionAsync(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_family; set local vise.account = '{school.Parent.Account}'; {change}; commit", school.Database.AppConnection));

        Assert.Equal(before, await school.Database.ScalarAsync<string>(Everything));
    }

    [Theory]
    [InlineData("update users.application set account_id = gen_random_uuid()")]
    [InlineData("insert into admissions.trail (branch_id, trail_time, action, application_id, target, actor_role, actor_name) select branch_id, isolation.clock(), 'open', application_id, 'record', 'Clerk', 'Other' from users.application")]
    [InlineData("select admissions.leave_trail('272502', null, 'export', 'list', null, null)")]
    [InlineData("select admissions.leave_trail(branch_id, application_id, 'change', 'record', null, null) from users.application")]
    [InlineData("select admissions.leave_refusal(application_id, gen_random_uuid(), 'Clerk', '27', 'record', false, null) from users.application")]
    [InlineData("insert into admissions.application_event (branch_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status) select branch_id, application_id, isolation.clock() - interval '1 day', null, 'Clerk', 'Other', 'submitted', 'review' from users.application")]
    public async Task Staff_write_no_trail_in_anothers_name_and_move_no_child_to_another_family(string change)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{school.Clerk.Account}'; {change}; commit",
            school.Database.AppConnection));

        Assert.Equal("42501", refused.SqlState);
    }

    [Fact]
    public async Task A_form_that_was_never_handed_in_is_the_familys_alone_also_when_withdrawn()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Withdrawn);

        Assert.Empty((await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(), null, 50, None)).Rows);
        Assert.IsType<NotFound>((await school.Records.OpenAsync(school.Admin, id, None)).Refusal);
    }
}
