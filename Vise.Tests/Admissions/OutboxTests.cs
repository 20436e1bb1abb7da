using System.Text.RegularExpressions;
using Vise.Data.Admissions;
using Vise.Data.Operations;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Operations.Messages;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Effects are carried out at least once, and a person gets each message once, through a real mail server.</summary>
public class OutboxTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_family_is_told_each_step_that_concerns_it_with_first_name_number_link_and_day_only()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        var id = await school.AnApplicationAsync(ApplicationStatus.Enrolled);
        await post.CarryAllAsync();

        var taken = mail.Taken();
        Assert.Equal(
            ["Asha is admitted", "Form received for Asha", "The fee for Asha is paid in full", "The form for Asha is accepted and waits for a seat", "The school is checking the form for Asha"],
            taken.Select(message => message.Subject).Where(subject => !subject!.Contains(" by ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(7, taken.Count);
        var offer = Assert.Single(taken, message => message.Subject!.StartsWith("A seat is offered to Asha: answer by ", StringComparison.Ordinal));
        Assert.Matches(@"by \d\d [A-Z][a-z]{2} 20\d\d$", offer.Subject);
        Assert.Contains($"https://vise.test/my/{id}", offer.TextBody, StringComparison.Ordinal);
        Assert.Contains(string.Join(' ', id.Value.Chunk(4).Select(four => new string(four))), offer.TextBody, StringComparison.Ordinal);
        Assert.All(taken, message => Assert.DoesNotMatch("Patil|Ramesh|2018|98230|9999|123456789012|Lakshmi", message.TextBody));
        Assert.Equal(string.Join(' ', Enumerable.Repeat("sent", 7)), await post.StatesAsync());
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from admissions.outbox where carried_time is null"));
    }

    [Theory]
    [InlineData("hi", @"^कृपया \d\d \p{IsDevanagari}+ 20\d\d तक Asha का फ़ॉर्म सुधारें")]
    [InlineData("mr", @"^कृपया \d\d \p{IsDevanagari}+ 20\d\d पर्यंत Asha")]
    [InlineData("ta", @"^[^A-Z]*\d\d \p{IsTamil}+ 20\d\d|^Asha\b.*\d\d \p{IsTamil}+ 20\d\d")]
    public async Task A_message_speaks_the_familys_language_and_names_the_day_to_mend_by(string language, string subject)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test", language);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 5, [new FieldRemark("child.name", "As on the certificate")], null, None));
        await post.CarryAllAsync();

        var returned = Assert.Single(mail.Taken(), message => Regex.IsMatch(message.Subject!, subject, RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(language, returned.Body!.Headers["Content-Language"]);
    }

    [Fact]
    public async Task Several_nodes_at_once_send_each_message_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        for (var child = 0; child < 24; child++)
        {
            await school.AnApplicationAsync(ApplicationStatus.Submitted);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => post.CarryAllAsync()));

        var ids = mail.Taken().Select(message => message.MessageId).ToList();
        Assert.Equal(24, ids.Count);
        Assert.Equal(24, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_server_that_is_away_or_busy_is_asked_again_later_and_then_nothing_is_lost()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var away = new TestPost(school, new SmtpChannel(new SmtpSettings("127.0.0.1", Web.Local.FreePort.Find(), MailKit.Security.SecureSocketOptions.None, null, null, MimeKit.MailboxAddress.Parse("a@b.test"))));
        await away.AddressAsync("later-meera@school.test");
        await away.CarryAllAsync();
        Assert.Equal("prepared", await away.StatesAsync());
        Assert.StartsWith("The mail server could not be worked with", await FailureAsync(school), StringComparison.Ordinal);

        var post = TestPost.To(school, mail);
        await post.LapseAsync();
        await post.CarryAllAsync();
        Assert.StartsWith("The mail server answered 451", await FailureAsync(school), StringComparison.Ordinal);
        Assert.True(await school.Database.ScalarAsync<bool>("select due_time > now() + interval '15 seconds' and attempts = 2 from admissions.outbox"));

        await post.AddressAsync("meera@school.test");
        await post.LapseAsync();
        await post.CarryAllAsync();
        Assert.Single(mail.Taken());
        Assert.Equal("sent", await post.StatesAsync());
    }

    [Fact]
    public async Task A_batch_goes_over_one_connection_and_a_cut_one_is_made_anew()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        for (var child = 0; child < 5; child++)
        {
            await school.AnApplicationAsync(ApplicationStatus.Submitted);
        }

        var before = mail.Sessions;
        await post.CarryAllAsync();
        Assert.Equal((5, 1), (mail.Taken().Count, mail.Sessions - before));

        await post.AddressAsync("cut-meera@school.test");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await post.CarryAllAsync();
        await post.AddressAsync("meera@school.test");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await post.CarryAllAsync();
        Assert.Equal((7, 7), (mail.Taken().Count, mail.Taken().Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal("sent sent sent sent sent unsure sent", await post.StatesAsync());
    }

    [Fact]
    public async Task An_address_that_is_refused_is_given_up_visibly_and_can_be_tried_again_by_operations_alone()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("refuse-meera@school.test");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await post.CarryAllAsync();

        Assert.Equal("refused", await post.StatesAsync());
        var watch = new OutboxWatch(school.Branches);
        var system = await SystemAdminAsync(school);
        Assert.Equal(1, (await watch.FiguresAsync(system, None)).Value!.Abandoned);
        var trouble = Assert.Single((await watch.TroubledAsync(system, 10, None)).Value!);
        Assert.Equal("The mail server answered 550 (RecipientNotAccepted)", trouble.Failure);
        Assert.IsType<Forbidden>((await watch.FiguresAsync(school.Admin, None)).Refusal);
        Assert.IsType<Forbidden>(await watch.TryAgainAsync(school.Admin, TestSchool.Pune, trouble.OutboxId, None));

        await post.AddressAsync("meera@school.test");
        Assert.Null(await watch.TryAgainAsync(system, TestSchool.Pune, trouble.OutboxId, None));
        await post.CarryAllAsync();
        Assert.Single(mail.Taken());
        Assert.Equal("sent", await post.StatesAsync());
        Assert.IsType<NotFound>(await watch.TryAgainAsync(system, TestSchool.Pune, trouble.OutboxId, None));
    }

    [Fact]
    public async Task A_message_whose_answer_got_lost_is_not_sent_again_by_itself()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("cut-meera@school.test");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await post.CarryAllAsync();
        await post.LapseAsync();
        await post.CarryAllAsync();

        Assert.Single(mail.Taken());
        Assert.Equal("unsure", await post.StatesAsync());
        Assert.StartsWith("May have gone out already", await FailureAsync(school), StringComparison.Ordinal);
    }

    // a crash leaves exactly what was committed before it: each such point, then another node comes
    [Theory]
    [InlineData("claimed", false, "sent", 1)]
    [InlineData("prepared", false, "sent", 1)]
    [InlineData("handing", false, "sent", 1)]
    [InlineData("handing", true, "sent", 1)]
    public async Task After_a_crash_at_any_point_the_mailbox_holds_the_message_once(string point, bool taken, string state, int messages)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var mailbox = new MailboxDesk(school.Branches);
        var post = new TestPost(school, new MailboxChannel(mailbox, new PostBox(school.Branches)));
        await post.AddressAsync("meera@school.test");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);

        var effect = Assert.Single(await post.Outbox.ClaimAsync(10, TimeSpan.FromSeconds(30), None));
        var written = point is "claimed" ? null : await post.Notifications.PrepareAsync(effect, school.Parent.Account, "mailbox", "vise.test", None);
        if (point is "handing")
        {
            Assert.True(await post.Notifications.HandOverAsync(effect, written!.NotificationId, None));
            Assert.False(await post.Notifications.HandOverAsync(effect, written.NotificationId, None));
        }

        if (taken)
        {
            await mailbox.PutAsync(TestSchool.Pune, written!.NotificationId, "meera@school.test", "s", "b", None);
        }

        await post.CarryAllAsync();
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from admissions.outbox where carried_time is not null"));
        for (var round = 0; round < 3; round++)
        {
            await post.LapseAsync();
            await post.CarryAllAsync();
        }

        Assert.Equal(state, await post.StatesAsync());
        Assert.Equal((long)messages, await school.Database.ScalarAsync<long>("select count(*) from admissions.mailbox_message"));
    }

    [Fact]
    public async Task A_node_whose_claim_has_lapsed_hands_nothing_over()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var post = new TestPost(school, new MailboxChannel(new MailboxDesk(school.Branches), new PostBox(school.Branches)));
        await post.AddressAsync("meera@school.test");
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var old = Assert.Single(await post.Outbox.ClaimAsync(10, TimeSpan.FromSeconds(30), None));
        var written = await post.Notifications.PrepareAsync(old, school.Parent.Account, "mailbox", "vise.test", None);
        await post.LapseAsync();
        await post.CarryAllAsync();

        Assert.False(await post.Notifications.HandOverAsync(old, written.NotificationId, None));
        await post.Outbox.TryAgainAsync(old, "late", None);
        Assert.True(await school.Database.ScalarAsync<bool>("select carried_time is not null and failure is null from admissions.outbox"));
    }

    [Fact]
    public void The_wait_doubles_up_to_an_hour() =>
        Assert.Equal([10, 20, 40, 3600, 3600], new[] { 1, 2, 3, 12, 30 }.Select(attempt => (int)OutboxDesk.Wait(attempt).TotalSeconds));

    private static Task<string?> FailureAsync(TestSchool school) => school.Database.ScalarAsync<string>("select failure from admissions.outbox");

    private static async Task<Actor> SystemAdminAsync(TestSchool school)
    {
        var account = await school.Database.ScalarAsync<Guid>("""
            with person as (insert into users.account (issuer, subject, name) values ('test', 'Kavita', 'Kavita') returning account_id),
            given as (insert into users.access_grant (account_id, role, scope) select account_id, 'SystemAdmin', '' from person)
            select account_id from person
            """);
        return new Actor(account, Role.SystemAdmin, Scope.Everything, "Kavita");
    }
}
