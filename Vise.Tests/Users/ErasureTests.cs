using System.Net;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Users.Data;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>A family has itself erased: it says so on a page, may think better of it for a week, and then nothing of it is left but what the law keeps.</summary>
public class ErasureTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task After_a_week_to_think_nothing_of_the_family_is_left_but_what_the_law_keeps()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, OwnDataPaths.Page);
        var (browser, database) = (world.Browser, world.Database);
        var handedIn = await world.ADraftAsync(null, ("parents.0.email", "ramesh@school.test"));
        await world.AddDocumentAsync(handedIn, "of Asha");
        await world.JoinAsync(handedIn);
        await world.SubmitAsync(handedIn);
        Assert.NotNull((await world.Of<RecordQueries>().OpenAsync(world.Clerk, handedIn, None)).Value);
        var certificate = await database.ScalarAsync<Guid>($"select document_id from admissions.document where application_id = '{handedIn}'");
        Assert.Null(await world.Of<DocumentCheckDesk>().RefuseAsync(world.Clerk, handedIn, certificate, "wrong", "Asha Patil of Lakshmi Road, not Ramesh", 7, None));
        var draft = await world.ADraftAsync();
        var enrolled = await world.ADraftAsync(null, ("child.name", "Kavya Joshi"), ("parents.0.name", "Sunil Joshi"), ("parents.0.mobile", "098240 54321"), ("address.permanent.line", "3 Hill Road"));
        await EnrolAsync(world, enrolled);
        var others = await world.ADraftAsync(world.OtherParent, ("child.name", "Zoya Shaikh"), ("parents.0.name", "Imran Shaikh"), ("parents.0.mobile", "098250 67890"), ("address.permanent.line", "7 Camp"));
        await MessageAsync(world, handedIn);
        await world.Of<TrailSealer>().SealAsync(None);
        Assert.NotEmpty(await database.PlacesOfAsync("Asha"));
        var before = await database.ScalarAsync<long>("select count(*) from admissions.trail");

        // what is open is said first, and withdrawn in the same step where ticked
        await browser.GoAsync(OwnDataPaths.Erase);
        Assert.Contains("Kavya Joshi", browser.Page.QuerySelector("[data-stays]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("8 years", browser.Page.QuerySelector("[data-stays]")!.TextContent, StringComparison.Ordinal);
        await browser.SendAsync(("Form.What", "everything"), ("Form.Password", DemoAccounts.Password));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        await browser.SendAsync(("Form.What", "everything"), ("Form.Withdraw", "yes"), ("Form.Password", "not the password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await AskAsync(world);
        Assert.NotNull(browser.Page.QuerySelector("[data-erasure]"));

        // thought better of, and asked for again
        await browser.SendAsync(("Cancelled.Request", browser.Page.QuerySelector("[data-erasure]")!.GetAttribute("data-erasure")!));
        Assert.Null(browser.Page.QuerySelector("[data-erasure]"));
        await AskAsync(world);
        await world.Of<ErasureJobs>().CarryAsync(None);
        Assert.NotEmpty(await database.PlacesOfAsync("Asha"));
        await world.ShiftClockAsync("7 days 1 minute");
        await Task.WhenAll(world.Of<ErasureJobs>().CarryAsync(None), world.Of<ErasureJobs>().CarryAsync(None));

        string[] words = ["Asha", "Ramesh", "Lakshmi Road", "23012345", "ramesh@school.test", "imran@school.test", OwnDataApp.ParentEmail, "9811122233", "123456789012"];
        foreach (var word in words)
        {
            Assert.Empty(await database.PlacesOfAsync(word));
        }

        Assert.Equal(["erased:withdrawn", "erased:withdrawn", "here:draft", "here:enrolled"], (await database.ScalarAsync<string[]>(
            "select array_agg(case when erased_time is null then 'here:' else 'erased:' end || application_status order by 1) from users.application"))!.Order(StringComparer.Ordinal));
        Assert.Equal("Kavya Joshi", await database.ScalarAsync<string>($"select s.name from users.student s join finance.payment p using (branch_id, application_id) where s.account_id is null"));
        Assert.NotEmpty(await database.PlacesOfAsync("Sunil"));
        Assert.Equal("Zoya Shaikh", await database.ScalarAsync<string>($"select child_name from users.application where application_id = '{others}'"));
        Assert.True(await database.ScalarAsync<long>("select count(*) from admissions.trail") > before);
        Assert.Equal("draft submitted withdrawn", await database.ScalarAsync<string>($"select string_agg(to_status, ' ' order by event_id) from admissions.application_event where application_id = '{handedIn}'"));
        Assert.Equal("erasure-asked erasure-asked erasure-cancelled erasure-cancelled erasure-asked erasure-asked erasure-done erasure-done",
            await database.ScalarAsync<string>("select string_agg(kind, ' ' order by created_time, kind) from users.post where kind like 'erasure-%'"));

        // the files are gone, the door is shut, the desk says why, and the chain holds
        Assert.Empty(Directory.EnumerateFiles(world.Documents, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        using var again = new Access.PlainBrowser(world.App.Address);
        await again.SignInAsync(OwnDataApp.ParentEmail, DemoAccounts.Password, Paths.My);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        var record = (await world.Of<RecordQueries>().OpenAsync(world.Clerk, handedIn, None)).Value!;
        Assert.NotNull(record.ErasedTime);
        Assert.Empty(record.Fields);
        Assert.IsType<NotFound>((await world.Of<RecordQueries>().OpenAsync(world.Clerk, draft, None)).Refusal);
        await world.Of<TrailSealer>().SealAsync(None);
        Assert.Empty((await world.Of<TrailVerifier>().VerifyAsync(TestSchool.Pune, null, null, None)).Findings);
        Assert.True(await database.ScalarAsync<bool>($"select bool_and(old_values is null and new_values is null) from admissions.trail where application_id = '{handedIn}' and target <> 'admissions.erasure'"));
    }

    private static async Task AskAsync(OwnDataApp world)
    {
        await world.Browser.GoAsync(OwnDataPaths.Erase);
        await world.Browser.SendAsync(("Form.What", "everything"), ("Form.Withdraw", "yes"), ("Form.Password", DemoAccounts.Password));
        Assert.Equal(OwnDataPaths.Page, world.Browser.At.AbsolutePath);
    }

    private static async Task EnrolAsync(OwnDataApp world, ApplicationId id)
    {
        await world.SubmitAsync(id);
        Assert.Null(await world.Of<ReviewDesk>().StartReviewAsync(world.Clerk, id, null, None));
        Assert.Null(await world.Of<ReviewDesk>().AcceptAsync(world.Admin, id, null, None));
        Assert.Null(await world.Of<OfferDesk>().IssueOfferAsync(world.Admin, id, null, null, None));
        Assert.Null(await world.Of<OfferDesk>().TakeOfferAsync(world.Parent, id, null, None));
        Assert.Null((await world.Of<PaymentDesk>().RecordAsync(world.Clerk, id, null, new CounterPayment(125000, "cash", null), None)).Refusal);
        Assert.Null(await world.Of<EnrolmentDesk>().EnrolAsync(world.Admin, id, null, None));
    }

    // a message as the demo's mailbox keeps it
    private static Task MessageAsync(OwnDataApp world, ApplicationId id) => world.Database.ExecuteAsync($"""
        with told as (
          insert into admissions.notification (branch_id, notification_id, outbox_id, application_id, account_id, channel, message_id, state, claim_id)
          select branch_id, gen_random_uuid(), outbox_id, application_id, '{world.Parent.Account}', 'mailbox', 'x', 'sent', gen_random_uuid() from admissions.outbox where application_id = '{id}' limit 1
          returning branch_id, notification_id)
        insert into admissions.mailbox_message (branch_id, notification_id, recipient, subject, body) select branch_id, notification_id, '{OwnDataApp.ParentEmail}', 'Asha', 'Asha was' from told
        """);
}
