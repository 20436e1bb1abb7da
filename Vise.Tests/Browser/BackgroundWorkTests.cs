using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>What the SystemAdmin sees of the work that nobody clicks for, with jobs and outbox running in the app.</summary>
public class BackgroundWorkTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task The_system_admin_sees_jobs_outbox_and_the_demos_messages_and_has_a_failure_tried_again()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), ("Role", "all"));
        using var started = app.Browser();
        var parent = await browser.SignInAsync(app, "parent@demo.vise", Paths.Apply, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(parent, classCode: "01");
        await parent.GotoAsync(Paths.Withdraw(id));
        Assert.Equal(403, (await parent.GotoAsync(Paths.OpsJobs))!.Status);
        Assert.Equal(403, (await parent.GotoAsync(Paths.OpsMailbox))!.Status);

        // the draft lapses by the job, and its family is told
        await database.ExecuteAsync("alter table users.application disable trigger user; update users.application set draft_expires_time = now() - interval '1 minute'; alter table users.application enable trigger user");
        app.Services.GetRequiredService<IRecurringJobManager>().Trigger("expire-drafts");
        var system = await browser.SignInAsync(app, "system@demo.vise", Paths.OpsMailbox, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(system);
        await RefreshUntilAsync(system, "[data-message]", 1);
        await Assertions.Expect(system.Locator("[data-message]")).ToContainTextAsync("has lapsed");
        await Assertions.Expect(system.Locator("[data-message]")).ToContainTextAsync(Paths.MyApplication(id));
        await TestBrowser.AssertAccessibleAsync(system);

        await database.ExecuteAsync("update admissions.outbox set carried_time = null, abandoned_time = now(), failure = 'The mail server answered 550'");
        await system.GotoAsync(Paths.OpsJobs);
        await TestBrowser.CircuitAsync(system);
        await Assertions.Expect(system.Locator("[data-figure=abandoned]")).ToHaveTextAsync("1");
        await Assertions.Expect(system.Locator("[data-job]")).ToHaveCountAsync(9);
        await Assertions.Expect(system.Locator("[data-job=expire-drafts]")).ToContainTextAsync("Done");
        await TestBrowser.AssertAccessibleAsync(system);
        await TestBrowser.AssertFitsAsync(system);
        await system.Locator("[data-effect] button").ClickAsync();
        // it was sent before, so it is only noted
        await RefreshUntilAsync(system, "[data-effect]", 0);
        await Assertions.Expect(system.Locator("[data-figure=abandoned]")).ToHaveTextAsync("0");
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from admissions.mailbox_message"));
    }

    [Fact]
    public async Task Two_workers_beside_a_web_node_share_the_jobs_and_do_each_thing_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        // all nodes share the key file
        (string, string) keys = ("Secrets:KeyFile", Path.Combine(folder.Path, "fields.json"));
        await using var web = new TestApp(school.Database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), keys);
        using var started = web.Browser();
        for (var child = 0; child < 110; child++)
        {
            await school.ADraftAsync(by: school.Clerk);
        }

        await school.Database.ExecuteAsync("alter table users.application disable trigger user; update users.application set draft_expires_time = now() - interval '1 minute'; alter table users.application enable trigger user");
        var system = await browser.SignInAsync(web, "system@demo.vise", Paths.OpsJobs, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(system);
        await Assertions.Expect(system.Locator("[data-no-worker]")).ToContainTextAsync("No worker runs");

        using var first = TestNode.Worker(school.Database, ("Demo:Enabled", "true"), keys);
        using var second = TestNode.Worker(school.Database, ("Demo:Enabled", "true"), keys);
        await TestNode.UntilAsync(() => school.Database.ScalarAsync<bool>("select count(*) = 2 from jobs.server"));
        using var http = new HttpClient { BaseAddress = first.Management };
        Assert.Contains("\"healthy\"", await http.GetStringAsync("/health/live"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync("/")).StatusCode);
        var jobs = web.Services.GetRequiredService<IRecurringJobManager>();
        for (var times = 0; times < 4; times++)
        {
            jobs.Trigger("expire-drafts");
        }

        await TestNode.UntilAsync(() => school.Database.ScalarAsync<bool>("select bool_and(application_status = 'expired') from users.application"));
        await TestNode.UntilAsync(() => school.Database.ScalarAsync<bool>("select bool_and(carried_time is not null) from admissions.outbox"));
        Assert.Equal(110L, await school.Database.ScalarAsync<long>("select count(*) from admissions.application_event where to_status = 'expired'"));
        await RefreshUntilAsync(system, "[data-no-worker]", 0);
        await Assertions.Expect(system.GetByText("Nodes at work: 2")).ToHaveCountAsync(1);
        await Assertions.Expect(system.Locator("[data-job=expire-drafts]")).ToContainTextAsync("Done");
    }

    private static async Task RefreshUntilAsync(IPage page, string what, int count)
    {
        for (var looks = 0; looks < 100 && await page.Locator(what).CountAsync() != count; looks++)
        {
            await page.Locator("button[data-key=r]").ClickAsync();
            await Task.Delay(200);
        }

        await Assertions.Expect(page.Locator(what)).ToHaveCountAsync(count);
    }
}
