using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Data.Operations.Trails;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>Who may ask for an erasure, who carries it out, and what no other hand can blank.</summary>
public class ErasureIsolationTests(TestCluster cluster)
{
    private const string Family = "set local role vise_family; set local vise.account = '{0}'";
    private const string Staff = "set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{0}'";
    private const string TheSystem = "set local role vise_system; set local vise.lo = ''; set local vise.hi = '~'; set local vise.account = ''";
    private const string Ask = "insert into users.erasure_request (request_id, account_id, application_id, requested_time, due_time) values (gen_random_uuid(), '{0}', {1}, isolation.clock(), isolation.clock() + interval '{2}')";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ErasureLetter Letter = new(moment => moment.ToString("s", System.Globalization.CultureInfo.InvariantCulture), "/account/data");

    [Theory]
    [InlineData(Staff, "update admissions.trail set old_values = null, new_values = null", "42501")]
    [InlineData(Staff, "select admissions.erase('272501', '{closed}', '{request}')", "42501")]
    [InlineData(Staff, "insert into admissions.erasure (branch_id, application_id, request_id, extent, erased_time) values ('272501', '{closed}', '{request}', 'record', now())", "42501")]
    [InlineData(Staff, "select * from users.erasure_request", "42501")]
    [InlineData(Family, "select admissions.erase('272501', '{closed}', '{request}')", "42501")]
    [InlineData(TheSystem, "select admissions.erase('272501', '{closed}', '{request}')", "42501")]
    [InlineData(TheSystem, "select users.close_account('{request}')", "42501")]
    [InlineData(TheSystem, "select users.shut_account('{request}')", "42501")]
    [InlineData(TheSystem, "update admissions.trail set old_values = null, new_values = null", "42501")]
    [InlineData(TheSystem, "update users.erasure_request set due_time = requested_time", "42501")]
    [InlineData(Family, "update users.erasure_request set due_time = requested_time", "42501")]
    [InlineData("set local role vise_owner", "update admissions.trail set old_values = null, new_values = null", "VS004")]
    [InlineData("set local role vise_owner", "update admissions.application_event set actor_name = '', reason = null", "VS004")]
    public async Task No_other_hand_blanks_or_erases(string role, string change, string state)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var closed = await school.AnApplicationAsync(ApplicationStatus.Rejected);
        var request = (await Desk(school).RequestAsync(school.Parent, closed, null, 7, Letter, None)).Value!.RequestId;
        var who = role == Staff ? school.Clerk : school.Parent;

        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(school, role.Replace("{0}", who.Account.ToString(), StringComparison.Ordinal),
            change.Replace("{closed}", closed.Value, StringComparison.Ordinal).Replace("{request}", request.ToString(), StringComparison.Ordinal)));

        Assert.Equal(state, refused.SqlState);
    }

    [Fact]
    public async Task A_family_asks_for_what_is_its_own_and_closed_and_sees_no_others_request()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (closed, open) = (await school.AnApplicationAsync(ApplicationStatus.Withdrawn), await school.ADraftAsync());
        var other = await school.ADraftAsync(by: school.OtherParent);
        var mine = Family.Replace("{0}", school.Parent.Account.ToString(), StringComparison.Ordinal);
        foreach (var (account, application, wait) in new[]
        {
            (school.OtherParent.Account, "null", "7 days"), (school.Parent.Account, $"'{open}'", "7 days"), (school.Parent.Account, $"'{other}'", "7 days"), (school.Parent.Account, $"'{closed}'", "1 hour"),
        })
        {
            var ask = Ask.Replace("{0}", account.ToString(), StringComparison.Ordinal).Replace("{1}", application, StringComparison.Ordinal).Replace("{2}", wait, StringComparison.Ordinal);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(school, mine, ask))).SqlState);
        }

        Assert.IsType<NotFound>((await Desk(school).RequestAsync(school.Parent, other, null, 7, Letter, None)).Refusal);
        Assert.IsType<FormsOpen>((await Desk(school).RequestAsync(school.Parent, open, null, 7, Letter, None)).Refusal);
        Assert.IsType<StillWorks>((await Desk(school).RequestAsync(school.Clerk with { Role = Role.Parent, Scope = Scope.Everything }, null, null, 7, Letter, None)).Refusal);
        var made = (await Desk(school).RequestAsync(school.Parent, closed, null, 7, Letter, None)).Value!;
        Assert.IsType<ErasureStands>((await Desk(school).RequestAsync(school.Parent, closed, null, 7, Letter, None)).Refusal);
        Assert.Empty(await Desk(school).StandingAsync(school.OtherParent, None));
        Assert.IsType<NotFound>(await Desk(school).CancelAsync(school.OtherParent, made.RequestId, "/", None));
        Assert.Equal(made.RequestId, Assert.Single(await Desk(school).StandingAsync(school.Parent, None)).RequestId);
    }

    [Fact]
    public async Task One_closed_application_goes_and_everything_else_stays()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var closed = await school.AnApplicationAsync(ApplicationStatus.Rejected);
        var kept = await school.ADraftAsync(fields: TestForm.With(("child.name", "Kavya Joshi")));
        await school.Database.ExecuteAsync($"delete from admissions.outbox; insert into admissions.outbox (branch_id, outbox_id, application_id, kind, payload) select '272501', gen_random_uuid(), '{closed}', k, '{{}}' from unnest(array['remind', 'tell-payment', 'tell-family', 'seat-freed']) k");
        await trail.Sealer.SealAsync(None);
        var request = (await Desk(school).RequestAsync(school.Parent, closed, null, 7, Letter, None)).Value!.RequestId;
        await school.ShiftClockAsync("8 days");

        var work = Work(school);
        Assert.Equal([request], await work.DueAsync(None));
        Assert.True(await work.StepAsync(request, "/account/data", None));
        Assert.False(await work.StepAsync(request, "/account/data", None));

        Assert.Null(await work.LeavingAsync(request, None));
        Assert.Empty(await work.DueAsync(None));
        Assert.Equal([kept], (await school.Family.MineAsync(school.Parent, None)).Select(card => card.Id));
        Assert.Equal(0L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.draft_field where application_id = '{closed}'"));
        Assert.NotEmpty(await school.Database.PlacesOfAsync("Kavya"));
        Assert.Equal("seat-freed", await school.Database.ScalarAsync<string>($"select string_agg(kind, ' ') from admissions.outbox where application_id = '{closed}'"));
        Assert.Equal("Meera", await school.Database.ScalarAsync<string>($"select name from users.account where account_id = '{school.Parent.Account}'"));
        Assert.Equal("|Rajesh|Sunita", await school.Database.ScalarAsync<string>($"select string_agg(distinct actor_name, '|') from admissions.application_event where application_id = '{closed}'"));
        await trail.Sealer.SealAsync(None);
        Assert.Empty(await trail.FindingsAsync());
    }

    [Fact]
    public async Task A_second_guardian_who_leaves_is_named_nowhere_in_the_owners_application()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var shared = await school.ADraftAsync(fields: TestForm.With(("child.apaarId", null)));
        var invited = (await school.Guardians.InviteAsync(school.Parent, shared, "imran@demo.test", new InvitationLetter("en", token => $"/invitation/open?token={token}"), None)).Value!;
        Assert.Null((await school.Guardians.AcceptAsync(school.OtherParent, invited.Token, None)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.OtherParent, shared, None));
        // asked for by the one and worded anew by the other, and the other way round; taken back by the one
        foreach (var (first, second) in new[] { (school.OtherParent, school.Parent), (school.Parent, school.OtherParent) })
        {
            Assert.Null(await school.Amendments.AskAsync(first, shared, FormStep.Child, [new FieldEdit("child.name", "Asha R Patil", 1)], "First", None));
            Assert.Null(await school.Amendments.AskAsync(second, shared, FormStep.Child, [new FieldEdit("child.name", "Asha P Patil", 1)], "Second", None));
            Assert.Null(await school.Amendments.TakeBackAsync(school.OtherParent, shared, None));
        }

        // worked at a school once
        await school.Database.ExecuteAsync($"""
            insert into users.invitation (invitation_id, token_hash, email, role, scope, from_time, invited_by, inviter_name, invited_time, expires_time, accepted_time, accepted_by)
            select gen_random_uuid(), decode(md5(at), 'hex'), at, 'Clerk', '272501', now(), by, name, now(), now() + interval '1 day', now(), taker
            from (values ('imran@demo.test', '{school.Admin.Account}'::uuid, 'Rajesh', '{school.OtherParent.Account}'::uuid), ('x@demo.test', '{school.OtherParent.Account}', 'Imran', '{school.Clerk.Account}')) i (at, by, name, taker)
            """);
        await trail.Sealer.SealAsync(None);
        var request = (await Desk(school).RequestAsync(school.OtherParent, null, null, 7, Letter, None)).Value!.RequestId;
        await school.ShiftClockAsync("8 days");

        var work = Work(school);
        Assert.False(await work.StepAsync(request, "/account/data", None));
        Assert.True(await work.ShutAsync(request, None) && await work.ShutAsync(request, None));
        await work.CloseAsync(request, (await work.LeavingAsync(request, None))!, None);

        Assert.Empty(await school.Database.PlacesOfAsync("imran@demo.test"));
        // who did what stays in the trail, and nowhere else
        Assert.Equal(["admissions.trail.actor_name"], await school.Database.PlacesOfAsync("Imran"));
        Assert.Equal("vise:erased", await school.Database.ScalarAsync<string>($"select issuer from users.account where account_id = '{school.OtherParent.Account}'"));
        Assert.Equal([shared], (await school.Family.MineAsync(school.Parent, None)).Select(card => card.Id));
        Assert.NotEmpty((await school.Family.DraftAsync(school.Parent, shared, None)).Value!.Fields);
        await trail.Sealer.SealAsync(None);
        Assert.Empty(await trail.FindingsAsync());
    }

    [Fact]
    public async Task A_form_begun_meanwhile_keeps_the_account()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var request = (await Desk(school).RequestAsync(school.Parent, null, null, 7, Letter, None)).Value!.RequestId;
        await school.ADraftAsync();
        await school.ShiftClockAsync("8 days");

        Assert.False(await Work(school).StepAsync(request, "/account/data", None));

        Assert.Null(await Work(school).LeavingAsync(request, None));
        Assert.Empty(await Desk(school).StandingAsync(school.Parent, None));
        Assert.Equal("Meera", await school.Database.ScalarAsync<string>($"select name from users.account where account_id = '{school.Parent.Account}'"));
    }

    [Fact]
    public async Task A_form_begun_at_the_last_moment_keeps_the_account_and_its_login()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var request = (await Desk(school).RequestAsync(school.Parent, null, null, 7, Letter, None)).Value!.RequestId;
        await school.ShiftClockAsync("8 days");
        Assert.False(await Work(school).StepAsync(request, "/account/data", None));
        Assert.NotNull(await Work(school).LeavingAsync(request, None));
        await school.ADraftAsync();
        Assert.False(await Work(school).ShutAsync(request, None));
        Assert.True(await school.Database.ScalarAsync<bool>($"select disabled_time is null from users.account where account_id = '{school.Parent.Account}'"));
    }

    [Fact]
    public async Task A_refused_request_withdraws_nothing()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var standing = (await Desk(school).RequestAsync(school.Parent, null, null, 7, Letter, None)).Value!.RequestId;
        await school.ADraftAsync();
        await school.AnApplicationAsync(ApplicationStatus.Submitted);

        Assert.IsType<ErasureStands>((await Desk(school).RequestAsync(school.Parent, null, "Leaving", 7, Letter, None)).Refusal);
        Assert.Equal("draft submitted", await StatusesAsync(school));

        Assert.Null(await Desk(school).CancelAsync(school.Parent, standing, "/", None));
        Assert.Null((await Desk(school).RequestAsync(school.Parent, null, "Leaving", 7, Letter, None)).Refusal);
        Assert.Equal("withdrawn withdrawn", await StatusesAsync(school));
    }

    [Fact]
    public async Task A_request_for_one_form_ends_where_the_form_is_not_the_familys_any_more()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var closed = await school.AnApplicationAsync(ApplicationStatus.Withdrawn);
        var one = (await Desk(school).RequestAsync(school.Parent, closed, null, 7, Letter, None)).Value!.RequestId;
        var all = (await Desk(school).RequestAsync(school.Parent, null, null, 7, Letter, None)).Value!.RequestId;
        await school.ShiftClockAsync("8 days");
        var work = Work(school);
        Assert.True(await work.StepAsync(all, "/account/data", None));
        Assert.Contains(one, await work.DueAsync(None));
        Assert.False(await work.StepAsync(one, "/account/data", None));
        Assert.Equal([all], await work.DueAsync(None));
    }

    [Fact]
    public async Task A_blanked_row_without_an_erasure_is_found()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await trail.Sealer.SealAsync(None);

        await school.Database.ExecuteAsync("set session_replication_role = replica; update admissions.trail set old_values = null, new_values = null where trail_id = (select trail_id from admissions.trail_seal where seal_no = 5)");
        Assert.Equal((TrailFault.ValuesBlanked, 5L), Assert.Single(await trail.FindingsAsync()) is var found ? (found.Fault, found.SealNo) : default);

        // an erasure slipped in past the trail proves nothing
        await school.Database.ExecuteAsync("set session_replication_role = replica; insert into admissions.erasure (branch_id, application_id, request_id, extent, erased_time) select branch_id, application_id, gen_random_uuid(), 'record', now() from users.application");
        Assert.Equal(TrailFault.ValuesBlanked, Assert.Single(await trail.FindingsAsync()).Fault);
    }

    [Fact]
    public async Task Every_table_with_a_childs_record_is_erased_or_kept_by_name()
    {
        const string Unknown = """
            select distinct n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            where n.nspname in ('users', 'admissions', 'finance', 'academic') and c.relkind in ('r', 'p') and a.attname in ('application_id', 'enrollment_id')
              and position(n.nspname || '.' || c.relname || ' ' in pg_get_functiondef('admissions.erase(text, text, uuid)'::regprocedure)) = 0
              and n.nspname || '.' || c.relname not in ('admissions.trail', 'admissions.erasure', 'admissions.seat', 'finance.payment', 'users.erasure_request')
            """;
        await using var database = await cluster.NewDatabaseAsync();

        Assert.Null(await database.ScalarAsync<string>(Unknown));
        await database.ExecuteAsync("create table users.planted (branch_id varchar(6), application_id varchar(16))");
        Assert.Equal("users.planted", await database.ScalarAsync<string>(Unknown));
    }

    private static Task<string?> StatusesAsync(TestSchool school) =>
        school.Database.ScalarAsync<string>("select string_agg(application_status, ' ' order by application_status) from users.application");

    private static ErasureDesk Desk(TestSchool school) => new(school.Branches, Post(school));

    private static ErasureWork Work(TestSchool school) => new(school.Branches, Post(school), new DocumentSweep(school.Branches, new DiskObjects(Path.Combine(Path.GetTempPath(), "vise-no-documents"))));

    private static PostDesk Post(TestSchool school) => new(school.Branches, school.Seal);

    private static Task RunAsync(TestSchool school, string role, string statement) => school.Database.ExecuteAsync(
        $"begin; {role}; {statement}; commit", role.Contains("vise_owner", StringComparison.Ordinal) ? school.Database.SuperuserConnection : school.Database.AppConnection);
}
