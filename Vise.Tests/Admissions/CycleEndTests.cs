using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Admissions;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>What the closing and the end of a cycle mean for its families: each is told once, whoever waited in vain is rejected.</summary>
public class CycleEndTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Who_did_not_hand_in_is_told_when_the_cycle_closes_once_on_several_nodes_and_anew_when_it_closes_another_day()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var desk = new CycleEndDesk(school.Branches);
        var (draft, submitted, returned) = (await school.ADraftAsync(), await school.AnApplicationAsync(ApplicationStatus.Submitted), await school.AnApplicationAsync(ApplicationStatus.Review));
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, returned, null, 60, [new FieldRemark("child.name", "As on the certificate")], null, None));
        var abroad = await school.ADraftAsync(TestSchool.ClassOne with { Branch = TestSchool.Haveli });
        Assert.Empty(await desk.BranchesAsync(None));

        await CloseAsync(school, "1 minute");
        Assert.Equal([TestSchool.Pune], await desk.BranchesAsync(None));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.TellAsync(TestSchool.Pune, None)))).Sum());
        Assert.Equal($"draft {draft}", await ToldAsync(school));
        Assert.Empty(await desk.BranchesAsync(None));
        Assert.Equal(0, await desk.TellAsync(TestSchool.Haveli, None));

        // it opened again, and closed on another day
        await CloseAsync(school, "10 seconds");
        Assert.Equal(1, await desk.TellAsync(TestSchool.Pune, None));
        Assert.DoesNotContain(abroad.Value, await ToldAsync(school), StringComparison.Ordinal);
        Assert.Equal("submitted", await school.StatusAsync(submitted));
        // by row security the branch's work reaches no other
        await school.Database.ExecuteAsync("update admissions.cycle set closes_time = isolation.clock() - interval '1 minute' where branch_id = '272502'");
        Assert.Equal(0, await desk.TellAsync(TestSchool.Pune, None));
        Assert.Equal(1, await desk.TellAsync(TestSchool.Haveli, None));
    }

    [Fact]
    public async Task When_it_has_ended_who_waited_is_rejected_and_who_is_undecided_is_told_in_batches_that_go_on_after_a_kill()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var desk = new CycleEndDesk(school.Branches);
        for (var child = 0; child < CycleEndDesk.Batch + 3; child++)
        {
            await school.AnApplicationAsync(ApplicationStatus.Accepted);
        }

        var (undecided, offered) = (await school.AnApplicationAsync(ApplicationStatus.Review), await school.AnApplicationAsync(ApplicationStatus.Offer));
        await CloseAsync(school, "1 minute");
        Assert.Equal(0, await desk.EndWaitingAsync(TestSchool.Pune, None));
        await EndAsync(school);

        // broken off before a batch ends, nothing of it is done; the next run does it all
        using var killed = new CancellationTokenSource();
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.EndWaitingAsync(TestSchool.Pune, killed.Token));
        Assert.Equal(CycleEndDesk.Batch + 3L, await school.Database.ScalarAsync<long>("select count(*) from users.application where application_status = 'accepted'"));
        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var jobs = new DeadlineJobs(new DeadlineDesk(school.Branches), new ReminderDesk(school.Branches), desk, new Reminders(3), null!, TimeProvider.System);
            await jobs.EndCyclesAsync(None);
            return 1;
        }));

        Assert.Equal(3, done.Sum());
        Assert.Equal(CycleEndDesk.Batch + 3L, await school.Database.ScalarAsync<long>(
            $"select count(*) from admissions.application_event where from_status = 'accepted' and to_status = 'rejected' and actor_role = 'System' and actor_name = '{CycleEndDesk.Work}' and reason = '{Application.NoSeatByTheEnd}'"));
        Assert.Equal(CycleEndDesk.Batch + 3L, await school.Database.ScalarAsync<long>("select count(*) from admissions.outbox where payload ->> 'from' = 'accepted' and payload ->> 'to' = 'rejected'"));
        Assert.Equal($"review {undecided}", await ToldAsync(school));
        Assert.Equal("offer", await school.StatusAsync(offered));
        Assert.Empty(await desk.BranchesAsync(None));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_begins_no_further_batch()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.ADraftAsync();
        await CloseAsync(school, "1 minute");
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        var jobs = new DeadlineJobs(new DeadlineDesk(school.Branches), new ReminderDesk(school.Branches), new CycleEndDesk(school.Branches), new Reminders(3), null!, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => jobs.EndCyclesAsync(stopping.Token));

        Assert.Equal("", await ToldAsync(school));
    }

    [Theory]
    [InlineData("en", "Admissions have closed without the form for Asha", "No seat came free for Asha")]
    [InlineData("hi", "प्रवेश बंद होने तक Asha का फ़ॉर्म जमा नहीं हुआ", "Asha के लिए कोई सीट ख़ाली नहीं हुई")]
    [InlineData("mr", "प्रवेश बंद होईपर्यंत Ashaचा अर्ज सादर झाला नाही", "Ashaसाठी जागा रिकामी झाली नाही")]
    [InlineData("ta", "சேர்க்கை முடியும் முன் Asha பெயரில் உள்ள படிவம் சமர்ப்பிக்கப்படவில்லை", "Asha பெயரில் இடம் காலியாகவில்லை")]
    public async Task Each_is_told_in_its_language_what_happened_and_what_to_do(string language, string closed, string noSeat)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        var (draft, waiting, late) = (await school.ADraftAsync(), await school.AnApplicationAsync(ApplicationStatus.Accepted), await school.ADraftAsync());
        await post.CarryAllAsync();
        await post.AddressAsync("meera@school.test", language);
        await CloseAsync(school, "1 minute");
        await EndAsync(school);
        var desk = new CycleEndDesk(school.Branches);
        Assert.Equal(1, await desk.EndWaitingAsync(TestSchool.Pune, None));
        Assert.Equal(2, await desk.TellAsync(TestSchool.Pune, None));
        // no news any more once it is withdrawn
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, late, null, "moved", None));
        await post.CarryAllAsync();

        var told = mail.Taken();
        Assert.Contains($"/my/{draft}", Assert.Single(told, message => message.Subject == closed).TextBody, StringComparison.Ordinal);
        Assert.Contains($"/my/{waiting}", Assert.Single(told, message => message.Subject == noSeat).TextBody, StringComparison.Ordinal);
        Assert.Equal("No longer so", await school.Database.ScalarAsync<string>($"select failure from admissions.outbox where kind = 'cycle' and application_id = '{late}'"));
    }

    [Fact]
    public void Nobody_is_rejected_by_the_clock_before_the_end_or_by_a_person_in_its_name()
    {
        var clock = Actor.System(CycleEndDesk.Work, Scope.Everything);
        Assert.True(Lifecycle.Allows(ApplicationStatus.Accepted, ApplicationStatus.Rejected, clock.Role));
        Assert.False(Lifecycle.Allows(ApplicationStatus.Review, ApplicationStatus.Rejected, clock.Role));
        Assert.False(Lifecycle.Allows(ApplicationStatus.Submitted, ApplicationStatus.Rejected, clock.Role));
    }

    private static Task CloseAsync(TestSchool school, string ago) =>
        school.Database.ExecuteAsync($"update admissions.cycle set closes_time = isolation.clock() - interval '{ago}' where branch_id = '272501'");

    private static Task EndAsync(TestSchool school) => school.Database.ExecuteAsync("update admissions.cycle set ends_time = closes_time where branch_id = '272501'");

    private static async Task<string> ToldAsync(TestSchool school) => await school.Database.ScalarAsync<string>(
        "select string_agg(distinct payload ->> 'status' || ' ' || application_id, ',') from admissions.outbox where kind = 'cycle'") ?? "";
}
