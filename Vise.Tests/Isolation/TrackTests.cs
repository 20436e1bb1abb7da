using Npgsql;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>Without sign-in, the number and the birth date together show one application's standing, and nothing else shows anything.</summary>
public class TrackTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly Born = DateOnly.ParseExact(TestForm.Complete["child.birthDate"], "yyyy-MM-dd", null);

    [Fact]
    public async Task Every_status_is_found_by_number_and_birth_date_and_by_nothing_less()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var track = new TrackQueries(school.Branches);

        foreach (var status in Enum.GetValues<ApplicationStatus>())
        {
            var id = await school.AnApplicationAsync(status);

            Assert.Equal(status, (await track.OfAsync(id, Born, None))!.Standing.Status);
            Assert.Null(await track.OfAsync(id, Born.AddDays(1), None));
        }

        Assert.Null(await track.OfAsync(ApplicationId.Parse("2725010125AZZZZ" + Domain.Codes.Base36.CheckCharacter("2725010125AZZZZ")), Born, None));
    }

    [Fact]
    public async Task A_returned_form_is_found_by_the_date_as_it_was_mended_and_no_more_by_the_one_handed_in()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (track, mended) = (new TrackQueries(school.Branches), Born.AddDays(-3));
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 7, [new FieldRemark("child.birthDate", "As on the certificate, please")], null, None));
        Assert.NotNull(await track.OfAsync(id, Born, None));

        await school.Database.ExecuteAsync($"update admissions.draft_field set value = '{mended:yyyy-MM-dd}' where application_id = '{id}' and path = 'child.birthDate'");

        Assert.NotNull(await track.OfAsync(id, mended, None));
        Assert.Null(await track.OfAsync(id, Born, None));
        Assert.Null(await AskAsync(school, id, Born, "select string_agg(application_id, ' ') from users.application"));
    }

    [Fact]
    public async Task The_database_alone_shows_no_other_row_and_no_column_that_names_somebody()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (draft, handedIn) = (await school.AnApplicationAsync(ApplicationStatus.Draft), await school.AnApplicationAsync(ApplicationStatus.Offer));

        foreach (var id in (ApplicationId[])[draft, handedIn])
        {
            Assert.Equal(id.Value, await AskAsync(school, id, Born, "select string_agg(application_id, ' ') from users.application"));
            Assert.Equal("child.birthDate", await AskAsync(school, id, Born, "select string_agg(path, ' ') from admissions.draft_field"));
            Assert.Null(await AskAsync(school, id, Born.AddDays(1), "select string_agg(application_id, ' ') from users.application"));
            Assert.Null(await AskAsync(school, id, Born.AddDays(1), "select string_agg(path, ' ') from admissions.draft_field"));
        }

        Assert.Null(await AskAsync(school, draft, Born, "select string_agg(application_id, ' ') from admissions.applicant"));
        foreach (var column in (string[])["users.application.child_name", "users.application.account_id", "users.application.enrollment_id", "admissions.applicant.child_name"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(school, handedIn, Born, $"select max({column.Split('.')[2]}::text) from {column[..column.LastIndexOf('.')]}"));
            Assert.Equal("42501", refused.SqlState);
        }

        await Assert.ThrowsAsync<PostgresException>(() => AskAsync(school, handedIn, Born, "select max(reason) from admissions.application_event"));
        // a transaction that forgot to say which application fails
        await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync("begin; set local role vise_track; select application_id from users.application", school.Database.AppConnection));
    }

    [Fact]
    public async Task The_query_alone_asks_for_both_when_the_database_lets_all_through()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await school.Database.ExecuteAsync("""
            alter table users.application disable row level security; alter table admissions.applicant disable row level security; alter table admissions.draft_field disable row level security
            """);
        var track = new TrackQueries(school.Branches);

        Assert.NotNull(await track.OfAsync(id, Born, None));
        Assert.Null(await track.OfAsync(id, Born.AddDays(-1), None));
    }

    private static Task<string?> AskAsync(TestSchool school, ApplicationId id, DateOnly born, string sql) => school.Database.ScalarAsync<string>(
        $"begin; set local role vise_track; set local vise.track_id = '{id}'; set local vise.track_birth_date = '{born:yyyy-MM-dd}'; {sql}", school.Database.AppConnection);
}
