using Npgsql;
using Vise.Data;
using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>What is begun in the very moment in which an account is shut for its erasure: one of the two comes first, and the other sees it.</summary>
public class ShutAccountTests(TestCluster cluster)
{
    private const string Waits = "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())";
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("a form")]
    [InlineData("a tie")]
    [InlineData("a role")]
    public async Task What_is_begun_while_the_account_is_shut_waits_and_is_refused(string what)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (work, request) = await LeavingAsync(school);
        var start = await BeginningAsync(school, what);
        await using var connection = new NpgsqlConnection(TestCluster.Unpooled(school.Database.AppConnection));
        await connection.OpenAsync(None);
        await using var shutting = await connection.BeginTransactionAsync(None);
        Assert.True(await ShutAsync(connection, request));

        var begun = start();
        await TestNode.UntilAsync(() => school.Database.ScalarAsync<bool>(Waits));
        await shutting.CommitAsync(None);

        Assert.IsType<GrantEnded>(await begun);
        // and so the erasure comes to its end
        await work.CloseAsync(request, (await work.LeavingAsync(request, None))!, None);
        Assert.Equal("vise:erased", await school.Database.ScalarAsync<string>($"select issuer from users.account where account_id = '{school.Parent.Account}'"));
    }

    [Fact]
    public async Task An_account_is_not_shut_over_a_form_that_is_being_begun()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (work, request) = await LeavingAsync(school);
        var shut = Task.FromResult(true);

        Assert.Null(await school.Branches.WriteAsync(school.Parent, Duty.ApplyForOwnChild, TestSchool.ClassOne.Branch, async db =>
        {
            Assert.Null((await school.Drafts.StartAsync(db, school.Parent, TestSchool.ClassOne, [], None)).Refusal);
            shut = work.ShutAsync(request, None);
            await TestNode.UntilAsync(() => school.Database.ScalarAsync<bool>(Waits));
            return null;
        }, None));

        Assert.False(await shut);
        Assert.True(await school.Database.ScalarAsync<bool>($"select disabled_time is null from users.account where account_id = '{school.Parent.Account}'"));
    }

    [Fact]
    public async Task Roles_that_a_person_gave_held_or_ended_name_nobody_once_the_account_is_erased()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.Database.ExecuteAsync($"""
            insert into users.access_grant (account_id, role, scope, from_time, to_time, given_by, giver_name, ended_by, ender_name, reason)
            select holder, 'Clerk', '272502', now() - interval '2 days', till, by, name, by, name, why
            from (values ('{school.Clerk.Account}'::uuid, now() - interval '1 day', '{school.Parent.Account}'::uuid, 'Meera', 'No more needed'),
              ('{school.Officer.Account}', now() + interval '99 days', '{school.Parent.Account}', 'Meera', null),
              ('{school.Parent.Account}', now() - interval '1 day', '{school.Admin.Account}', 'Rajesh', 'Meera moves away')) g (holder, till, by, name, why)
            """);
        var (work, request) = await LeavingAsync(school);

        Assert.True(await work.ShutAsync(request, None));
        await work.CloseAsync(request, (await work.LeavingAsync(request, None))!, None);

        Assert.Empty(await school.Database.PlacesOfAsync("Meera"));
        Assert.Equal("Rajesh", await school.Database.ScalarAsync<string>($"select ender_name from users.access_grant where account_id = '{school.Parent.Account}'"));
        Assert.Equal("No more needed", await school.Database.ScalarAsync<string>($"select reason from users.access_grant where account_id = '{school.Clerk.Account}' and scope = '272502'"));
    }

    // the refusal of what the person who leaves takes up
    private static async Task<Func<Task<Refusal?>>> BeginningAsync(TestSchool school, string what)
    {
        if (what == "a form")
        {
            return async () => (await school.Drafts.StartAsync(school.Parent, TestSchool.ClassOne, [], None)).Refusal;
        }

        if (what == "a role")
        {
            return () => school.Grants.GiveAsync(school.SystemAdmin, school.Parent.Account, new GrantWish(Role.Clerk, Scope.Of(TestSchool.Pune), null, null), None);
        }

        var shared = await school.ADraftAsync(by: school.OtherParent);
        var invited = (await school.Guardians.InviteAsync(school.OtherParent, shared, "meera@demo.test", new InvitationLetter("en", token => $"/invitation/open?token={token}"), None)).Value!;
        return async () => (await school.Guardians.AcceptAsync(school.Parent, invited.Token, None)).Refusal;
    }

    private static async Task<(ErasureWork Work, Guid Request)> LeavingAsync(TestSchool school)
    {
        var post = new PostDesk(school.Branches, school.Seal);
        var letter = new ErasureLetter(moment => moment.ToString("s", System.Globalization.CultureInfo.InvariantCulture), "/account/data");
        var request = (await new ErasureDesk(school.Branches, post).RequestAsync(school.Parent, null, null, 7, letter, None)).Value!.RequestId;
        await school.ShiftClockAsync("8 days");
        return (new ErasureWork(school.Branches, post, new DocumentSweep(school.Branches, new DiskObjects(Path.Combine(Path.GetTempPath(), "vise-no-documents")))), request);
    }

    // as ErasureWork.ShutAsync does, and holds its transaction open
    private static async Task<bool> ShutAsync(NpgsqlConnection connection, Guid request)
    {
        await using var command = new NpgsqlCommand($"set local role vise_system; set local vise.lo = ''; set local vise.hi = '~'; set local vise.account = ''; select users.shut_account('{request}')", connection);
        return (bool)(await command.ExecuteScalarAsync(None))!;
    }
}
