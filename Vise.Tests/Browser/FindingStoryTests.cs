using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The public pages on a phone, nobody signed in.</summary>
public class FindingStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Theory]
    [InlineData("en-IN", false)]
    [InlineData("hi-IN", true)]
    public async Task A_parent_finds_a_school_and_its_class_without_script_and_every_page_is_accessible(string locale, bool dark)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        await database.ExecuteAsync("insert into codes.announcement values ('272501', gen_random_uuid(), '{\"en\": \"Visit us on Saturday\", \"hi\": \"शनिवार को आइए\"}', current_date - 1, current_date + 1)");
        var phone = await browser.OpenAsync(app, TestBrowser.Phone, script: false, locale: locale);
        await phone.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });

        await phone.GotoAsync(Paths.Home);
        await LookAsync(phone);
        await phone.Locator("[name=q]").FillAsync("nowhere at all");
        await phone.Locator("[name=q]").PressAsync("Enter");
        await Assertions.Expect(phone.Locator(".found-nothing")).ToBeVisibleAsync();
        await LookAsync(phone);
        await phone.Locator("[name=q]").FillAsync("411005");
        await phone.Locator("[name=open]").CheckAsync();
        await phone.Locator(".search-line button").ClickAsync();
        await Assertions.Expect(phone.Locator(".found-near")).ToBeVisibleAsync();
        await LookAsync(phone);

        await phone.Locator(".school-row a").First.ClickAsync();
        await Assertions.Expect(phone.Locator(".announcements")).ToBeVisibleAsync();
        await LookAsync(phone);
        await phone.Locator("#age button").ClickAsync();
        await Assertions.Expect(phone.Locator("#error-summary")).ToBeVisibleAsync();
        await LookAsync(phone);
        await phone.Locator("[name='age.born.day']").FillAsync("14");
        await phone.Locator("[name='age.born.month']").FillAsync("2");
        await phone.Locator("[name='age.born.year']").FillAsync("2018");
        await phone.Locator("#age button").ClickAsync();
        await Assertions.Expect(phone.Locator(".age-fit").First).ToBeVisibleAsync();
        var fits = phone.Locator(".class-row.fits").First;
        await fits.Locator("summary").ClickAsync();
        await Assertions.Expect(fits.Locator(".button-primary")).ToBeVisibleAsync();
        await LookAsync(phone);
        await fits.Locator(".button-primary").ClickAsync();
        await Assertions.Expect(phone.Locator("#chosen")).ToBeVisibleAsync();

        await phone.GotoAsync(Paths.Track);
        await LookAsync(phone);
        await phone.Locator("[name='track.number']").FillAsync("2725 0101 25A0 0F38");
        await phone.Locator("form.form button").ClickAsync();
        await Assertions.Expect(phone.Locator("#track-number-error")).ToBeVisibleAsync();
        await LookAsync(phone);
        await phone.Context.CloseAsync();
    }

    private static async Task LookAsync(IPage page)
    {
        await TestBrowser.AssertFitsAsync(page);
        await TestBrowser.AssertAccessibleAsync(page);
    }
}
