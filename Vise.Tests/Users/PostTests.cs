using Vise.Data.Admissions;
using Vise.Data.Operations;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Operations.Messages;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>Messages to addresses of no branch: at least once for those who wait, at most once for who gets them, through a real mail server.</summary>
public class PostTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Actor System = new(Guid.NewGuid(), Role.SystemAdmin, Scope.Everything, "Kavita");

    [Fact]
    public async Task A_message_goes_out_once_from_several_nodes_and_what_it_said_is_forgotten()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var letters = Letters(school, TestPost.SmtpTo(mail));
        for (var number = 0; number < 12; number++)
        {
            await WriteAsync(school, letters, $"meera{number}@school.test", PostKinds.CodeRegister, "hi", $"{100000 + number}");
        }

        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from users.post where encode(sealed, 'escape') like '%school.test%'"));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => letters.CarryAllAsync()));

        var taken = mail.Taken();
        Assert.Equal(12, taken.Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(12, taken.Count);
        Assert.All(taken, message => Assert.Matches("^VISE के लिए आपका कोड: 1000", message.Subject));
        Assert.Equal(12L, await school.Database.ScalarAsync<long>("select count(*) from users.post where state = 'sent' and sealed is null"));
    }

    [Fact]
    public async Task What_may_have_gone_out_is_not_sent_again_and_what_was_refused_is_told_to_operations()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var letters = Letters(school, TestPost.SmtpTo(mail));
        await WriteAsync(school, letters, "cut-meera@school.test", PostKinds.CodeKnown, "en", "/sign-in");
        await WriteAsync(school, letters, "refuse-meera@school.test", PostKinds.CodeKnown, "en", "/sign-in");
        await WriteAsync(school, letters, "later-meera@school.test", PostKinds.CodeKnown, "en", "/sign-in");
        await letters.CarryAllAsync();
        await school.Database.ExecuteAsync("update users.post set due_time = now() - interval '1 second'");
        await letters.CarryAllAsync();

        Assert.Single(mail.Taken());
        Assert.Equal("prepared refused unsure", await school.Database.ScalarAsync<string>("select string_agg(state, ' ' order by state) from users.post"));
        var admin = System with { Account = await school.Accounts.SignInAsync("test", "Kavita", "Kavita", null, None) ?? default };
        await school.Database.ExecuteAsync($"insert into users.access_grant (account_id, role, scope) values ('{admin.Account}', 'SystemAdmin', '')");
        var box = new PostBox(school.Branches);
        Assert.Equal(new OutboxFigures(1, 1, 0, 0, 2), (await box.FiguresAsync(admin, None)).Value! with { OldestSeconds = 0 });
        var troubled = (await box.TroubledAsync(admin, 10, None)).Value!;
        Assert.Equal(3, troubled.Count);
        Assert.DoesNotContain(troubled, effect => effect.Failure!.Contains("meera", StringComparison.Ordinal));

        // a person decides that it goes out once more
        var unsure = await school.Database.ScalarAsync<Guid>("select post_id from users.post where state = 'unsure'");
        Assert.Null(await box.TryAgainAsync(admin, unsure, None));
        Assert.IsType<Forbidden>(await box.TryAgainAsync(school.Clerk, unsure, None));
        await letters.CarryAllAsync();
        Assert.Equal(2, mail.Taken().Count);
    }

    [Fact]
    public async Task A_mobile_number_is_reached_by_its_own_channel_or_waits_and_a_late_code_is_not_sent()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var smtpOnly = new TestLetters(school.Branches, school.Seal, new MessageChannels(TestPost.SmtpTo(mail), null));
        await WriteAsync(school, smtpOnly, "+919822012345", PostKinds.CodeReset, "en", "123456");
        await smtpOnly.CarryAllAsync();
        Assert.Equal("No way to this kind of address is set", await school.Database.ScalarAsync<string>("select failure from users.post where sent_time is null"));

        await school.Database.ExecuteAsync("update users.post set due_time = now() - interval '1 second'");
        var withMailbox = Letters(school, TestPost.SmtpTo(mail));
        await WriteAsync(school, withMailbox, "late@school.test", PostKinds.CodeReset, "en", "654321");
        await school.Database.ExecuteAsync("update users.post set lapses_time = now() - interval '1 second' where channel is null and failure is null");
        await withMailbox.CarryAllAsync();

        Assert.Empty(mail.Taken());
        Assert.Equal("+919822012345 123456", await school.Database.ScalarAsync<string>("select recipient || ' ' || substring(body from '[0-9]{6}') from users.mailbox_message"));
        Assert.Equal("Too old to be told", await school.Database.ScalarAsync<string>("select failure from users.post where abandoned_time is not null"));
    }

    private static TestLetters Letters(TestSchool school, IMessageChannel email) =>
        new(school.Branches, school.Seal, new MessageChannels(email, new MailboxChannel(new MailboxDesk(school.Branches), new PostBox(school.Branches))));

    private static async Task WriteAsync(TestSchool school, TestLetters letters, string address, string kind, string language, string gap) =>
        Assert.Null((await school.Branches.WriteAsSystemAsync<object>("test", Scope.Everything, db =>
        {
            letters.Desk.Enqueue(db, address, language, kind, [gap]);
            return Task.FromResult<Outcome<object>>(new object());
        }, None)).Refusal);
}
