using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Admissions.Desk;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Changes that a family asks for in a form that it has handed in, and the branch's word on them.</summary>
public class AmendmentTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_is_asked_for_in_several_steps_is_one_request_and_granted_it_stands_in_form_and_record()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        var id = await school.AnApplicationAsync(ApplicationStatus.Fees);
        await post.CarryAllAsync();
        await post.AddressAsync("meera@school.test");
        const string Untouched = "select concat_ws(';', encode(aadhaar_sealed, 'hex'), encode(apaar_sealed, 'hex'), consent_version, consent_time, quota, birth_date) from admissions.applicant";
        var before = await school.Database.ScalarAsync<string>(Untouched);
        var version = await school.VersionAsync(id);

        Assert.Null(await AskAsync(school, id, FormStep.Address, ("address.permanent.line", " 9  Hill Road "), ("address.permanent.locality", "Pune")));
        Assert.Null(await AskAsync(school, id, FormStep.Health, ("health.allergies", "Peanuts")));
        Assert.Null(await AskAsync(school, id, FormStep.Parents, ("parents.0.mobile", "98230 99999"), ("parents.0.name", "Ramesh Patil"), ("parents.0.relation", "father")));

        Assert.Equal([id], await WaitingAsync(school));
        var asked = Assert.Single(await school.Amendments.OfAsync(school.Clerk, id, None));
        Assert.Equal(
            ["address.permanent.line: 12 Lakshmi Road > 9 Hill Road", "health.allergies:  > Peanuts", "parents.0.mobile: 098230 12345 > 98230 99999"],
            asked.Fields.Select(field => $"{field.Path}: {field.Old} > {field.New}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Peanuts", await school.Database.ScalarAsync<string>("select string_agg(f::text, ';') from admissions.amendment_field f"), StringComparison.Ordinal);
        Assert.Null(await school.Amendments.GrantAsync(school.Clerk, id, asked.Id, asked.Version, None));

        var fields = (await school.Family.DraftAsync(school.Parent, id, None)).Value!.Fields;
        Assert.Equal(("9 Hill Road", "Peanuts", "98230 99999"), (fields["address.permanent.line"].Value, fields["health.allergies"].Value, fields["parents.0.mobile"].Value));
        Assert.Equal("9 Hill Road +919823099999 t", await school.Database.ScalarAsync<string>(
            "select concat_ws(' ', a.permanent_line, p.mobile, health_sealed is not null) from admissions.applicant a join users.parent p using (branch_id, application_id)"));
        Assert.Equal(before, await school.Database.ScalarAsync<string>(Untouched));
        Assert.Equal(id, Assert.Single((await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(Search: "9823099999"), null, 5, None)).Rows).Id);
        Assert.Empty(await WaitingAsync(school));
        Assert.NotEqual(version, await school.VersionAsync(id));
        Assert.Equal("fees", await school.StatusAsync(id));
        Assert.Equal(new AmendmentRefused("Decided"), await school.Amendments.DeclineAsync(school.Admin, id, asked.Id, asked.Version, "no", None));
        Assert.True(await school.Database.ScalarAsync<long>("select count(*) from admissions.trail where target = 'admissions.draft_field' and part = 'address.permanent.line' and actor_role = 'Clerk'") == 1);
        await post.CarryAllAsync();
        Assert.Equal("The form for Asha is changed as you asked", Assert.Single(mail.Taken()).Subject);
    }

    [Fact]
    public async Task A_date_of_birth_is_a_branch_admins_to_change_and_only_where_the_age_still_fits()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review, TestForm.With(("child.apaarId", null)));

        Assert.IsType<FormIncomplete>(await AskAsync(school, id, FormStep.Child, ("child.birthDate", "2021-02-14")));
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.birthDate", "2018-02-15"), ("child.name", "Asha R Patil")));
        var asked = await OpenAsync(school, id);

        Assert.Equal(new AmendmentRefused("BirthDate"), await school.Amendments.GrantAsync(school.Clerk, id, asked.Id, asked.Version, None));
        // what another step asked for meanwhile no longer fits: the whole form is read again
        await school.Database.ExecuteAsync($"update admissions.amendment_field set value = '2021-02-14' where path = 'child.birthDate'");
        Assert.Equal("TooYoung", Assert.IsType<FormIncomplete>(await school.Amendments.GrantAsync(school.Admin, id, asked.Id, asked.Version, None)).Problems[0].Code);
        await school.Database.ExecuteAsync($"update admissions.amendment_field set value = '2018-02-15' where path = 'child.birthDate'");
        Assert.Null(await school.Amendments.GrantAsync(school.Admin, id, asked.Id, asked.Version, None));
        Assert.Equal("Asha R Patil 2018-02-15 Asha R Patil", await school.Database.ScalarAsync<string>(
            "select concat_ws(' ', c.child_name, c.birth_date, a.child_name) from admissions.applicant c join users.application a using (branch_id, application_id)"));
    }

    [Fact]
    public async Task Name_and_date_of_birth_are_locked_while_the_form_has_an_APAAR_id()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);

        foreach (var (path, value) in new[] { ("child.name", "Asha R Patil"), ("child.birthDate", "2018-02-15") })
        {
            // nor in one breath with the id that locks it
            Assert.Equal(new AmendmentRefused("Apaar"), await AskAsync(school, id, FormStep.Child, (path, value)));
            Assert.Equal(new AmendmentRefused("Apaar"), await AskAsync(school, id, FormStep.Child, (path, value), ("child.apaarId", "")));
        }

        // what the form says of the name itself is no change
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.name", "Asha Ramesh Patil"), ("child.apaarId", "")));
        await GrantAsync(school, id);
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.name", "Asha R Patil"), ("child.apaarId", "210987654321")));
        await GrantAsync(school, id);
        Assert.Equal(new AmendmentRefused("Apaar"), await AskAsync(school, id, FormStep.Child, ("child.name", "Asha Patil")));

        // what was asked for before there was a lock is not granted either
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
        await school.Database.ExecuteAsync("update admissions.amendment_field f set path = 'child.name', value = 'Asha Patil', base_revision = 2 from admissions.amendment a where a.amendment_id = f.amendment_id and a.state = 'open'");
        var asked = await OpenAsync(school, id);
        Assert.Equal(new AmendmentRefused("Apaar"), await school.Amendments.GrantAsync(school.Admin, id, asked.Id, asked.Version, None));
    }

    [Fact]
    public async Task What_decides_the_seat_stays_and_a_request_says_something_new_and_why()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        Assert.Equal(new AmendmentRefused("NothingChanged"), await AskAsync(school, id, FormStep.Sought, ("sought.quota", "rte"), ("sought.medium", "mr")));
        Assert.Equal(new AmendmentRefused("NothingChanged"), await AskAsync(school, id, FormStep.Consent, ("consent.given", "no")));
        Assert.IsType<ReasonMissing>(await school.Amendments.AskAsync(school.Parent, id, FormStep.Child, [new FieldEdit("child.gender", "M", 1)], " ", None));
        Assert.Equal(new AmendmentRefused("TooLong", 1000), await school.Amendments.AskAsync(school.Parent, id, FormStep.Child, [new FieldEdit("child.gender", "M", 1)], new string('x', 1001), None));
        Assert.IsType<FormIncomplete>(await AskAsync(school, id, FormStep.Child, ("child.motherTongue", "")));
        Assert.Empty(await school.Amendments.OfAsync(school.Parent, id, None));
        Assert.Equal(new AmendmentRefused("Closed"), await AskAsync(school, await school.ADraftAsync(), FormStep.Child, ("child.gender", "M")));

        for (var asked = 0; asked < Amendment.MostADay; asked++)
        {
            Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
            Assert.Null(await school.Amendments.TakeBackAsync(school.Parent, id, None));
        }

        Assert.Equal(new AmendmentRefused("TooManyToday"), await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
        Assert.IsType<NotFound>(await school.Amendments.TakeBackAsync(school.Parent, id, None));
        await school.ShiftClockAsync("25 hours");
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
    }

    [Fact]
    public async Task A_request_is_decided_as_it_was_looked_at_and_lapses_with_a_return_or_an_end()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
        var seen = await OpenAsync(school, id);
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M"), ("child.motherTongue", "hi")));

        Assert.Equal(new AmendmentRefused("Moved"), await school.Amendments.GrantAsync(school.Clerk, id, seen.Id, seen.Version, None));
        seen = await OpenAsync(school, id);
        Assert.IsType<ReasonMissing>(await school.Amendments.DeclineAsync(school.Clerk, id, seen.Id, seen.Version, " ", None));
        Assert.Null(await school.Amendments.DeclineAsync(school.Clerk, id, seen.Id, seen.Version, "The certificate says otherwise", None));
        Assert.Equal((AmendmentState.Declined, "The certificate says otherwise"), Assert.Single(await school.Amendments.OfAsync(school.Parent, id, None)) is var row ? (row.State, row.DecisionReason) : default);
        Assert.Equal("F", (await school.Family.DraftAsync(school.Parent, id, None)).Value!.Fields["child.gender"].Value);

        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 7, [new FieldRemark("child.name", "As on the certificate")], null, None));
        Assert.Equal("declined lapsed", await StatesAsync(school));
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved", None));
        Assert.Equal("declined lapsed lapsed", await StatesAsync(school));
    }

    [Fact]
    public async Task Only_the_family_asks_and_takes_back_and_only_its_branch_decides()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        Assert.Null(await AskAsync(school, id, FormStep.Child, ("child.gender", "M")));
        var asked = await OpenAsync(school, id);
        FieldEdit[] edits = [new("child.gender", "M", 1)];

        Assert.IsType<NotFound>(await school.Amendments.AskAsync(school.OtherParent, id, FormStep.Child, edits, "why", None));
        Assert.IsType<NotFound>(await school.Amendments.TakeBackAsync(school.OtherParent, id, None));
        Assert.Empty(await school.Amendments.OfAsync(school.OtherParent, id, None));
        Assert.IsType<Forbidden>(await school.Amendments.AskAsync(school.Clerk, id, FormStep.Child, edits, "why", None));
        Assert.IsType<Forbidden>(await school.Amendments.GrantAsync(school.Parent, id, asked.Id, asked.Version, None));
        Assert.IsType<NotFound>(await school.Amendments.GrantAsync(school.ForeignAdmin, id, asked.Id, asked.Version, None));
        Assert.IsType<NotFound>(await school.Amendments.GrantAsync(school.Admin, await school.AnApplicationAsync(ApplicationStatus.Submitted), asked.Id, asked.Version, None));
        Assert.Empty(await school.Amendments.OfAsync(school.ForeignClerk, id, None));
        await school.Database.ExecuteAsync($"insert into users.access_grant (account_id, role, scope, from_time) values ('{school.Parent.Account}', 'BranchAdmin', '272501', now() - interval '1 hour')");
        Assert.IsType<OwnApplication>(await school.Amendments.GrantAsync(school.Admin with { Account = school.Parent.Account }, id, asked.Id, asked.Version, None));

        var made = (await school.Guardians.InviteAsync(school.Parent, id, "imran@demo.test", new InvitationLetter("en", token => token), None)).Value!;
        Assert.Null((await school.Guardians.AcceptAsync(school.OtherParent, made.Token, None)).Refusal);
        Assert.Null(await school.Amendments.TakeBackAsync(school.OtherParent, id, None));
        Assert.Equal("withdrawn", await StatesAsync(school));
    }

    private static Task<Refusal?> AskAsync(TestSchool school, ApplicationId id, FormStep step, params (string Path, string Value)[] fields) =>
        school.Amendments.AskAsync(school.Parent, id, step, [.. fields.Select(field => new FieldEdit(field.Path, field.Value, 1))], "We wrote it wrong", None);

    private static async Task GrantAsync(TestSchool school, ApplicationId id)
    {
        var asked = await OpenAsync(school, id);
        Assert.Null(await school.Amendments.GrantAsync(school.Clerk, id, asked.Id, asked.Version, None));
    }

    private static async Task<AmendmentRow> OpenAsync(TestSchool school, ApplicationId id) =>
        (await school.Amendments.OfAsync(school.Clerk, id, None)).Single(row => row.State == AmendmentState.Open);

    private static Task<string?> StatesAsync(TestSchool school) => school.Database.ScalarAsync<string>("select string_agg(state, ' ' order by state) from admissions.amendment");

    private static async Task<IEnumerable<ApplicationId>> WaitingAsync(TestSchool school) =>
        (await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueAddress(Asked: true).Filter, null, 50, None)).Rows.Select(row => row.Id);
}
