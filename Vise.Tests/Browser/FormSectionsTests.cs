using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The steps whose answers open further questions, by keyboard alone.</summary>
public class FormSectionsTests(TestCluster cluster, TestBrowser browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers_open_and_close_questions_by_keyboard(bool script)
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var address = $"{Paths.Apply}?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=02";
        var phone = await browser.SignInAsync(app, "parent@demo.vise", address, TestBrowser.Phone, script: script);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Start the form" }).ClickAsync();
        await phone.WaitForURLAsync(url => url.EndsWith("/child", StringComparison.Ordinal));
        var step = phone.Url[..(phone.Url.LastIndexOf('/') + 1)];

        await phone.GotoAsync(step + "background");
        await Shown(phone, "child.aay", false);
        await ChooseAsync(phone, "child.bpl", "yes");
        await Shown(phone, "child.aay", true);
        await phone.Keyboard.PressAsync("Tab");
        await Assertions.Expect(phone.Locator("[name='child.aay']").First).ToBeFocusedAsync();
        await phone.Keyboard.PressAsync("Space");
        await phone.Keyboard.PressAsync("Shift+Tab");
        await phone.Keyboard.PressAsync("ArrowDown");
        await Shown(phone, "child.aay", false);
        await ChooseAsync(phone, "child.socialCategory", "general");
        await Shown(phone, "child.ews", true);
        await ChooseAsync(phone, "child.socialCategory", "sc");
        await Shown(phone, "child.ews", false);
        await ChooseAsync(phone, "child.disability", "yes");
        await LookAsync(phone, script);
        await phone.Locator("[name='child.disabilityCertificate']").PressAsync("Enter");
        await Assertions.Expect(phone.Locator("#error-summary")).ToContainTextAsync("Choose the kind of disability.");
        await phone.Locator("[name='child.impairment']").FocusAsync();
        await phone.Keyboard.TypeAsync("Hear");
        if (script)
        {
            // a long list is searched by typing; its first find is taken
            await phone.Keyboard.PressAsync("Enter");
        }

        await phone.Locator("[name='child.disabilityCertificate']").PressAsync("Enter");
        await phone.WaitForURLAsync(url => url.EndsWith("/sought", StringComparison.Ordinal));

        await ChooseAsync(phone, "sought.quota", "rte");
        await ChooseAsync(phone, "sought.rteGround", "disadvantaged");
        await Shown(phone, "sought.rteGroup", true);
        await LookAsync(phone, script);
        // what is closed higher up closes what hangs on it, though its own answer stands
        await ChooseAsync(phone, "sought.quota", "open");
        await Shown(phone, "sought.rteGround", false);
        await Shown(phone, "sought.rteGroup", false);

        await phone.GotoAsync(step + "schooling");
        await Shown(phone, "schooling.school", false);
        await ChooseAsync(phone, "schooling.attended", "yes");
        await Shown(phone, "schooling.school", true);
        await Shown(phone, "schooling.marksPercent", false);
        await LookAsync(phone, script);

        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from admissions.draft_field where path = 'child.impairment' and sealed is not null and value is null"));
    }

    private static async Task ChooseAsync(IPage page, string name, string value)
    {
        await page.Locator($"[name='{name}'][value='{value}']").FocusAsync();
        await page.Keyboard.PressAsync("Space");
    }

    private static Task Shown(IPage page, string name, bool shown) => Assertions.Expect(page.Locator($"[name='{name}']").First).ToBeVisibleAsync(new() { Visible = shown });

    // axe and measuring are scripts themselves
    private static async Task LookAsync(IPage page, bool script)
    {
        if (script)
        {
            await TestBrowser.AssertFitsAsync(page);
            await TestBrowser.AssertAccessibleAsync(page);
        }
    }
}
