using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Vise.Web.Admissions.Desk;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>What the office reads: the queue, one record, the figures.</summary>
public class DeskReadingTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_desk_sees_everything_on_one_screen_and_the_opening_is_logged()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var record = (await school.Records.OpenAsync(school.Clerk, id, None)).Value!;

        Assert.Equal("Asha Ramesh Patil", record.Fields["child.name"]);
        Assert.EndsWith("0019", record.Fields["child.aadhaar"], StringComparison.Ordinal);
        Assert.DoesNotContain("9999 9999", record.Fields["child.aadhaar"], StringComparison.Ordinal);
        Assert.Equal(40, record.FreeSeats + 10);
        Assert.Equal(1L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.trail where action = 'open' and application_id = '{id}' and account_id = '{school.Clerk.Account}'"));
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("PATIL ram")]
    [InlineData("9823012345")]
    [InlineData("+91 98230 12345")]
    public async Task The_desk_finds_an_application_by_name_or_mobile(string search)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await school.AnApplicationAsync(ApplicationStatus.Draft);

        var page = await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(Search: search), null, 50, None);
        var byId = await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(Search: id.InFours.ToLowerInvariant()), null, 50, None);
        var foreign = await school.Queue.PageAsync(school.ForeignClerk, TestSchool.Pune, new QueueFilter(Search: search), null, 50, None);

        Assert.Equal(id, Assert.Single(page.Rows).Id);
        Assert.Equal(id, Assert.Single(byId.Rows).Id);
        Assert.Empty(foreign.Rows);
    }

    [Fact]
    public async Task The_queue_pages_by_key_and_shows_each_application_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var made = new List<ApplicationId>();
        for (var number = 0; number < 7; number++)
        {
            made.Add(await school.AnApplicationAsync(number % 2 == 0 ? ApplicationStatus.Submitted : ApplicationStatus.Review));
        }

        var seen = new List<ApplicationId>();
        QueueCursor? cursor = null;
        do
        {
            var page = await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(), cursor, 3, None);
            Assert.True(page.Rows.Count <= 3);
            seen.AddRange(page.Rows.Select(row => row.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(made, seen);
        var review = await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueFilter(ApplicationStatus.Review, "01"), null, 50, None);
        Assert.Equal(3, review.Rows.Count);
    }

    [Fact]
    public async Task The_queue_leaves_out_what_has_ended_until_it_is_asked_for()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var ended = await school.AnApplicationAsync(ApplicationStatus.Rejected);
        var waiting = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        async Task<IEnumerable<ApplicationId>> ShownAsync(QueueAddress address) =>
            (await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, address.Filter, null, 50, None)).Rows.Select(row => row.Id);

        Assert.Equal([waiting], await ShownAsync(new QueueAddress()));
        Assert.Equal([ended], await ShownAsync(QueueAddress.Of(null, "ended", null, null, null)));
        Assert.Equal([ended], await ShownAsync(new QueueAddress(Status: ApplicationStatus.Rejected)));
        Assert.Equal([ended, waiting], await ShownAsync(new QueueAddress(Search: "asha")));
        Assert.Equal(new QueueAddress(Ended: true), QueueAddress.Of(null, "ended", null, null, null));
    }

    [Fact]
    public async Task Figures_count_by_status_within_the_scope_only()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Review);
        await school.AnApplicationAsync(ApplicationStatus.Review);
        await school.AnApplicationAsync(ApplicationStatus.Rejected);

        var branch = await school.Figures.ByStatusAsync(school.Admin, AcademicYear.Parse("2025-26"), None);
        var district = await school.Figures.ByStatusAsync(school.Officer, AcademicYear.Parse("2025-26"), None);
        var foreign = await school.Figures.ByStatusAsync(school.ForeignAdmin, AcademicYear.Parse("2025-26"), None);

        Assert.Equal(2, branch.Single(figure => figure.Status == ApplicationStatus.Review).Applications);
        Assert.Equal(3, district.Sum(figure => figure.Applications));
        Assert.Empty(foreign);
    }
}
