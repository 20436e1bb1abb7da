using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A branch's admin sets a cycle up by keyboard; a family answers what it asks; the desk reads it, and everyone may print the blank form.</summary>
public class CyclePagesTests(TestCluster cluster, TestBrowser browser)
{
    private static readonly string Cycle = Paths.Cycle(BranchId.Parse("272501"), "01", AcademicYear.Parse("2025-26"));

    [Fact]
    public async Task An_admin_sets_a_cycle_up_by_keyboard_and_a_family_answers_its_question()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var admin = await browser.SignInAsync(app, "admin@demo.vise", Paths.Cycles, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(admin);
        await Assertions.Expect(admin.Locator("[data-cycle]")).ToHaveCountAsync(4);
        await TestBrowser.AssertAccessibleAsync(admin);
        await PressAsync(admin, "[data-cycle='27250101.2025-26'] a");
        await admin.WaitForURLAsync($"**{Cycle}");
        await TestBrowser.CircuitAsync(admin);

        // dates: what can't be is said, and what was typed stays
        await PressAsync(admin, "[data-edit-dates]");
        await admin.Locator("#ends").FillAsync("2025-01-01");
        await admin.Locator("#ends").PressAsync("Enter");
        await Assertions.Expect(admin.Locator("[role=alert]")).ToContainTextAsync("before the cycle closes");
        await admin.Keyboard.PressAsync("Escape");
        await Assertions.Expect(admin.Locator("[data-panel=dates]")).ToHaveCountAsync(0);

        // a class: seats and a document
        await PressAsync(admin, "[data-class='SB.GEN.01'] [data-change]");
        await admin.Locator("#class-seats").FillAsync("44");
        await admin.Locator("#class-rte").FillAsync("11");
        await admin.Locator("[data-document=photo]").FocusAsync();
        await admin.Keyboard.PressAsync("Space");
        await TestBrowser.AssertAccessibleAsync(admin);
        await admin.Locator("#class-rte").PressAsync("Enter");
        await Assertions.Expect(admin.Locator("[data-class='SB.GEN.01']")).ToContainTextAsync("Photograph of the child");
        await Assertions.Expect(admin.Locator("[data-class='SB.GEN.01']")).ToContainTextAsync("33");

        // a question of the cycle's own
        await PressAsync(admin, "[data-add-question]");
        await admin.Locator("#q-label").FillAsync("How will your child come to school?");
        await admin.Locator("#q-label-hi").FillAsync("बच्चा स्कूल कैसे आएगा?");
        await admin.Locator("#q-kind").SelectOptionAsync(nameof(QuestionKind.Choices));
        await admin.Locator("#q-options").FillAsync("By bus | बस से\nOn foot | पैदल");
        await TestBrowser.AssertAccessibleAsync(admin);
        await admin.Locator("#q-label").PressAsync("Enter");
        await Assertions.Expect(admin.Locator("[data-question=q1]")).ToContainTextAsync("By bus, On foot");
        await TestBrowser.AssertAccessibleAsync(admin);
        await TestBrowser.AssertFitsAsync(admin);

        // the family's step, in Hindi on a phone
        var parent = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(parent, "02");
        await parent.Locator(".languages summary").ClickAsync();
        await parent.Locator(".languages button[lang=hi]").ClickAsync();
        await Assertions.Expect(parent.Locator("html[lang=hi]")).ToBeAttachedAsync();
        await parent.GotoAsync(Paths.ApplyStep(id, "questions"));
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("बच्चा स्कूल कैसे आएगा?");
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("9");
        await TestBrowser.AssertAccessibleAsync(parent);
        await TestBrowser.AssertFitsAsync(parent);
        await parent.Locator("[name='questions.q1'][value=o1]").CheckAsync();
        await parent.Locator("[name='questions.q1'][value=o2]").CheckAsync();
        // the script keeps both
        await Assertions.Expect(parent.Locator("#saved-sign[data-state=saved]")).ToBeAttachedAsync();
        await parent.Locator("button[value=next]").ClickAsync();
        await parent.WaitForURLAsync(new Regex("/documents$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal("o1,o2", await database.ScalarAsync<string>($"select value from admissions.draft_field where application_id = '{id}' and path = 'questions.q1'"));

        await admin.ReloadAsync();
        await TestBrowser.CircuitAsync(admin);
        await Assertions.Expect(admin.Locator("[data-question=q1] [data-change]")).ToHaveCountAsync(0);
        await Assertions.Expect(admin.Locator("[data-question=q1]")).ToContainTextAsync("Answered already");

        // the blank form, for everyone
        var anyone = await browser.OpenAsync(app, TestBrowser.OfficePc);
        await anyone.GotoAsync(Paths.BlankForm(BranchId.Parse("272501"), "01", AcademicYear.Parse("2025-26")));
        await Assertions.Expect(anyone.Locator("main")).ToContainTextAsync("How will your child come to school?");
        await TestBrowser.AssertAccessibleAsync(anyone);
        foreach (var page in (IPage[])[admin, parent, anyone])
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_system_admin_keeps_the_age_rules_and_the_form_goes_by_them()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var system = await browser.SignInAsync(app, "system@demo.vise", Paths.Ages, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(system);
        await system.Locator("#age-state").SelectOptionAsync("07");
        await Assertions.Expect(system.Locator("[data-rule]")).ToHaveCountAsync(12);
        await system.Locator("#age-state").SelectOptionAsync("27");
        await Assertions.Expect(system.Locator("[data-rule]")).ToHaveCountAsync(0);
        await PressAsync(system, "[data-add]");
        await Assertions.Expect(system.Locator("#age-class")).ToBeFocusedAsync();
        await system.Locator("#age-max").FillAsync("5");
        await system.Locator("#age-max").PressAsync("Enter");
        await Assertions.Expect(system.Locator("[role=alert]")).ToContainTextAsync("the greatest not below the least");
        await system.Locator("#age-max").FillAsync("8");
        await TestBrowser.AssertAccessibleAsync(system);
        await system.Locator("#age-max").PressAsync("Enter");
        await Assertions.Expect(system.Locator("[data-rule='01.all']")).ToContainTextAsync("8 years");

        var anyone = await browser.OpenAsync(app, TestBrowser.Phone);
        await anyone.GotoAsync($"{Paths.Apply}?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=01");
        await Assertions.Expect(anyone.Locator("main")).ToContainTextAsync("8");
        await PressAsync(system, "[data-rule='01.all'] [data-retire]");
        await Assertions.Expect(system.Locator("[data-rule='01.all'][data-retired]")).ToHaveCountAsync(1);
        await PressAsync(system, "[data-rule='01.all'] [data-change]");
        await Assertions.Expect(system.Locator("[data-history]")).ToHaveCountAsync(2);
        await Assertions.Expect(system.Locator("[data-history]").Last).ToContainTextAsync("At most, years: 8");

        // the state's income cap for RTE seats
        await system.Keyboard.PressAsync("Escape");
        var codes = app.Services.GetRequiredService<ReferenceCodes>();
        Assert.Null(await codes.IncomeCapAsync("27", CancellationToken.None));
        await system.Locator("#cap").FillAsync("100000000");
        await system.Locator("#cap").PressAsync("Enter");
        await Assertions.Expect(system.Locator("[role=alert]")).ToContainTextAsync("whole rupees, at most ₹\u00A01,00,00,000");
        await system.Locator("#cap").FillAsync("100000");
        await system.Locator("#cap").PressAsync("Enter");
        await Assertions.Expect(system.Locator("[aria-labelledby=history-income_cap]")).ToContainTextAsync("Income cap: ₹\u00A01,00,000");
        Assert.Equal(100_000_00, await codes.IncomeCapAsync("27", CancellationToken.None));
        await TestBrowser.AssertAccessibleAsync(system);
        await system.Locator("#cap").FillAsync("");
        await system.Locator("#cap").PressAsync("Enter");
        await Assertions.Expect(system.Locator("[aria-labelledby=history-income_cap] [data-history]")).ToHaveCountAsync(2);
        Assert.Null(await codes.IncomeCapAsync("27", CancellationToken.None));
        foreach (var page in (IPage[])[system, anyone])
        {
            await page.Context.CloseAsync();
        }
    }

    private static async Task PressAsync(IPage page, string selector)
    {
        await page.Locator(selector).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
