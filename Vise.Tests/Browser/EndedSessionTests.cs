using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A clerk's page stands open on a forgotten computer while the clerk ends that session from elsewhere.</summary>
public class EndedSessionTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task After_a_session_ended_elsewhere_the_very_next_click_writes_nothing()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();
        var id = await SubmittedAsync(database);
        var forgotten = await OpenAsync(app, id);
        await EndOthersAsync(app);

        await forgotten.Locator("[data-step=StartReview]").ClickAsync();

        await Assertions.Expect(forgotten.Locator(".decision .refused")).ToContainTextAsync("Your access has ended");
        Assert.Equal("submitted", await database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'"));
        await forgotten.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_of_a_session_ended_elsewhere_goes_from_the_screen()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), (AccessSettings.RecheckSetting, "1"));
        using var started = app.Browser();
        var id = await SubmittedAsync(database);
        var forgotten = await OpenAsync(app, id);
        await EndOthersAsync(app);

        await forgotten.WaitForURLAsync(url => new Uri(url).AbsolutePath == AccessPaths.Password);
        Assert.Equal(0, await forgotten.GetByText(id).CountAsync());
        await forgotten.Context.CloseAsync();
    }

    private async Task EndOthersAsync(TestApp app)
    {
        var phone = await browser.SignInAsync(app, "clerk@demo.vise", Paths.AccountSecurity, TestBrowser.Phone);
        await Assertions.Expect(phone.Locator(".security-list li")).ToHaveCountAsync(2);
        await TestBrowser.AssertAccessibleAsync(phone);
        await TestBrowser.AssertFitsAsync(phone);
        await phone.Locator("[name='Ending.Others']").ClickAsync();
        await Assertions.Expect(phone.Locator(".security-list li")).ToHaveCountAsync(1);
        await phone.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(TestApp app, string id)
    {
        var page = await browser.SignInAsync(app, "clerk@demo.vise", $"{Paths.Desk}/{id}", TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(page);
        return page;
    }

    private static async Task<string> SubmittedAsync(TestDatabase database) =>
        (await database.ScalarAsync<string>("select application_id from users.application where branch_id = '272501' and application_status = 'submitted' limit 1"))!;
}
