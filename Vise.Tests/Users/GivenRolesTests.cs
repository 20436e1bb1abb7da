using Npgsql;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>Roles are given and ended within the giver's own, in the desk and by SQL; they act on their days.</summary>
public class GivenRolesTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly GrantWish ClerkHere = new(Role.Clerk, Scope.Of(TestSchool.Pune), null, null);

    [Fact]
    public async Task A_branch_admin_gives_the_own_branchs_roles_and_nothing_beyond()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var person = school.Officer.Account;

        Assert.Null(await school.Grants.GiveAsync(school.SystemAdmin, person, ClerkHere, None));
        Assert.IsType<AlreadyHolds>(await school.Grants.GiveAsync(school.Admin, person, ClerkHere, None));
        Assert.Null(await school.Grants.GiveAsync(school.Admin, person, ClerkHere with { Role = Role.BranchAdmin }, None));
        Assert.IsType<BeyondOwnGrant>(await school.Grants.GiveAsync(school.Admin, person, ClerkHere with { Role = Role.Auditor }, None));
        Assert.IsType<ScopeUnfit>(await school.Grants.GiveAsync(school.Admin, person, ClerkHere with { Role = Role.SystemAdmin }, None));
        Assert.IsType<NotFound>(await school.Grants.GiveAsync(school.Admin, person, ClerkHere with { Scope = Scope.Of(TestSchool.Haveli) }, None));
        Assert.IsType<ScopeUnfit>(await school.Grants.GiveAsync(school.SystemAdmin, person, ClerkHere with { Scope = Scope.Parse("2725") }, None));
        Assert.IsType<OwnGrant>(await school.Grants.GiveAsync(school.SystemAdmin, school.SystemAdmin.Account, ClerkHere, None));
        Assert.IsType<Forbidden>(await school.Grants.GiveAsync(school.Clerk, person, ClerkHere, None));
        // a family without a role here is nobody that the branch's admin may know of
        Assert.IsType<NotFound>(await school.Grants.GiveAsync(school.Admin, school.Parent.Account, ClerkHere, None));
        Assert.Equal(["BranchAdmin.272501", "Clerk.272501", "DistrictOfficer.2725"], (await school.Accounts.GrantsAsync(person, null, None)).Select(held => $"{held.Role}.{held.Scope}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Admin", "'Clerk', '272502'")]
    [InlineData("Admin", "'Clerk', '2725'")]
    [InlineData("Admin", "'Auditor', '272501'")]
    [InlineData("Admin", "'SystemAdmin', ''")]
    [InlineData("Clerk", "'Clerk', '272501'")]
    public async Task Nor_by_SQL_as_the_staffs_own_database_role(string who, string roleAndScope)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var giver = who is "Admin" ? school.Admin : school.Clerk;
        string Given(string role) => $"insert into users.access_grant (account_id, role, scope, given_by) values ('{school.Officer.Account}', {role}, '{giver.Account}')";

        var refused = await Record.ExceptionAsync(() => AsStaffAsync(school, giver, Given(roleAndScope)));
        Assert.Equal("42501", Assert.IsType<PostgresException>(refused).SqlState);
        // and nothing of another branch's can be ended or seen
        await AsStaffAsync(school, giver, $"update users.access_grant set to_time = isolation.clock(), ended_by = '{giver.Account}' where scope <> '272501'");
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from users.access_grant where to_time is not null"));
        if (who is "Admin")
        {
            await AsStaffAsync(school, giver, Given("'Clerk', '272501'"));
            var self = await Record.ExceptionAsync(() => AsStaffAsync(school, giver, $"insert into users.access_grant (account_id, role, scope, given_by) values ('{giver.Account}', 'Clerk', '272501', '{giver.Account}')"));
            Assert.Equal("VS002", Assert.IsType<PostgresException>(self).SqlState);
            var forged = await Record.ExceptionAsync(() => AsStaffAsync(school, giver, Given("'BranchAdmin', '272501'").Replace(giver.Account.ToString(), school.SecondAdmin.Account.ToString(), StringComparison.Ordinal)));
            Assert.Equal("42501", Assert.IsType<PostgresException>(forged).SqlState);
        }
    }

    [Fact]
    public async Task A_role_begins_and_ends_on_its_days_by_the_databases_time()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var now = await school.Database.ScalarAsync<DateTime>("select now()");
        var later = ClerkHere with { From = new DateTimeOffset(now.AddDays(2)), To = new DateTimeOffset(now.AddDays(5)) };
        var person = school.Officer with { Role = Role.Clerk, Scope = Scope.Of(TestSchool.Pune) };

        Assert.Null(await school.Grants.GiveAsync(school.SystemAdmin, person.Account, later, None));
        Assert.DoesNotContain(new Grant(Role.Clerk, Scope.Of(TestSchool.Pune)), await school.Accounts.GrantsAsync(person.Account, null, None));
        Assert.IsType<GrantEnded>((await school.Claims.MakeCodeAsync(person, await AWalkInAsync(school), None)).Refusal);
        await school.ShiftClockAsync("3 days");
        Assert.Contains(new Grant(Role.Clerk, Scope.Of(TestSchool.Pune)), await school.Accounts.GrantsAsync(person.Account, null, None));
        Assert.Null((await school.Claims.MakeCodeAsync(person, await AWalkInAsync(school), None)).Refusal);
        await school.ShiftClockAsync("6 days");
        Assert.DoesNotContain(new Grant(Role.Clerk, Scope.Of(TestSchool.Pune)), await school.Accounts.GrantsAsync(person.Account, null, None));
    }

    [Fact]
    public async Task An_ended_role_stays_ended_and_says_who_gave_and_ended_it_and_why()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        Assert.Null(await school.Grants.GiveAsync(school.SystemAdmin, school.Officer.Account, ClerkHere, None));
        var grant = (await school.People.PersonAsync(school.Admin, school.Officer.Account, None))!.Grants.Single();

        Assert.IsType<ReasonMissing>(await school.Grants.EndAsync(school.Admin, grant.GrantId, null, " ", None));
        Assert.IsType<NotFound>(await school.Grants.EndAsync(school.ForeignAdmin, grant.GrantId, null, "mine", None));
        Assert.Null(await school.Grants.EndAsync(school.Admin, grant.GrantId, null, "moved to another branch", None));
        Assert.IsType<PeriodInvalid>(await school.Grants.EndAsync(school.Admin, grant.GrantId, DateTimeOffset.MaxValue.AddYears(-1), null, None));

        var line = (await school.People.PersonAsync(school.Admin, school.Officer.Account, None))!.Grants.Single();
        Assert.Equal(("over", "Lata", "Rajesh", "moved to another branch"), (line.State, line.GivenBy, line.EndedBy, line.Reason));
        var reopened = await Record.ExceptionAsync(() => AsStaffAsync(school, school.Admin, $"update users.access_grant set to_time = null, ended_by = '{school.Admin.Account}' where grant_id = '{grant.GrantId}'"));
        Assert.Equal("VS002", Assert.IsType<PostgresException>(reopened).SqlState);
    }

    [Fact]
    public async Task The_network_keeps_its_last_system_admin()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var own = (await school.People.PersonAsync(school.SystemAdmin, school.SystemAdmin.Account, None))!.Grants.Single().GrantId;

        Assert.IsType<LastSystemAdmin>(await school.Grants.EndAsync(school.SystemAdmin, own, null, "by accident", None));
        Assert.IsType<OwnGrant>(await school.Grants.SetDisabledAsync(school.SystemAdmin, school.SystemAdmin.Account, true, None));
        Assert.Null(await school.Grants.GiveAsync(school.SystemAdmin, school.Officer.Account, new GrantWish(Role.SystemAdmin, Scope.Everything, null, null), None));
        var second = new Actor(school.Officer.Account, Role.SystemAdmin, Scope.Everything, school.Officer.Name);
        // two who close each other out: one of them stays
        var both = await Task.WhenAll(
            school.Grants.EndAsync(school.SystemAdmin, (await school.People.PersonAsync(second, second.Account, None))!.Grants.Single(held => held.Role == "SystemAdmin").GrantId, null, "first", None),
            school.Grants.SetDisabledAsync(second, school.SystemAdmin.Account, true, None));
        Assert.Single(both, refusal => refusal is null);
        Assert.True(await school.Database.ScalarAsync<bool>("""
            select exists (select from users.access_grant g join users.account a using (account_id) where role = 'SystemAdmin' and to_time is null and disabled_time is null)
            """));
    }

    [Fact]
    public async Task A_closed_account_writes_no_more_and_is_opened_again()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var form = await AWalkInAsync(school);

        Assert.IsType<NotFound>(await school.Grants.SetDisabledAsync(school.Admin, school.Clerk.Account, true, None));
        Assert.Null(await school.Grants.SetDisabledAsync(school.SystemAdmin, school.Clerk.Account, true, None));
        Assert.IsType<GrantEnded>((await school.Claims.MakeCodeAsync(school.Clerk, form, None)).Refusal);
        Assert.Null(await school.Grants.SetDisabledAsync(school.SystemAdmin, school.Clerk.Account, false, None));
        Assert.Null((await school.Claims.MakeCodeAsync(school.Clerk, form, None)).Refusal);
    }

    [Fact]
    public async Task The_list_shows_the_own_scopes_people_a_page_at_a_time()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.Database.ExecuteAsync("""
            with made as (insert into users.account (issuer, subject, name, email) select 'test', 'many-' || n, 'Person ' || to_char(n, 'FM000'), 'person' || n || '@demo.test' from generate_series(1, 30) n returning account_id)
            insert into users.access_grant (account_id, role, scope) select account_id, 'Clerk', '272501' from made
            """);

        var first = await school.People.PageAsync(school.Admin, null, null, None);
        var second = await school.People.PageAsync(school.Admin, null, first.Next, None);
        Assert.Equal(PeopleQueries.PageSize, first.Rows.Count);
        Assert.Null(second.Next);
        Assert.Equal(33, first.Rows.Concat(second.Rows).Select(row => row.AccountId).Distinct().Count());
        Assert.DoesNotContain(first.Rows.Concat(second.Rows), row => row.Name is "Anil" or "Meera");
        Assert.Single((await school.People.PageAsync(school.Admin, "PERSON 007", null, None)).Rows);
        Assert.Single((await school.People.PageAsync(school.Admin, "person7@", null, None)).Rows);
        Assert.Empty((await school.People.PageAsync(school.Admin, "Meera", null, None)).Rows);
        Assert.Single((await school.People.PageAsync(school.SystemAdmin, "Meera", null, None)).Rows);
        Assert.Empty((await school.People.PageAsync(school.Clerk, null, null, None)).Rows);
        Assert.Null(await school.People.PersonAsync(school.Admin, school.ForeignClerk.Account, None));
    }

    [Fact]
    public async Task The_database_lets_give_what_the_domain_lets_give()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        Actor[] givers = [school.SystemAdmin, school.Admin, school.Clerk, school.Officer, school.ForeignAdmin];
        foreach (var role in Enum.GetValues<Role>().Except([Role.Parent, Role.Student, Role.System]))
        {
            foreach (var scope in ((string[])["", "27", "2725", "272501", "272502"]).Select(Scope.Parse).Where(scope => Giving.Fits(role, scope)))
            {
                foreach (var giver in givers)
                {
                    Assert.Equal(Giving.May(giver, role, scope), await school.Database.ScalarAsync<bool>($"select users.may_give('{giver.Account}', '{role}', '{scope}')"));
                }
            }
        }
    }

    private static Task<Domain.Admissions.ApplicationId> AWalkInAsync(TestSchool school) => school.ADraftAsync(by: school.Clerk);

    private static Task AsStaffAsync(TestSchool school, Actor staff, string sql) => school.Database.ExecuteAsync(
        $"begin; set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{staff.Account}'; {sql}; commit",
        school.Database.AppConnection);
}
