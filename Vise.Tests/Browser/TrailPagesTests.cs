using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Operations.Trails;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The trail as people meet it: refused addresses, the auditor's pages, the family's.</summary>
public class TrailPagesTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_refused_address_is_told_and_auditor_and_family_read_what_concerns_them()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();
        var id = ApplicationId.Parse((await database.ScalarAsync<string>(
            "select application_id from users.application where branch_id = '272501' and submitted_time is not null and account_id is not null limit 1"))!);
        var owner = await database.ScalarAsync<string>($"select a.email from users.account a join users.application f on f.account_id = a.account_id where f.application_id = '{id}'");

        // another branch's clerk asks, and the branch's own opens
        using var foreign = new PlainBrowser(app.Address);
        await foreign.SignInAsync("clerk2@demo.vise", DemoAccounts.Password, Paths.Desk);
        await foreign.GoAsync(Paths.DeskApplication(id));
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        var clerk = await browser.SignInAsync(app, "clerk@demo.vise", Paths.DeskApplication(id), TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(clerk);
        await clerk.Context.CloseAsync();
        await app.Services.GetRequiredService<TrailSealer>().SealAsync(CancellationToken.None);

        var auditor = await browser.SignInAsync(app, "auditor@demo.vise", Paths.OpsTrails, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(auditor);
        await auditor.ClickAsync("tr[data-branch='272501'] a");
        await auditor.FillAsync("input[name=application]", id.InFours);
        await auditor.SelectOptionAsync("select[name=action]", "Refusal");
        await auditor.ClickAsync("button[type=submit]");
        await Microsoft.Playwright.Assertions.Expect(auditor.Locator("tr[data-trail]")).ToHaveCountAsync(1);
        await Microsoft.Playwright.Assertions.Expect(auditor.Locator("tr[data-trail]")).ToContainTextAsync("Anil Jadhav");
        await auditor.SelectOptionAsync("select[name=action]", "Change");
        await auditor.ClickAsync("button[type=submit]");
        await Microsoft.Playwright.Assertions.Expect(auditor.Locator(".trail-change").First).ToBeVisibleAsync();
        await auditor.Locator("tr[data-trail] button").First.ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(auditor.Locator(".trail-values")).ToBeVisibleAsync();
        await auditor.Context.CloseAsync();

        using var family = new PlainBrowser(app.Address);
        await family.SignInAsync(owner!, DemoAccounts.Password, Paths.Looked(id));
        Assert.Contains("Sunita Pawar", family.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Joseph Fernandes", family.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Anil Jadhav", family.Page.Body!.TextContent, StringComparison.Ordinal);
    }
}
