using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>By SQL typed as the app's own login a form that was handed in changes by exactly what an amendment asks for, and by nothing else.</summary>
public class AmendedBySqlTests(TestCluster cluster)
{
    private const string Grant = "update admissions.amendment set state = 'granted', decided_time = isolation.clock(), decided_by = '{clerk}', decider_name = 'Sunita'; ";
    private const string Name = "update admissions.draft_field set value = 'Asha R Patil', revision = revision + 1 where path = 'child.name'; ";

    [Theory]
    [InlineData(Name, "VS008")]
    [InlineData("delete from admissions.draft_field where path = 'child.name'", "VS008")]
    [InlineData("insert into admissions.draft_field (branch_id, application_id, path, value) select branch_id, application_id, 'child.religion', 'x' from users.application", "VS008")]
    [InlineData("update admissions.applicant set child_name = 'Asha R Patil'", "VS008")]
    [InlineData("update users.application set child_name = 'Asha R Patil'", "VS008")]
    [InlineData("update users.parent set name = 'Other'", "VS008")]
    [InlineData("delete from users.parent", "VS008")]
    [InlineData("insert into users.sibling (branch_id, application_id, position, name) select branch_id, application_id, 1, 'Om' from users.application", "VS008")]
    [InlineData(Grant + "update admissions.draft_field set value = 'Other' where path = 'child.name'", "VS008")]
    [InlineData(Grant + "update admissions.draft_field set value = 'M' where path = 'child.gender'", "VS008")]
    [InlineData(Grant + "delete from admissions.draft_field where path = 'child.name'", "VS008")]
    [InlineData(Grant + "update admissions.applicant set child_name = 'Other'", "VS008")]
    [InlineData(Grant + "update admissions.applicant set quota = 'rte'", "VS008")]
    [InlineData(Grant + "update admissions.applicant set consent_time = consent_time - interval '1 day'", "VS008")]
    [InlineData(Grant + "update users.application set child_name = 'Other'", "VS008")]
    [InlineData(Grant + "update users.parent set name = 'Other'", "VS008")]
    [InlineData("update admissions.amendment set state = 'granted', decided_time = isolation.clock(), decided_by = asked_by, decider_name = 'Meera'", "42501")]
    [InlineData("update admissions.amendment set state = 'lapsed', decided_time = isolation.clock()", "42501")]
    [InlineData("update admissions.amendment_field set value = 'Other'", "42501")]
    [InlineData("insert into admissions.amendment_field (branch_id, application_id, amendment_id, path, base_revision, value) select branch_id, application_id, amendment_id, 'child.gender', 1, 'M' from admissions.amendment", "42501")]
    [InlineData(Grant + Name + "update admissions.applicant set child_name = 'Asha R Patil'; update users.application set child_name = 'Asha R Patil'", null)]
    public async Task Staff_change_what_was_handed_in_by_an_amendment_alone(string change, string? state)
    {
        await using var school = await AskedAsync("child.name", "Asha R Patil");
        var before = await school.Database.ScalarAsync<string>(Everything);

        Assert.Equal(state, await school.RefusedBySqlAsync("vise_staff", school.Clerk, change.Replace("{clerk}", school.Clerk.Account.ToString(), StringComparison.Ordinal)));

        Assert.Equal(state is null, before != await school.Database.ScalarAsync<string>(Everything));
    }

    [Fact]
    public async Task A_clerk_grants_no_date_of_birth_by_SQL()
    {
        await using var school = await AskedAsync("child.birthDate", "2018-02-15");

        Assert.Equal("42501", await school.RefusedBySqlAsync("vise_staff", school.Clerk, Grant.Replace("{clerk}", school.Clerk.Account.ToString(), StringComparison.Ordinal)));
        Assert.Null(await school.RefusedBySqlAsync("vise_staff", school.Admin, Grant.Replace("{clerk}", school.Admin.Account.ToString(), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("update admissions.amendment set state = 'granted', decided_time = isolation.clock(), decided_by = asked_by, decider_name = asker_name", "42501")]
    [InlineData("update admissions.amendment set state = 'declined', decided_time = isolation.clock(), decided_by = asked_by, decider_name = asker_name, decision_reason = 'x'", "42501")]
    [InlineData("insert into admissions.amendment_field (branch_id, application_id, amendment_id, path, base_revision, value) select branch_id, application_id, amendment_id, 'sought.quota', 1, 'rte' from admissions.amendment", "23514")]
    [InlineData("insert into admissions.amendment (branch_id, application_id, amendment_id, reason, asked_time, asked_by, asker_name) select branch_id, application_id, gen_random_uuid(), 'x', isolation.clock(), asked_by, 'x' from admissions.amendment", "23505")]
    [InlineData("insert into admissions.amendment (branch_id, application_id, amendment_id, reason, asked_time, asked_by, asker_name) select branch_id, application_id, gen_random_uuid(), 'x', isolation.clock(), gen_random_uuid(), 'x' from admissions.amendment", "42501")]
    [InlineData("delete from admissions.amendment", "42501")]
    [InlineData(Name, null)]
    public async Task A_family_asks_and_decides_nothing(string change, string? state)
    {
        await using var school = await AskedAsync("child.name", "Asha R Patil");
        var before = await school.Database.ScalarAsync<string>(Everything);

        Assert.Equal(state, await school.RefusedBySqlAsync("vise_family", school.Parent, change));

        Assert.Equal(before, await school.Database.ScalarAsync<string>(Everything));
    }

    private const string Everything = """
        select concat_ws('|', (select string_agg(a::text, ';') from users.application a), (select string_agg(c::text, ';') from admissions.applicant c),
          (select string_agg(f::text, ';' order by path) from admissions.draft_field f), (select string_agg(p::text, ';') from users.parent p), (select count(*) from users.sibling),
          (select string_agg(m::text, ';') from admissions.amendment m), (select string_agg(f::text, ';') from admissions.amendment_field f))
        """;

    private async Task<TestSchool> AskedAsync(string path, string value)
    {
        var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Accepted, TestForm.With(("child.apaarId", null)));
        Assert.Null(await school.Amendments.AskAsync(school.Parent, id, FormStep.Child, [new FieldEdit(path, value, 1)], "We wrote it wrong", CancellationToken.None));
        return school;
    }
}
