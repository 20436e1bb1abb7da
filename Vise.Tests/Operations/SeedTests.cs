using System.Globalization;
using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Operations.Seed;
using Vise.Data.Operations.Trails;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Operations.Trails;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>Made data: the same for the same number, right by every rule of the app, and whole however often the load was stopped.</summary>
public class SeedTests(TestCluster cluster)
{
    private static readonly DateOnly Day = new(2026, 5, 14);

    // what isn't data of the order: numbers that the database gives, when and by which transaction a row came
    private const string Hash = """
        select md5(string_agg(hash, ',' order by name)) from (
          select 'application' as name, md5(string_agg(a::text, chr(10) order by a.application_id)) as hash from users.application a
          union all select 'applicant', md5(string_agg(a::text, chr(10) order by a.application_id)) from admissions.applicant a
          union all select 'parent', md5(string_agg(p::text, chr(10) order by p::text)) from users.parent p
          union all select 'sibling', md5(string_agg(p::text, chr(10) order by p::text)) from users.sibling p
          union all select 'academic', md5(string_agg(p::text, chr(10) order by p::text)) from users.academic p
          union all select 'student', md5(string_agg(p::text, chr(10) order by p::text)) from users.student p
          union all select 'document', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.document d
          union all select 'correction', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.correction d
          union all select 'field', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.draft_field d
          union all select 'key', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.search_key d
          union all select 'seat', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.seat d
          union all select 'class', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.cycle_class d
          union all select 'counter', md5(string_agg(d::text, chr(10) order by d::text)) from admissions.id_counter d
          union all select 'payment', md5(string_agg(d::text, chr(10) order by d::text)) from finance.payment d
          union all select 'school', md5(string_agg(d::text, chr(10) order by d::text)) from codes.institution d
          union all select 'account', md5(string_agg(concat_ws('|', d.account_id, d.subject, d.name), chr(10) order by d.account_id)) from users.account d where issuer = 'made'
          union all select 'event', md5(string_agg(concat_ws('|', application_id, event_time, account_id, actor_role, actor_name, from_status, to_status, reason), chr(10)
            order by application_id, event_id)) from admissions.application_event) tables
        """;

    [Fact]
    public async Task The_same_number_gives_the_same_data_however_often_the_load_was_stopped()
    {
        await using var whole = await cluster.NewDatabaseAsync();
        await using var stopped = await cluster.NewDatabaseAsync();
        await using var other = await cluster.NewDatabaseAsync();

        await LoadAsync(whole);
        await LoadAsync(other, number: 8);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync(stopped, told: progress => StopAfter(progress, 1, stop.Cancel), ct: stop.Token));
        var kept = await stopped.ScalarAsync<long>("select count(*) from users.application");
        // another time its connections are cut, wherever they are
        await Assert.ThrowsAnyAsync<Exception>(() => LoadAsync(stopped, told: progress => StopAfter(progress, kept + 1, () => Cut(stopped))));
        await LoadAsync(stopped);

        Assert.InRange(kept, 1, 599);
        var hash = await whole.ScalarAsync<string>(Hash);
        Assert.Equal(hash, await stopped.ScalarAsync<string>(Hash));
        Assert.NotEqual(hash, await other.ScalarAsync<string>(Hash));
        Assert.False((await LoadAsync(whole)).Loaded);
        var refused = await Assert.ThrowsAsync<SeedException>(() => LoadAsync(whole, number: 8));
        Assert.Contains("--scale district --applications 600 --seed 7 --day 2026-05-14", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Made_data_keep_the_rules_that_the_app_keeps()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await LoadAsync(database);

        Assert.Equal(10L, await database.ScalarAsync<long>("select count(distinct application_status) from users.application"));
        Assert.Equal(240L, await database.ScalarAsync<long>("select count(*) from users.student"));
        Assert.Equal(192L, await database.ScalarAsync<long>("select count(*) from users.account where subject like 'family-%'"));
        Assert.Equal(16L, await database.ScalarAsync<long>("select count(*) from codes.institution"));
        Assert.True(await database.ScalarAsync<long>("select count(*) from users.application where branch_id = '272501'") > 90, "the first branch is the largest");
        Assert.True(await database.ScalarAsync<long>("select count(*) from users.sibling where enrollment_id is not null") > 20);

        // ids, ages, times
        var ids = await database.ScalarAsync<string[]>("select array_agg(id) from (select application_id as id from users.application union all select enrollment_id from users.student) ids");
        Assert.All(ids!, id => Assert.True(id[10] == 'A' ? ApplicationId.TryParse(id, out _) : EnrollmentId.TryParse(id, out _), id));
        await AgesFitAsync(database);
        foreach (var never in (string[])[
            // the steps lead one to the next, and to where the application stands
            "select from (select *, lag(to_status) over w as before, lag(event_time) over w as earlier from admissions.application_event window w as (partition by application_id order by event_id)) e where e.from_status is distinct from e.before or e.event_time < e.earlier",
            "select from users.application a where application_status <> (select to_status from admissions.application_event e where e.branch_id = a.branch_id and e.application_id = a.application_id order by event_id desc limit 1)",
            // nothing is of tomorrow, nothing that waits is overdue
            "select from admissions.application_event where event_time >= '2026-05-14 00:00 Asia/Kolkata'",
            "select from users.application where application_status = 'draft' and draft_expires_time < '2026-05-15' or application_status = 'offer' and offer_expires_time < '2026-05-14' or application_status = 'fees' and fees_due_time < '2026-05-14'",
            // whoever has an offer or more holds a seat, and nobody else; the quota is the form's
            "select from users.application a full join admissions.seat s using (branch_id, application_id) where (s.application_id is not null and a.application_status not in ('offer', 'fees', 'enrolled')) or (a.application_status in ('offer', 'fees', 'enrolled') and s.seat_no is null)",
            "select from admissions.seat s join admissions.applicant c using (branch_id, application_id) where s.quota <> c.quota",
            // the enrolled have paid their fee, once
            "select from users.application a join admissions.applicant c using (branch_id, application_id) join admissions.cycle_class f using (branch_id, institution_code, academic_year, programme_code, department_code, class_code) where a.application_status = 'enrolled' and c.quota = 'open' and f.fee_paise <> coalesce((select sum(amount_paise) from finance.payment p where p.branch_id = a.branch_id and p.application_id = a.application_id), 0)",
            "select from users.application where (application_status = 'enrolled') <> (enrollment_id is not null)",
            // guards and trail are on
            "select from pg_trigger where tgenabled not in ('O', 'A')",
            "select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'seed' and c.relname not in ('run', 'session', 'piece') and c.relkind = 'r'"])
        {
            Assert.True(await database.ScalarAsync<long>($"select count(*) from ({never}) found") == 0, never);
        }

        var steps = await database.ScalarAsync<string[]>("select array_agg(distinct concat_ws(' ', from_status, to_status, actor_role)) from admissions.application_event where from_status is not null");
        Assert.All(steps!, step => Assert.True(step.Split(' ') is [var from, var to, var role] && Lifecycle.Allows(StatusNames.Parse(from), StatusNames.Parse(to), Enum.Parse<Role>(role)), step));
    }

    [Fact]
    public async Task The_app_works_on_made_data_as_on_its_own_and_the_trail_is_in_order()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await LoadAsync(school.Database, day: null);
        var keys = new TrailKey(FieldKeys.Load(school.KeyFile, makeIfMissing: false));

        var page = await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(ApplicationStatus.Submitted), null, 50, CancellationToken.None);
        var record = await school.Records.OpenAsync(school.Clerk, page.Rows[0].Id, CancellationToken.None);
        var last = page.Rows[^1];
        var found = await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(Search: record.Value!.Fields["parents.0.mobile"]), null, 50, CancellationToken.None);
        Assert.Contains(found.Rows, row => row.Id == page.Rows[0].Id);
        Assert.Equal(page.Rows[0].ChildName, record.Value.Fields["child.name"]);
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, last.Id, null, CancellationToken.None));
        // a new form's number follows on the made ones
        var taken = await school.ADraftAsync(record.Value.Card.Choice);

        Assert.StartsWith(page.Rows[0].Id.Value[..11], taken.Value, StringComparison.Ordinal);
        var sealer = new TrailSealer(school.Branches, keys);
        while ((await sealer.SealAsync(CancellationToken.None)).Count > 0)
        {
        }

        using var folder = new TestFolder();
        Assert.True(await AuditCommand.VerifyAsync(new TrailVerifier(school.Branches, keys), Scope.Everything, new TrailEnds(Path.Combine(folder.Path, "ends")), TextWriter.Null));
        Assert.Equal("login vise_owner 600", await school.Database.ScalarAsync<string>(
            "select string_agg(distinct 'login ' || actor_name, '') || ' ' || sum((new_values ->> 'applications')::int) from admissions.trail where target = 'seed'"));
    }

    [Fact]
    public void A_network_is_as_large_as_it_says()
    {
        var districts = Enumerable.Range(0, 733).Select(at => new SeedDistrict(at < 40 ? "27" : SeedState.Codes.ElementAt(at % 36), at is 25 ? "25" : SeedPlan.CodeOf(at + 40), "x", null)).Append(new SeedDistrict("29", "20", "x", null)).ToList();
        var plan = new SeedPlan(new SeedOrder(SeedScale.Find("network")!, 250_000, 1, Day), districts);

        Assert.Equal((1_000, 1_200, 250_000, 80_000), (plan.Branches.Count, plan.Branches.Sum(branch => branch.Schools), plan.Branches.Sum(branch => branch.Count), plan.Branches.Sum(branch => branch.Families)));
        Assert.Equal(10_000, plan.Branches.Max(branch => branch.Count));
        Assert.Equal("272501", plan.Branches.MaxBy(branch => branch.Count)!.Id.Value);
        Assert.InRange(plan.Branches.Min(branch => branch.Count), 1, 150);
        Assert.Equal((20, 50), (SeedStories.All.Count(story => story.Way[^1] == ApplicationStatus.Enrolled), SeedStories.All.Count));
        Assert.Equal(plan.Branches.Select(branch => branch.Id), plan.Pieces.SelectMany(piece => piece).Select(branch => branch.Id));
    }

    [Theory]
    [InlineData("Production", "refused in production", "--scale", "demo")]
    [InlineData("Development", "Use 'seed --scale", "--scale", "planet")]
    [InlineData("Development", "Use 'seed --scale", "--scale")]
    public async Task The_command_refuses_in_a_sentence(string environment, string sentence, params string[] words)
    {
        var (code, output, error) = await TestCommand.RunAsync(["seed", .. words], $"ASPNETCORE_ENVIRONMENT={environment}");

        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    private static Task<(SeedOrder Order, IReadOnlyList<BranchId> Branches, bool Loaded)> LoadAsync(
        TestDatabase database, long number = 7, Action<SeedProgress>? told = null, CancellationToken ct = default) => LoadAsync(database, Day, number, told, ct);

    private static Task<(SeedOrder Order, IReadOnlyList<BranchId> Branches, bool Loaded)> LoadAsync(
        TestDatabase database, DateOnly? day, long number = 7, Action<SeedProgress>? told = null, CancellationToken ct = default) =>
        new SeedLoad(database.OwnerConnection) { PieceSize = 60 }.RunAsync(SeedScale.Find("district")!, 600, number, day, new SeedDocument(new string('a', 64), 1000), told, ct);

    private static void StopAfter(SeedProgress progress, long applications, Action stop)
    {
        if (progress.Done >= applications && progress.Done < progress.Total)
        {
            stop();
        }
    }

    private static void Cut(TestDatabase database)
    {
        using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(database.SuperuserConnection));
        using var cut = source.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vise_owner' and datname = current_database()");
        cut.ExecuteNonQuery();
    }

    private static async Task AgesFitAsync(TestDatabase database)
    {
        var children = await database.ScalarAsync<string[]>(
            "select array_agg(concat_ws(' ', a.class_code, a.academic_year, c.birth_date, r.cutoff_month, r.cutoff_day, r.min_years, coalesce(r.max_years, r.min_years + 1))) from users.application a join admissions.applicant c using (branch_id, application_id) join codes.age_rule r on r.state_code = '00' and r.class_code = a.class_code and r.category = 'all'");
        foreach (var child in children!.Select(text => text.Split(' ')))
        {
            int At(int place) => int.Parse(child[place], CultureInfo.InvariantCulture);
            Assert.Null(AgeRule.Of(child[0], At(3), At(4), At(5), At(6)).Check("child.birthDate", DateOnly.Parse(child[2], CultureInfo.InvariantCulture), AcademicYear.Parse(child[1])));
        }

        Assert.NotEmpty(children!);
    }
}
