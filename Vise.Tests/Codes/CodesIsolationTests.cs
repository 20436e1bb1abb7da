using Npgsql;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Codes;

/// <summary>A branch's admin keeps the own branch's schools and nothing else; a clerk none; by the desks, and by SQL as their own database role.</summary>
public class CodesIsolationTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_desks_let_nobody_beyond_their_own()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        var entry = CodesWorld.ASchool();
        Assert.IsType<NotFound>(await world.Schools.AddAsync(world.School.ForeignAdmin, TestSchool.Pune, "03", entry, None));
        Assert.IsType<Forbidden>(await world.Schools.AddAsync(world.School.Clerk, TestSchool.Pune, "03", entry, None));
        Assert.IsType<NotFound>(await world.Schools.TeachAsync(world.School.ForeignAdmin, TestSchool.Pune, "01", TaughtEntry.Of("SB", "SCI", "11", ["en"]), None));
        Assert.IsType<NotFound>(await world.Geography.ChangeBranchAsync(world.School.Admin, TestSchool.Pune, 0, CodesWorld.ABranch(), None));
        Assert.IsType<NotFound>(await world.Lists.AddAsync(world.School.Admin, "programme", "IB", CodesWorld.Called("IB"), None));
        Assert.Null(await world.Queries.InstitutionAsync(world.School.ForeignAdmin, TestSchool.Pune, "01", None));
        Assert.Null(await world.Queries.BranchAsync(world.School.Clerk, TestSchool.Pune, None));
        Assert.Null(await world.Schools.AddAsync(world.School.Admin, TestSchool.Pune, "03", entry, None));
        Assert.Single(await world.History.OfAsync(world.School.Admin, HistoryOf.Institution(TestSchool.Pune, "03"), null, None));
        Assert.Empty(await world.History.OfAsync(world.School.ForeignAdmin, HistoryOf.Institution(TestSchool.Pune, "03"), null, None));
        Assert.Empty(await world.History.OfAsync(world.School.Clerk, HistoryOf.Institution(TestSchool.Pune, "03"), null, None));
        // an admin whose role has ended writes no more
        await world.School.Database.ExecuteAsync($"update users.access_grant set to_time = isolation.clock() where account_id = '{world.School.SecondAdmin.Account}'");
        Assert.IsType<GrantEnded>(await world.Schools.AddAsync(world.School.SecondAdmin, TestSchool.Pune, "04", entry, None));
    }

    [Theory]
    [InlineData("insert into codes.institution (branch_id, institution_code, name) values ('272501', '09', 'Planted')")]
    [InlineData("insert into codes.curriculum (branch_id, institution_code, programme_code, department_code, class_code, media) values ('272501', '01', 'SB', 'SCI', '11', '{en}')")]
    [InlineData("insert into codes.announcement (branch_id, announcement_id, texts, from_day, to_day) values ('272501', gen_random_uuid(), '{\"en\": \"Planted\"}', '2026-01-01', '2026-01-02')")]
    public async Task Nor_does_the_database(string insert)
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        // the foreign admin's own range, and the foreign admin who claims this branch's range
        Assert.Equal("42501", await StateAsync(world, world.School.ForeignAdmin, "272502", insert));
        Assert.Equal("42501", await StateAsync(world, world.School.ForeignAdmin, "272501", insert));
        Assert.Equal("42501", await StateAsync(world, world.School.Clerk, "272501", insert));
        Assert.Null(await StateAsync(world, world.School.Admin, "272501", insert));
    }

    [Theory]
    [InlineData("update codes.institution set name = 'Planted'", "institution")]
    [InlineData("update codes.curriculum set media = '{xx}'", "curriculum")]
    public async Task Nor_changes_what_another_keeps(string update, string table)
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        Assert.Null(await StateAsync(world, world.School.Clerk, "272501", update));
        Assert.Null(await StateAsync(world, world.School.ForeignAdmin, "272502", update));
        Assert.Equal("272502", await world.TextAsync($"select string_agg(distinct scope, ',') from codes.history where target = '{table}'"));
    }

    [Theory]
    [InlineData("update codes.institution set institution_code = '09' where branch_id = '272501'")]
    [InlineData("update codes.curriculum set class_code = '12' where branch_id = '272501'")]
    [InlineData("update codes.branch set name = 'Planted'")]
    [InlineData("update codes.term set name = 'Planted'")]
    [InlineData("insert into codes.academic_year (academic_year, from_day, to_day) values ('2050-51', '2050-04-01', '2051-03-31')")]
    [InlineData("delete from codes.institution where branch_id = '272501'")]
    [InlineData("insert into codes.history (scope, target, record, history_time, new_values, actor_role, actor_name) values ('272501', 'branch', '272501', now(), '{}', 'BranchAdmin', 'Nobody')")]
    [InlineData("delete from codes.history")]
    public async Task Codes_names_of_the_network_and_the_history_are_out_of_a_branch_admins_reach(string sql)
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        Assert.Equal("42501", await StateAsync(world, world.School.Admin, "272501", sql));
    }

    [Fact]
    public async Task Nobody_changes_a_code_or_the_history_not_even_system_admin_or_the_owner()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        foreach (var sql in (string[])["update codes.branch set branch_code = '09'", "update codes.term set code = 'ZZ'", "delete from codes.branch", "update codes.history set actor_name = 'x'"])
        {
            var refused = await Record.ExceptionAsync(() => world.School.Database.ExecuteAsync(
                $"begin; set local role vise_setup; set local vise.lo = ''; set local vise.hi = '~'; set local vise.account = '{world.System.Account}'; {sql}; commit", world.School.Database.AppConnection));
            Assert.Equal("42501", Assert.IsType<PostgresException>(refused).SqlState);
        }

        var owner = await Record.ExceptionAsync(() => world.School.Database.ExecuteAsync("delete from codes.history", world.School.Database.OwnerConnection));
        Assert.NotNull(Assert.IsType<PostgresException>(owner));
        // what the server's own login changes is told under its name
        await world.School.Database.ExecuteAsync("update codes.branch set name = 'Renamed' where branch_id = '272501'", world.School.Database.OwnerConnection);
        Assert.Equal("vise_owner Login", await world.TextAsync("select actor_name || ' ' || actor_role from codes.history where record = '272501'"));
    }

    private static async Task<string?> StateAsync(CodesWorld world, Actor staff, string range, string sql) =>
        (await Record.ExceptionAsync(() => world.School.Database.ExecuteAsync(
            $"begin; set local role vise_staff; set local vise.lo = '{range}'; set local vise.hi = '{range}~'; set local vise.account = '{staff.Account}'; {sql}; commit", world.School.Database.AppConnection)) as PostgresException)?.SqlState;
}
