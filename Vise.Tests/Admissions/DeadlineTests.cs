using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Deadlines pass on the database's time, once, however many nodes look.</summary>
public class DeadlineTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Drafts_that_nobody_saved_lapse_once_while_several_nodes_share_the_work()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        for (var child = 0; child < DeadlineDesk.Batch + 20; child++)
        {
            await school.ADraftAsync(by: school.Clerk);
        }

        await school.ShiftClockAsync("29 days 23 hours");
        var desk = new DeadlineDesk(school.Branches);
        Assert.Equal(0, await desk.ExpireDraftsAsync(None));
        await school.ShiftClockAsync("30 days 1 hour");
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UntilDoneAsync(desk.ExpireDraftsAsync)));

        Assert.Equal(DeadlineDesk.Batch + 20, done.Sum());
        Assert.Equal(DeadlineDesk.Batch + 20L, await CountAsync(school, "users.application where application_status = 'expired' and expiry_processed"));
        Assert.Equal(DeadlineDesk.Batch + 20L, await CountAsync(school, "admissions.application_event where to_status = 'expired' and actor_role = 'System'"));
        Assert.Equal(DeadlineDesk.Batch + 20L, await CountAsync(school, "admissions.outbox where payload ->> 'to' = 'expired'"));
        Assert.Equal(0, await desk.ExpireDraftsAsync(None));
    }

    [Fact]
    public async Task A_draft_that_someone_is_working_on_is_skipped_and_not_waited_for()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (held, free) = (await school.ADraftAsync(), await school.ADraftAsync());
        await school.ShiftClockAsync("31 days");
        var desk = new DeadlineDesk(school.Branches);
        await using (var other = new NpgsqlConnection(TestCluster.Unpooled(school.Database.SuperuserConnection)))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand($"select from users.application where application_id = '{held}' for update", other, transaction);
            await hold.ExecuteNonQueryAsync();

            Assert.Equal(1, await desk.ExpireDraftsAsync(None));
            Assert.Equal("draft", await school.StatusAsync(held));
            Assert.Equal("expired", await school.StatusAsync(free));
        }

        Assert.Equal(1, await desk.ExpireDraftsAsync(None));
        Assert.Equal("expired", await school.StatusAsync(held));
    }

    [Fact]
    public async Task A_family_is_warned_seven_days_and_one_day_before_once_each_and_anew_after_a_save()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var desk = new DeadlineDesk(school.Branches);
        var id = await school.ADraftAsync();

        Assert.Equal("", await WarningsAsync(school, desk, "22 days 23 hours"));
        Assert.Equal("7", await WarningsAsync(school, desk, "23 days 1 hour"));
        Assert.Equal("7", await WarningsAsync(school, desk, "28 days"));
        Assert.Equal("7 1", await WarningsAsync(school, desk, "29 days 1 hour"));
        Assert.Equal("7 1", await WarningsAsync(school, desk, "29 days 23 hours"));
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("child.name", "Asha Patil", null)], None)).Refusal);
        Assert.Equal("7 1", await WarningsAsync(school, desk, "30 days"));
        Assert.Equal("7 1 7", await WarningsAsync(school, desk, "53 days"));
        // nobody looked for a while: the nearest warning alone
        var other = await school.ADraftAsync();
        Assert.Equal("7 1 7 1", await WarningsAsync(school, desk, "82 days 12 hours", other));
    }

    [Fact]
    public async Task An_offer_that_is_not_taken_up_lapses_and_its_seat_is_free_again()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Offer);
        var desk = new DeadlineDesk(school.Branches);
        Assert.Equal(0, await desk.ExpireOffersAsync(None));
        await school.ShiftClockAsync("9 days");

        Assert.Equal([1, 0, 0], (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.ExpireOffersAsync(None)))).OrderDescending());
        Assert.Equal("expired", await school.StatusAsync(id));
        Assert.Equal(0L, await CountAsync(school, $"admissions.seat where application_id = '{id}'"));
        Assert.Equal(1L, await CountAsync(school, "admissions.outbox where payload ->> 'from' = 'offer' and payload ->> 'to' = 'expired'"));
        Assert.IsType<NoSuchStep>(await school.Offers.TakeOfferAsync(school.Parent, id, null, None));
    }

    [Fact]
    public async Task A_seat_whose_fee_is_not_paid_in_time_is_freed_but_never_one_that_is_paid_for()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (unpaid, paid) = (await school.AnApplicationAsync(ApplicationStatus.Fees), await school.AnApplicationAsync(ApplicationStatus.Fees));
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, paid, null, new CounterPayment(125000, "cash", null), None)).Refusal);
        await school.ShiftClockAsync("9 days");
        var desk = new DeadlineDesk(school.Branches);

        Assert.Equal(1, await desk.ExpireFeesAsync(None));
        Assert.Equal(0, await desk.ExpireFeesAsync(None));
        Assert.Equal("expired", await school.StatusAsync(unpaid));
        Assert.Equal("fees", await school.StatusAsync(paid));
        Assert.Equal(1L, await CountAsync(school, "admissions.seat where application_id is not null"));
    }

    private static async Task<int> UntilDoneAsync(Func<CancellationToken, Task<int>> batch)
    {
        var (sum, last) = (0, -1);
        while (last != 0)
        {
            last = await batch(None);
            sum += last;
        }

        return sum;
    }

    private static Task<long> CountAsync(TestSchool school, string what) => school.Database.ScalarAsync<long>($"select count(*) from {what}");

    private static async Task<string> WarningsAsync(TestSchool school, DeadlineDesk desk, string shift, ApplicationId? about = null)
    {
        await school.ShiftClockAsync(shift);
        await desk.WarnDraftsAsync(None);
        await desk.WarnDraftsAsync(None);
        Assert.True(about is null || await CountAsync(school, $"admissions.outbox where kind = 'warn-draft' and application_id = '{about}'") == 1);
        return await school.Database.ScalarAsync<string>("select string_agg(payload ->> 'days', ' ' order by created_time) from admissions.outbox where kind = 'warn-draft'") ?? "";
    }
}
