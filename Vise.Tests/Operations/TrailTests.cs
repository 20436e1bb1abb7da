using Vise.Data.Admissions;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Operations;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>What the trail tells of a child's record.</summary>
public class TrailTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_change_is_told_with_old_and_new_values_who_made_it_under_which_grant_and_for_what()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        var revision = (await school.Family.DraftAsync(school.Parent, id, None)).Value!.Fields["child.name"].Revision;

        await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("child.name", "Asha R. Patil", revision)], None);

        Assert.Equal("Asha Ramesh Patil → Asha R. Patil · Meera, Parent, ApplyForOwnChild", await school.Database.ScalarAsync<string>($"""
            select (old_values ->> 'value') || ' → ' || (new_values ->> 'value') || ' · ' || actor_name || ', ' || actor_role || ', ' || duty
            from admissions.trail where application_id = '{id}' and target = 'admissions.draft_field' and part = 'child.name' and old_values is not null
            """));
    }

    [Fact]
    public async Task A_decision_is_told_with_its_reason_and_the_grants_scope()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Rejected);

        Assert.Equal("review → rejected · Rajesh, BranchAdmin, 272501, DecideApplications", await school.Database.ScalarAsync<string>($"""
            select (old_values ->> 'application_status') || ' → ' || (new_values ->> 'application_status') || ' · ' || actor_name || ', ' || actor_role || ', ' || scope || ', ' || duty
            from admissions.trail where application_id = '{id}' and target = 'users.application' and new_values ->> 'application_status' = 'rejected'
            """));
        Assert.Equal("outside the area", await school.Database.ScalarAsync<string>(
            $"select new_values ->> 'reason' from admissions.trail where application_id = '{id}' and target = 'admissions.application_event' and new_values ->> 'to_status' = 'rejected'"));
    }

    [Fact]
    public async Task Every_table_of_a_whole_admission_is_in_the_trail_and_no_secret_in_clear()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Enrolled);

        Assert.Equal(
            "admissions.applicant,admissions.application_event,admissions.draft_field,admissions.seat,finance.payment,users.application,users.parent,users.student",
            await school.Database.ScalarAsync<string>("select string_agg(distinct target, ',' order by target) from admissions.trail where action = 'change'"));
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from admissions.trail t where replace(t::text, ' ', '') ~ '999999990019|123456789012'"));
        Assert.Equal(1L, await school.Database.ScalarAsync<long>("select count(*) from admissions.trail where part = 'child.aadhaar' and starts_with(new_values ->> 'sealed', '\\x')"));
    }

    [Fact]
    public async Task A_name_or_role_that_a_writer_claims_is_not_believed()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();

        await school.Database.ExecuteAsync(
            $"begin; set local role vise_family; set local vise.account = '{school.Parent.Account}'; set local vise.actor = 'Rajesh'; set local vise.role = 'BranchAdmin'; "
            + $"update admissions.draft_field set value = 'x' where application_id = '{id}' and path = 'child.name'; commit", school.Database.AppConnection);
        await school.Database.ExecuteAsync($"set vise.account = '{school.Clerk.Account}'; set vise.role = 'Clerk'; update users.application set child_name = 'y' where application_id = '{id}'", school.Database.OwnerConnection);

        Assert.Equal("vise_family Meera, Login vise_owner", await school.Database.ScalarAsync<string>(
            "select string_agg(actor_role || ' ' || actor_name, ', ' order by trail_id) from admissions.trail where new_values ->> 'value' = 'x' or new_values ->> 'child_name' = 'y' and actor_role = 'Login'"));
    }

    [Fact]
    public async Task Autosave_leaves_one_row_a_field_and_what_follows_from_it_none()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        var before = await school.Database.ScalarAsync<long>("select count(*) from admissions.trail");

        await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("child.motherTongue", "hi", null)], None);

        Assert.Equal(before + 1, await school.Database.ScalarAsync<long>("select count(*) from admissions.trail"));
    }

    [Fact]
    public async Task The_family_sees_who_of_the_school_looked_and_no_other_family_does()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await school.Records.OpenAsync(school.Clerk, id, None);
        await trail.Branches.ExportAsync<string>(school.Admin, Duty.ReadApplications, TestSchool.Pune, "applications", "for the district", _ => Task.FromResult<(string, IReadOnlyCollection<ApplicationId>)>(("file", [id])), None);
        var (letters, slip) = (new LetterQueries(trail.Branches), new LetterName(LetterKind.Acknowledgement, 2));
        Assert.Null((await letters.OpenAsync(school.Parent, id, slip, None)).Refusal);

        var looked = await trail.Queries.LookedAsync(school.Parent, id, None);

        Assert.Equal([(TrailAction.Export, "Rajesh"), (TrailAction.Open, "Sunita")], looked.Select(look => (look.Action, look.Name)));
        Assert.Empty(await trail.Queries.LookedAsync(school.OtherParent, id, None));
        Assert.Equal(1L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.trail where action = 'download' and target = 'acknowledgement' and account_id = '{school.Parent.Account}'"));
        Assert.IsType<NotFound>((await letters.OpenAsync(school.OtherParent, id, slip, None)).Refusal);
    }

    [Fact]
    public async Task A_refusal_is_told_once_a_minute_where_there_is_such_a_record_and_it_was_kept_from_the_account()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var (records, review) = (new RecordQueries(trail.Branches, school.Drafts), new ReviewDesk(trail.Branches, null!));

        Assert.IsType<NotFound>((await records.OpenAsync(school.ForeignClerk, id, None)).Refusal);
        Assert.IsType<NotFound>((await records.OpenAsync(school.ForeignClerk, id, None)).Refusal);
        Assert.IsType<Forbidden>((await records.OpenAsync(school.Officer, id, None)).Refusal);
        Assert.IsType<Forbidden>(await review.AcceptAsync(school.Clerk, id, null, None));
        Assert.IsType<NotFound>((await records.OpenAsync(school.ForeignClerk, ApplicationId.Parse("2725010125A0ZZZ" + Check("2725010125A0ZZZ")), None)).Refusal);
        // a document that isn't there is no refusal of the record
        trail.Book.Note(school.Admin, id, "document", hidden: true);

        Assert.Equal(3, await trail.WriteRefusalsAsync());
        Assert.Equal("Anil 272502, Vandana 2725, Sunita 272501", await school.Database.ScalarAsync<string>(
            "select string_agg(actor_name || ' ' || scope, ', ' order by trail_id) from admissions.trail where action = 'refusal'"));
    }

    [Fact]
    public async Task A_flood_of_guesses_is_cut()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        foreach (var serial in Enumerable.Range(1000, 500))
        {
            trail.Book.Note(school.ForeignClerk, ApplicationId.Parse($"2725010125A{serial}" + Check($"2725010125A{serial}")), "record", hidden: true);
        }

        Assert.Equal(RefusalBook.MostPerMinute, trail.Book.Noted.Count);
    }

    [Fact]
    public async Task An_auditor_pages_through_a_branch_and_opening_a_rows_values_is_told_too()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var id = await school.AnApplicationAsync(ApplicationStatus.Enrolled);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var account = await school.Database.ScalarAsync<Guid>("insert into users.account (issuer, subject, name) values ('test', 'Joseph', 'Joseph') returning account_id");
        await school.Database.ExecuteAsync($"insert into users.access_grant (account_id, role, scope) values ('{account}', 'Auditor', '27')");
        var auditor = new Actor(account, Role.Auditor, Scope.Parse("27"), "Joseph");

        List<TrailEntry> seen = [];
        for (long? before = null; ;)
        {
            var page = await trail.Queries.PageAsync(auditor, TestSchool.Pune, new TrailFilter(id), before, None);
            seen.AddRange(page.Rows);
            if ((before = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(await school.Database.ScalarAsync<long>($"select count(*) from admissions.trail where application_id = '{id}'"), seen.Count);
        Assert.All((await trail.Queries.PageAsync(auditor, TestSchool.Pune, new TrailFilter(Account: school.Clerk.Account), null, None)).Rows, row => Assert.Equal("Sunita", row.Name));
        var paid = seen.Single(row => row.Target == "finance.payment");
        Assert.Contains("125000", (await trail.Queries.OpenAsync(auditor, TestSchool.Pune, paid.TrailId, None)).Value!.NewValues, StringComparison.Ordinal);
        var opened = (await trail.Queries.PageAsync(auditor, TestSchool.Pune, new TrailFilter(id, account, TrailAction.Open), null, None)).Rows.Single();
        Assert.Equal(("trail", paid.TrailId.ToString(System.Globalization.CultureInfo.InvariantCulture), "Joseph"), (opened.Target, opened.Part, opened.Name));
        Assert.Empty((await trail.Queries.PageAsync(auditor with { Scope = Scope.Parse("29") }, TestSchool.Pune, new TrailFilter(), null, None)).Rows);
        Assert.IsType<NotFound>((await trail.Queries.OpenAsync(school.Admin, TestSchool.Pune, paid.TrailId, None)).Refusal);
    }

    private static char Check(string body) => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".First(check => ApplicationId.TryParse(body + check, out _));
}
