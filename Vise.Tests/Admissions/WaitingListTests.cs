using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Operations.Messages;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A seat that is let go goes to the next on the waiting list, by the system, once.</summary>
public class WaitingListTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_withdrawn_childs_seat_is_offered_to_whoever_was_accepted_first_however_often_it_is_tried()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var post = await PostAsync(school);
        var leaving = await school.AnApplicationAsync(ApplicationStatus.Fees);
        var (later, sooner) = (await school.AnApplicationAsync(ApplicationStatus.Review), await school.AnApplicationAsync(ApplicationStatus.Accepted));
        Assert.Null(await school.Review.AcceptAsync(school.Admin, later, null, None));
        var seat = await SeatAsync(school, leaving);
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, leaving, null, "moved away", None));
        Assert.Equal("accepted", await school.StatusAsync(sooner));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => post.CarryAllAsync()));

        Assert.Equal(("offer", "accepted"), (await school.StatusAsync(sooner), await school.StatusAsync(later)));
        Assert.Equal(seat, await SeatAsync(school, sooner));
        Assert.Equal("System waiting list", await school.Database.ScalarAsync<string>(
            $"select actor_role || ' ' || actor_name from admissions.application_event where application_id = '{sooner}' and to_status = 'offer'"));
        Assert.True(await school.Database.ScalarAsync<bool>(
            $"select offer_expires_time > now() + interval '6 days' and offer_expires_time < now() + interval '8 days 1 hour' from users.application where application_id = '{sooner}'"));
        await post.CarryAllAsync();
        Assert.Equal(1L, await school.Database.ScalarAsync<long>("select count(*) from admissions.mailbox_message where subject like 'A seat has come free for Asha: answer by%' and notification_id in (select notification_id from admissions.notification where application_id = '" + sooner + "')"));

        await school.Database.ExecuteAsync("update admissions.outbox set carried_time = null, due_time = now() where kind = 'seat-freed'");
        await post.CarryAllAsync();
        Assert.Equal("accepted", await school.StatusAsync(later));
        Assert.Equal("The seat has been given already", await NoteAsync(school));
    }

    [Fact]
    public async Task Seats_of_offers_and_fees_whose_day_has_passed_go_on_each_to_another_child_of_the_same_quota()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var post = await PostAsync(school);
        var (offered, unpaid) = (await school.AnApplicationAsync(ApplicationStatus.Offer), await school.AnApplicationAsync(ApplicationStatus.Fees));
        var waiting = new[] { await school.AnApplicationAsync(ApplicationStatus.Accepted), await school.AnApplicationAsync(ApplicationStatus.Accepted), await school.AnApplicationAsync(ApplicationStatus.Accepted) };
        await school.Database.ExecuteAsync($"update admissions.applicant set quota = 'rte' where application_id = '{waiting[0]}'", school.Database.OwnerConnection);
        await school.ShiftClockAsync("9 days");
        await school.Database.ExecuteAsync("update admissions.cycle set ends_time = now() + interval '90 days'");
        var clock = new DeadlineDesk(school.Branches);
        Assert.Equal((1, 1), (await clock.ExpireOffersAsync(None), await clock.ExpireFeesAsync(None)));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => post.CarryAllAsync()));

        Assert.Equal(["accepted", "offer", "offer"], [await school.StatusAsync(waiting[0]), await school.StatusAsync(waiting[1]), await school.StatusAsync(waiting[2])]);
        Assert.Equal(("expired", "expired"), (await school.StatusAsync(offered), await school.StatusAsync(unpaid)));
        Assert.Equal(2L, await school.Database.ScalarAsync<long>("select count(*) from admissions.seat where application_id is not null"));
    }

    [Fact]
    public async Task Nobody_is_offered_a_seat_that_could_not_be_answered_before_the_cycle_ends()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var post = await PostAsync(school);
        var (leaving, waiting) = (await school.AnApplicationAsync(ApplicationStatus.Offer), await school.AnApplicationAsync(ApplicationStatus.Accepted));
        await school.Database.ExecuteAsync("update admissions.cycle set opens_time = now() - interval '30 days', closes_time = now() - interval '1 day', ends_time = now() + interval '3 days'");
        Assert.Null(await school.Drafts.WithdrawAsync(school.Admin, leaving, null, "moved away", None));
        await post.CarryAllAsync();

        Assert.Equal("accepted", await school.StatusAsync(waiting));
        Assert.Equal("Too late in the cycle for another offer", await NoteAsync(school));
    }

    [Fact]
    public async Task Who_is_decided_on_just_now_is_waited_for_and_the_next_gets_the_seat_if_that_child_waits_no_more()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var post = await PostAsync(school);
        var leaving = await school.AnApplicationAsync(ApplicationStatus.Offer);
        var (first, second) = (await school.AnApplicationAsync(ApplicationStatus.Accepted), await school.AnApplicationAsync(ApplicationStatus.Accepted));
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, leaving, null, "moved away", None));
        Task carrying;
        await using (var other = new NpgsqlConnection(TestCluster.Unpooled(school.Database.SuperuserConnection)))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using (var reject = new NpgsqlCommand($"set local session_replication_role = replica; update users.application set application_status = 'rejected' where application_id = '{first}'", other, transaction))
            {
                await reject.ExecuteNonQueryAsync();
            }

            carrying = post.CarryAllAsync();
            await TestNode.UntilAsync(() => school.Database.ScalarAsync<bool>("select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())"));
            await transaction.CommitAsync();
        }

        await carrying;
        Assert.Equal(("rejected", "offer"), (await school.StatusAsync(first), await school.StatusAsync(second)));
    }

    private static async Task<TestPost> PostAsync(TestSchool school)
    {
        var post = new TestPost(school, new MailboxChannel(new MailboxDesk(school.Branches), new PostBox(school.Branches)));
        await post.AddressAsync("meera@school.test");
        return post;
    }

    private static Task<int> SeatAsync(TestSchool school, ApplicationId holder) => school.Database.ScalarAsync<int>($"select seat_no from admissions.seat where application_id = '{holder}'");

    private static Task<string?> NoteAsync(TestSchool school) => school.Database.ScalarAsync<string>("select failure from admissions.outbox where kind = 'seat-freed'");
}
