using Npgsql;
using Vise.Data.Isolation;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>All hundred pairs of statuses, in the domain and against the database's own guard.</summary>
public class LifecycleTests(TestCluster cluster)
{
    // SPEC 3, written out once more by hand: who may lead an application from where to where
    private static readonly Dictionary<(string From, string To), string> Spec = new()
    {
        [("draft", "submitted")] = "Parent Clerk BranchAdmin",
        [("draft", "expired")] = "System",
        [("draft", "withdrawn")] = "Parent Clerk BranchAdmin",
        [("submitted", "withdrawn")] = "Parent BranchAdmin",
        [("review", "withdrawn")] = "Parent BranchAdmin",
        [("accepted", "withdrawn")] = "Parent BranchAdmin",
        [("offer", "withdrawn")] = "Parent BranchAdmin",
        [("fees", "withdrawn")] = "Parent BranchAdmin",
        [("submitted", "review")] = "Clerk BranchAdmin",
        [("review", "draft")] = "Clerk BranchAdmin",
        [("review", "accepted")] = "BranchAdmin",
        [("review", "rejected")] = "BranchAdmin",
        [("accepted", "rejected")] = "BranchAdmin System",
        [("accepted", "offer")] = "BranchAdmin System",
        [("offer", "fees")] = "Parent Clerk BranchAdmin",
        [("offer", "expired")] = "System",
        [("fees", "expired")] = "System",
        [("fees", "enrolled")] = "BranchAdmin System",
    };

    public static TheoryData<ApplicationStatus, ApplicationStatus> Pairs =>
        [.. Enum.GetValues<ApplicationStatus>().SelectMany(from => Enum.GetValues<ApplicationStatus>().Select(to => (from, to)))];

    public static TheoryData<ApplicationStatus> Statuses => [.. Enum.GetValues<ApplicationStatus>()];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_domain_allows_exactly_what_the_table_says(ApplicationStatus from, ApplicationStatus to)
    {
        var allowed = Spec.GetValueOrDefault((StatusNames.Of(from), StatusNames.Of(to)), "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

        foreach (var role in Enum.GetValues<Role>())
        {
            Assert.Equal(allowed.Contains(role.ToString()), Lifecycle.Allows(from, to, role));
        }
    }

    [Fact]
    public async Task The_databases_table_is_the_domains_by_database_role()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var domain = Lifecycle.Steps
            .SelectMany(step => step.Roles.Select(role => $"{StatusNames.Of(step.From)} {StatusNames.Of(step.To)} {DatabaseRole.Of(role)}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        var rows = await database.ScalarAsync<string[]>(
            "select array_agg(from_status || ' ' || to_status || ' ' || database_role order by (from_status || ' ' || to_status || ' ' || database_role) collate \"C\") from admissions.lifecycle");

        Assert.Equal(domain, rows!);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_databases_guard_holds_every_way_out_of_a_status_for_every_role(ApplicationStatus from)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(from);
        foreach (var to in Enum.GetValues<ApplicationStatus>().Where(to => to != from))
        {
            foreach (var (role, role4) in new[] { (Role.Parent, "vise_family"), (Role.BranchAdmin, "vise_staff"), (Role.System, "vise_system") })
            {
                var allowed = Lifecycle.Steps.Any(step => step.From == from && step.To == to && step.Roles.Any(each => DatabaseRole.Of(each) == role4));

                var failure = await Record.ExceptionAsync(() => MoveAsync(school, id, role4, StatusNames.Of(to)));

                Assert.Equal(allowed ? null : "VS001", (failure as PostgresException)?.SqlState);
            }
        }
    }

    [Fact]
    public async Task The_database_refuses_a_change_of_status_without_its_event()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~'; update users.application set application_status = 'review' where application_id = '{id}'; commit",
            school.Database.AppConnection));

        Assert.Equal("VS003", refused.SqlState);
    }

    [Theory]
    [InlineData("update admissions.application_event set reason = 'x'")]
    [InlineData("delete from admissions.application_event")]
    [InlineData("delete from finance.payment")]
    [InlineData("update admissions.trail set actor_name = 'x'")]
    [InlineData("delete from admissions.trail_seal")]
    public async Task The_trail_is_insert_only_even_for_the_owner(string change)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var owner = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync(change, school.Database.OwnerConnection));
        var staff = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_staff; set local vise.lo = ''; set local vise.hi = '~'; {change}; commit", school.Database.AppConnection));

        Assert.Equal("VS004", owner.SqlState);
        Assert.Equal("42501", staff.SqlState);
    }

    [Fact]
    public async Task An_application_that_does_not_begin_as_a_draft_is_refused()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.Database.ExecuteAsync("grant insert on users.application to vise_staff");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync("""
            begin; set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~';
            insert into users.application (branch_id, application_id, state_code, district_code, branch_code, institution_code, academic_year, application_status)
            values ('272501', '2725010125A0ZZZA', '27', '25', '01', '01', '2025-26', 'accepted'); commit
            """, school.Database.AppConnection));

        Assert.Equal("VS001", refused.SqlState);
    }

    // the update alone, taken back again: what is asked here is the guard's first word
    private static Task MoveAsync(TestSchool school, ApplicationId id, string role, string to) => school.Database.ExecuteAsync(
        $"begin; set local role {role}; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{school.Parent.Account}'; "
        + $"update users.application set application_status = '{to}' where branch_id = '272501' and application_id = '{id}'; rollback",
        school.Database.AppConnection);
}
