using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The network is set up in a real browser, by keyboard alone and by file.</summary>
public class SetUpStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_branch_is_made_by_keyboard_changed_retired_and_told_of_and_a_file_is_read_in()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var page = await browser.SignInAsync(app, "system@demo.vise", SetupPaths.Branches, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(page);

        // the way back from a branch leads to the same rows
        await page.Locator("#branches-title-q").FillAsync("haveli");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("tr[data-code]")).ToHaveCountAsync(1);
        await page.Locator("tr[data-code='272502'] a").ClickAsync();
        await Assertions.Expect(page.Locator("[data-back]")).ToBeVisibleAsync();
        await TestBrowser.CircuitAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#branches-title-q")).ToHaveValueAsync("haveli");
        await Assertions.Expect(page.Locator("tr[data-code]")).ToHaveCountAsync(1);
        await TestBrowser.CircuitAsync(page);

        // n opens, Esc closes, Enter goes on
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("#branch-state")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("[data-panel=add]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("#branch-state")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Maharashtra");
        await Assertions.Expect(page.Locator("#branch-district")).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Pune");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("3");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#code-error")).ToContainTextAsync("two characters");
        await Assertions.Expect(page.Locator("#code-name-error")).ToContainTextAsync("Fill this in");
        await TestBrowser.AssertAccessibleAsync(page);
        await page.Locator("#code").FillAsync("03");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Baramati");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{SetupPaths.Branches}/272503");
        await TestBrowser.CircuitAsync(page);

        await page.Locator("[data-change]").ClickAsync();
        await Assertions.Expect(page.Locator("#code-name")).ToBeFocusedAsync();
        // somebody else is quicker
        await database.ExecuteAsync("update codes.branch set name = 'Baramati Town' where branch_id = '272503'");
        await page.Locator("#code-name-hi").FillAsync("बारामती");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("Baramati Town");
        await page.Locator("#code-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-notice]")).ToHaveTextAsync("Saved.");
        await page.Locator("[data-do=retire]").ClickAsync();
        await page.Locator("[data-do=retire-sure]").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".chip-retired")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-history]")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("[data-history]").Nth(1)).ToContainTextAsync("बारामती");
        await TestBrowser.AssertAccessibleAsync(page);

        await page.GotoAsync(SetupPaths.Import);
        await TestBrowser.CircuitAsync(page);
        await page.Locator("#import-file").SetInputFilesAsync(AFile("kind,branch_id,institution,name\nbranch,272504,,Indapur\ninstitution,272509,01,Nowhere\n"));
        await Assertions.Expect(page.Locator("[data-line='3']")).ToContainTextAsync("no branch 272509");
        await Assertions.Expect(page.Locator("[data-do=apply]")).ToBeDisabledAsync();
        await TestBrowser.AssertAccessibleAsync(page);
        await page.Locator("#import-file").SetInputFilesAsync(AFile("kind,branch_id,institution,name\nbranch,272504,,Indapur\ninstitution,272504,01,Indapur School\n"));
        await page.Locator("[data-do=apply]:enabled").ClickAsync();
        await Assertions.Expect(page.Locator("[data-notice]")).ToContainTextAsync("2 new");
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(*) from codes.history where actor_role = 'SystemAdmin' and scope = '272504'"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_branch_admin_keeps_the_own_school_its_classes_and_announcements_in_hindi()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var page = await browser.SignInAsync(app, "admin@demo.vise", SetupPaths.Branches, new ViewportSize { Width = 1024, Height = 768 }, locale: "hi-IN");
        await TestBrowser.CircuitAsync(page);
        await Assertions.Expect(page.Locator("tr[data-code]")).ToHaveCountAsync(1);
        Assert.Equal(0, await page.Locator("[data-add]").CountAsync());
        await page.Locator("tr[data-code='272501'] a").ClickAsync();
        await TestBrowser.CircuitAsync(page);
        Assert.Equal(0, await page.Locator("[data-change]").CountAsync());
        await page.Locator("tr[data-code='01'] a").ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-taught]")).ToHaveCountAsync(26);
        // as the list of classes has them, not by code
        await Assertions.Expect(page.Locator("tr[data-taught]").First).ToHaveAttributeAsync("data-taught", "SB/GEN/NU");
        await TestBrowser.AssertFitsAsync(page);
        await page.Locator("[data-teach]").ClickAsync();
        await Assertions.Expect(page.Locator("#taught-programme")).ToBeFocusedAsync();
        await page.Locator("#taught-programme").SelectOptionAsync("SB");
        await page.Locator("#taught-department").SelectOptionAsync("SCI");
        await page.Locator("#taught-class").SelectOptionAsync("11");
        await page.Locator("[data-panel=teach] [data-do=save]").ClickAsync();
        await Assertions.Expect(page.Locator("#media-error")).ToBeVisibleAsync();
        await TestBrowser.AssertAccessibleAsync(page);
        await page.Locator("[name=media][value=mr]").CheckAsync();
        await page.Locator("[data-panel=teach] [data-do=save]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-panel=teach]")).ToHaveCountAsync(0);
        Assert.Equal("{mr}", await database.ScalarAsync<string>("select media::text from codes.curriculum where branch_id = '272501' and class_code = '11'"));

        await page.GotoAsync(SetupPaths.Announcements(TestSchool.Pune));
        await TestBrowser.CircuitAsync(page);
        await page.Locator("[data-add]").ClickAsync();
        await Assertions.Expect(page.Locator("#say-en")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("[data-add]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator("#say-en").FillAsync("The office is closed on Friday.");
        await page.Locator("#say-hi").FillAsync("शुक्रवार को कार्यालय बंद है।");
        await page.Locator("[data-panel=say] [data-do=save]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-announcement]")).ToContainTextAsync("शुक्रवार को कार्यालय बंद है।");
        await TestBrowser.AssertAccessibleAsync(page);
        await TestBrowser.AssertFitsAsync(page);
        await page.Context.CloseAsync();
    }

    private static FilePayload AFile(string text) => new() { Name = "codes.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(text) };
}
