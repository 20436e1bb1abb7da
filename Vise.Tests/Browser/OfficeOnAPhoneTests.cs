using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The office's pages are made for a PC; on a phone nothing of them runs out of the window.</summary>
public class OfficeOnAPhoneTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task Each_page_of_the_office_fits_a_phone()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();

        var system = await browser.SignInAsync(app, "system@demo.vise", SetupPaths.Branches, TestBrowser.Phone);
        string[] network = [SetupPaths.Branches, SetupPaths.Geography, SetupPaths.Lists, SetupPaths.Years, SetupPaths.Import, Paths.People, Paths.Ages, Paths.OpsCache, Paths.OpsJobs, Paths.OpsMailbox];
        await AssertEachFitsAsync(system, network);
        await system.Context.CloseAsync();

        var admin = await browser.SignInAsync(app, "admin@demo.vise", Paths.Desk, TestBrowser.Phone);
        await TestBrowser.CircuitAsync(admin);
        var record = await admin.Locator("tr[data-row]").First.GetAttributeAsync("data-row");
        await AssertEachFitsAsync(admin, [Paths.Desk, $"{Paths.Desk}/{record}", Paths.Dashboard, Paths.Cycles, "/admin/cycles/272501/01/2026-27"]);
        await admin.Context.CloseAsync();
    }

    private static async Task AssertEachFitsAsync(IPage page, string[] paths)
    {
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await TestBrowser.CircuitAsync(page);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await TestBrowser.AssertFitsAsync(page);
        }
    }
}
