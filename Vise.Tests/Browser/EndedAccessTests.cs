using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A clerk's page stands open while the grant or the account ends.</summary>
public class EndedAccessTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task After_a_removed_grant_the_very_next_click_writes_nothing_and_says_so()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();
        var id = await SubmittedAsync(database, "272501");
        var clerk = await OpenAsync(app, "clerk@demo.vise", id);
        var views = await ViewsAsync(database, id);
        await EndGrantAsync(database, "clerk@demo.vise");

        await clerk.Locator("[data-step=StartReview]").ClickAsync();

        await Assertions.Expect(clerk.Locator(".decision .refused")).ToContainTextAsync("Your access has ended");
        Assert.Equal("submitted", await database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from admissions.application_event where application_id = '{id}' and to_status = 'review'"));
        Assert.Equal(views, await ViewsAsync(database, id));
        await TestNode.UntilAsync(() => database.ScalarAsync<bool>($"select exists (select from admissions.trail where action = 'refusal' and application_id = '{id}')"));
    }

    [Fact]
    public async Task An_open_record_goes_from_the_screen_when_the_grant_or_the_account_ends()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), (AccessSettings.RecheckSetting, "1"));
        using var started = app.Browser();
        var id = await SubmittedAsync(database, "272502");
        // a second grant over another branch carries the same duties: the record of this one goes all the same
        await database.ExecuteAsync("insert into users.access_grant (account_id, role, scope) select account_id, 'Clerk', '292001' from users.account where email = 'clerk2@demo.vise'");
        var clerk = await OpenAsync(app, "clerk2@demo.vise", id);
        var admin = await OpenAsync(app, "admin2@demo.vise", id);
        var other = await OpenAsync(app, "admin@demo.vise", await SubmittedAsync(database, "272501"));
        await EndGrantAsync(database, "clerk2@demo.vise", "272502");
        await database.ExecuteAsync("update users.account set disabled_time = now() where email = 'admin2@demo.vise'");

        await Assertions.Expect(clerk.Locator("main")).ToContainTextAsync("There is nothing here for you");
        await admin.WaitForURLAsync($"**{AccessPaths.SignInFailed}");

        foreach (var page in (IPage[])[clerk, admin])
        {
            Assert.Equal(0, await page.GetByText(id).CountAsync());
            Assert.Equal(0, await page.Locator(".decision").CountAsync());
        }

        await clerk.GotoAsync(Paths.Desk);
        await TestBrowser.CircuitAsync(clerk);
        await Assertions.Expect(other.Locator("[data-step=StartReview]")).ToBeVisibleAsync();
        foreach (var page in (IPage[])[clerk, admin, other])
        {
            await page.Context.CloseAsync();
        }
    }

    private async Task<IPage> OpenAsync(TestApp app, string email, string id)
    {
        var page = await browser.SignInAsync(app, email, $"{Paths.Desk}/{id}", TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(page);
        return page;
    }

    private static async Task<string> SubmittedAsync(TestDatabase database, string branch) =>
        (await database.ScalarAsync<string>($"select application_id from users.application where branch_id = '{branch}' and application_status = 'submitted' limit 1"))!;

    private static Task<long> ViewsAsync(TestDatabase database, string id) => database.ScalarAsync<long>($"select count(*) from admissions.trail where action = 'open' and application_id = '{id}'");

    private static Task EndGrantAsync(TestDatabase database, string email, string scope = "272501") =>
        database.ExecuteAsync($"delete from users.access_grant where scope = '{scope}' and account_id = (select account_id from users.account where email = '{email}')");
}
