using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A family is reminded of a day to keep once, and only while it still has to keep it.</summary>
public class ReminderTests(TestCluster cluster)
{
    private const int Days = 3;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_day_to_keep_is_told_of_once_some_days_before_while_several_nodes_share_the_work()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (offered, owing) = (await school.AnApplicationAsync(ApplicationStatus.Offer), await school.AnApplicationAsync(ApplicationStatus.Fees));
        var (paid, returned) = (await school.AnApplicationAsync(ApplicationStatus.Fees), await school.AnApplicationAsync(ApplicationStatus.Review));
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, paid, null, new CounterPayment(125000, "cash", null), None)).Refusal);
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, returned, null, 7, [new FieldRemark("child.name", "As on the certificate")], null, None));
        var late = await school.AnApplicationAsync(ApplicationStatus.Review);
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, late, null, 2, [new FieldRemark("child.name", "As on the certificate")], null, None));

        Assert.Equal(0, await RemindAsync(school, "3 days"));
        Assert.Equal(3, await RemindAsync(school, "5 days"));
        Assert.Equal(0, await RemindAsync(school, "6 days"));
        Assert.Equal(
            [$"draft {returned}", $"fees {owing}", $"offer {offered}"],
            (await school.Database.ScalarAsync<string>("select string_agg(payload ->> 'status' || ' ' || application_id, ',' order by payload ->> 'status') from admissions.outbox where kind = 'remind'"))!.Split(','));
    }

    [Fact]
    public async Task A_family_that_has_answered_by_the_time_the_reminder_is_carried_is_not_reminded()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        var (waits, answers) = (await school.AnApplicationAsync(ApplicationStatus.Offer), await school.AnApplicationAsync(ApplicationStatus.Offer));
        await post.CarryAllAsync();
        Assert.Equal(2, await RemindAsync(school, "5 days"));
        Assert.Null(await school.Offers.TakeOfferAsync(school.Parent, answers, null, None));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => post.CarryAllAsync()));

        var reminder = Assert.Single(mail.Taken(), message => message.Subject!.StartsWith("Reminder", StringComparison.Ordinal));
        Assert.Matches(@"^Reminder: accept the seat for Asha by \d\d [A-Z][a-z]{2} 20\d\d$", reminder.Subject);
        Assert.Contains($"/my/{waits}", reminder.TextBody, StringComparison.Ordinal);
        Assert.Equal("No longer so", await school.Database.ScalarAsync<string>($"select failure from admissions.outbox where kind = 'remind' and application_id = '{answers}'"));
    }

    [Fact]
    public async Task A_draft_that_was_saved_after_its_warning_was_written_is_not_warned_of()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        var (left, saved) = (await school.ADraftAsync(), await school.ADraftAsync());
        await school.ShiftClockAsync("24 days");
        Assert.Equal(2, await new DeadlineDesk(school.Branches).WarnDraftsAsync(None));
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, saved, [new FieldEdit("child.name", "Asha Patil", null)], None)).Refusal);
        await post.CarryAllAsync();

        Assert.Contains($"/my/{left}", Assert.Single(mail.Taken()).TextBody, StringComparison.Ordinal);
    }

    private static async Task<int> RemindAsync(TestSchool school, string shift)
    {
        await school.ShiftClockAsync(shift);
        var desk = new ReminderDesk(school.Branches);
        return (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.RemindAsync(Days, None)))).Sum();
    }
}
