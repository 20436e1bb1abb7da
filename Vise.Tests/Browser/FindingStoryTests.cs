using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Finding;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The public pages on a phone, nobody signed in.</summary>
public class FindingStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Theory]
    [InlineData("en-IN", false, true)]
    [InlineData("hi-IN", true, true)]
    [InlineData("en-IN", true, false)]
    public async Task A_parent_finds_a_school_and_its_class_and_tracks_a_form_with_script_and_without_and_every_page_is_accessible(string locale, bool dark, bool script)
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        await database.ExecuteAsync("insert into codes.announcement values ('272501', gen_random_uuid(), '{\"en\": \"Visit us on Saturday\", \"hi\": \"शनिवार को आइए\"}', current_date - 1, current_date + 1)");
        var phone = await browser.OpenAsync(app, TestBrowser.Phone, script, locale: locale);
        await phone.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });

        await phone.GotoAsync(Paths.Home);
        await LookAsync(phone, script);
        await phone.Locator("[name=q]").FillAsync("nowhere at all");
        await phone.Locator("[name=q]").PressAsync("Enter");
        await Assertions.Expect(phone.Locator(".found-nothing")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        await phone.Locator("[name=q]").FillAsync("411005");
        await phone.Locator("[name=open]").CheckAsync();
        await phone.Locator(".search-line button").ClickAsync();
        await Assertions.Expect(phone.Locator(".found-near")).ToBeVisibleAsync();
        Assert.Equal((await phone.Locator("[name=q]").BoundingBoxAsync())!.X, (await phone.Locator("[name=open]").BoundingBoxAsync())!.X, 0.5f);
        await LookAsync(phone, script);

        await phone.Locator(".school-row a").First.ClickAsync();
        await Assertions.Expect(phone.Locator(".announcements")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        await phone.Locator("#age button").ClickAsync();
        await Assertions.Expect(phone.Locator("#error-summary")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        await phone.Locator("[name='age.born.day']").FillAsync("14");
        await phone.Locator("[name='age.born.month']").FillAsync("2");
        await phone.Locator("[name='age.born.year']").FillAsync("2018");
        await phone.Locator("#age button").ClickAsync();
        await Assertions.Expect(phone.Locator(".age-fit").First).ToBeVisibleAsync();
        var fits = phone.Locator(".class-row.fits").First;
        await fits.Locator("summary").PressAsync("Enter");
        await Assertions.Expect(fits.Locator(".button-primary")).ToBeVisibleAsync();
        var tooYoung = phone.Locator(".class-row:not(.fits)").First;
        await tooYoung.Locator("summary").PressAsync("Enter");
        await Assertions.Expect(tooYoung.Locator(".class-misses")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        await fits.Locator(".button-primary").ClickAsync();
        await Assertions.Expect(phone.Locator("#chosen")).ToBeVisibleAsync();

        await phone.GotoAsync(Paths.Track);
        await LookAsync(phone, script);
        await phone.Locator("[name='track.number']").FillAsync("2725 0101 25A0 0F38");
        await phone.Locator("form.form button").ClickAsync();
        await Assertions.Expect(phone.Locator("#track-number-error")).ToBeVisibleAsync();
        await LookAsync(phone, script);

        var id = await ADraftAsync(app);
        await TrackAsync(phone, id, "15");
        await Assertions.Expect(phone.Locator("#track-number-error")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        await TrackAsync(phone, id, "14");
        await Assertions.Expect(phone.Locator("[data-status=draft]")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        for (var wrong = 1; wrong < TrackThrottle.PerNumber; wrong++)
        {
            await TrackAsync(phone, id, "15");
        }

        await TrackAsync(phone, id, "14");
        await Assertions.Expect(phone.Locator("[role=alert]")).ToBeVisibleAsync();
        await LookAsync(phone, script);
        await phone.Context.CloseAsync();
    }

    // by keyboard alone: from the number over the three boxes to the button
    private static async Task TrackAsync(IPage page, ApplicationId id, string day)
    {
        await page.GotoAsync(Paths.Track);
        await page.Locator("[name='track.number']").FocusAsync();
        await page.Keyboard.TypeAsync(id.InFours);
        foreach (var part in (string[])[day, "2", "2018"])
        {
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync(part);
        }

        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[role=alert], [data-status], #track-number-error").First.WaitForAsync();
    }

    private static async Task<ApplicationId> ADraftAsync(TestApp app)
    {
        var demo = DemoAccounts.Find("parent@demo.vise")!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, demo.Id, CancellationToken.None);
        return (await app.Services.GetRequiredService<DraftDesk>().StartAsync(
            new Actor(account!.Value, demo.Role, demo.Scope, demo.Name), TestSchool.ClassOne, [.. TestForm.Complete.Select(field => new FieldEdit(field.Key, field.Value, 0))], CancellationToken.None)).Value!.Id;
    }

    private static async Task LookAsync(IPage page, bool script)
    {
        await TestBrowser.AssertFitsAsync(page);
        if (script)
        {
            // axe itself is a script
            await TestBrowser.AssertAccessibleAsync(page);
        }
    }
}
