using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

public class NothingLostTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task What_was_typed_is_there_on_another_phone_after_the_first_was_closed_in_the_middle()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "01");
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Ramesh Patil");
        await phone.Locator("[name='child.gender'][value=F]").CheckAsync();
        await phone.Locator("[name='child.aadhaar']").PressSequentiallyAsync("12");
        await Assertions.Expect(phone.Locator("#saved-sign")).ToContainTextAsync("Saved");
        await SavedAsync(database, "child.aadhaar");
        await phone.Context.CloseAsync();

        var other = await browser.SignInAsync(app, "parent@demo.vise", Paths.ApplyStep(id, "child"), TestBrowser.Phone);

        await Assertions.Expect(other.Locator("[name='child.name']")).ToHaveValueAsync("Asha Ramesh Patil");
        await Assertions.Expect(other.Locator("[name='child.gender'][value=F]")).ToBeCheckedAsync();
        await Assertions.Expect(other.Locator("[name='child.aadhaar']")).ToHaveValueAsync("12");
    }

    [Fact]
    public async Task What_is_typed_without_a_connection_is_kept_on_the_phone_and_sent_when_it_is_back()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        await FamilyForm.BeginAsync(phone, "01");

        await phone.Context.SetOfflineAsync(true);
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await Assertions.Expect(phone.Locator("#saved-sign")).ToContainTextAsync("Not sent yet");
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from admissions.draft_field where path = 'child.name'"));
        await phone.Context.SetOfflineAsync(false);

        await SavedAsync(database, "child.name");
        Assert.Equal("Asha Patil", await database.ScalarAsync<string>("select value from admissions.draft_field where path = 'child.name'"));
    }

    [Theory]
    [InlineData("child.name", "Ash", "a Patil", false)]
    [InlineData("child.name", "Ash", "a Patil", true)]
    [InlineData("child.aadhaar", "9999", " 9999 0019", true)]
    public async Task A_save_whose_answer_is_lost_is_no_other_device(string path, string first, string rest, bool closed)
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        await FamilyForm.BeginAsync(phone, "01");
        var field = phone.Locator($"[name='{path}']");
        await phone.RouteAsync("**/fields", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });

        await field.PressSequentiallyAsync(first);
        await SavedAsync(database, path);
        await Assertions.Expect(phone.Locator("#saved-sign")).ToContainTextAsync("Not sent yet");
        await phone.Context.SetOfflineAsync(true);
        await field.PressSequentiallyAsync(rest);
        await phone.UnrouteAllAsync();
        if (closed)
        {
            var address = phone.Url;
            // the phone has kept it before the tab goes
            await TestNode.UntilAsync(() => phone.EvaluateAsync<bool>(
                "async ([path, length]) => { const db = await new Promise((done) => { const asked = indexedDB.open('vise'); asked.onsuccess = () => done(asked.result); });"
                + " const rows = await new Promise((done) => { const asked = db.transaction('unsent').objectStore('unsent').getAll(); asked.onsuccess = () => done(asked.result); }); db.close();"
                + " return rows.some((row) => row.path === path && (row.value?.length === length || row.sealed?.data.byteLength === length + 16)); }",
                new object[] { path, first.Length + rest.Length }));
            var context = phone.Context;
            await phone.CloseAsync();
            await context.SetOfflineAsync(false);
            phone = await context.NewPageAsync();
            await phone.GotoAsync(address);
        }
        else
        {
            await phone.Context.SetOfflineAsync(false);
        }

        await Assertions.Expect(phone.Locator("#saved-sign")).ToContainTextAsync("Saved");
        await Assertions.Expect(phone.Locator("fieldset[data-conflict]")).ToHaveCountAsync(0);
        await Assertions.Expect(phone.Locator($"[name='{path}']")).ToHaveValueAsync(first + rest);
        Assert.Equal(2, await database.ScalarAsync<int>($"select revision from admissions.draft_field where path = '{path}'"));
    }

    [Fact]
    public async Task The_form_works_with_script_switched_off()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var address = $"{Paths.Apply}?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=02";
        var phone = await browser.SignInAsync(app, "parent@demo.vise", address, TestBrowser.Phone, script: false);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Start the form" }).ClickAsync();

        await FamilyForm.FillAllAsync(phone, look: false);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Submit the form" }).ClickAsync();

        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("is handed in");
        Assert.Equal("submitted", await database.ScalarAsync<string>("select application_status from users.application"));
    }

    [Fact]
    public async Task The_page_of_the_API_is_accessible()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        foreach (var size in new[] { TestBrowser.Phone, TestBrowser.OfficePc })
        {
            var page = await browser.OpenAsync(app, size);
            await page.GotoAsync(Paths.ApiReference);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(ApiPaths.Transitions);
            await TestBrowser.AssertAccessibleAsync(page);
            await TestBrowser.AssertFitsAsync(page);
        }
    }

    [Fact]
    public async Task No_page_asks_another_host_for_anything()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();
        var asked = new List<string>();
        foreach (var (email, paths) in new[]
        {
            ("parent@demo.vise", (string[])[Paths.Home, Paths.Apply, Paths.My, Paths.Account]),
            ("admin@demo.vise", [Paths.Desk, Paths.Dashboard, Paths.ApiReference]),
        })
        {
            var page = await browser.SignInAsync(app, email, paths[^2], TestBrowser.OfficePc);
            page.Request += (_, request) => asked.Add(request.Url);
            page.WebSocket += (_, socket) => asked.Add(socket.Url);
            foreach (var path in paths)
            {
                await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            }
        }

        Assert.NotEmpty(asked);
        Assert.All(asked, url => Assert.Contains(app.Address.Authority, url, StringComparison.Ordinal));
    }

    // the save goes out within two seconds of the last key; the expectation is polled, not timed
    private static async Task SavedAsync(TestDatabase database, string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var turns = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await database.ScalarAsync<long>($"select count(*) from admissions.draft_field where path = '{path}'") == 0)
        {
            await turns.WaitForNextTickAsync(patience.Token);
        }
    }
}
