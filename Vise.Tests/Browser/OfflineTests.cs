using System.Text.Json;
using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A parent's phone loses its connection, its page, its tab. Nothing that was typed is lost.</summary>
[Collection(nameof(FamilyApp))]
public class OfflineTests(FamilyApp family, TestBrowser browser)
{
    private const string Aadhaar = "9999 9999 0019";

    [Fact]
    public async Task The_very_first_step_that_a_phone_opens_can_be_read_without_a_connection()
    {
        var other = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(other, "01");
        await other.Locator("[name='child.name']").FillAsync("Asha Patil");
        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        await other.Context.CloseAsync();

        await using var line = new TestLine(family.App.Address);
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", FamilyApp.Child(id), TestBrowser.Phone, line: line);
        await FamilyApp.CopiedAsync(phone);
        line.Cut();
        await phone.ReloadAsync();

        await Assertions.Expect(phone.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_typed_offline_is_sent_from_the_next_page_after_the_tab_was_closed()
    {
        await using var line = new TestLine(family.App.Address);
        var phone = await SignInAsync(line, "parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");

        line.Cut();
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await phone.Locator("[name='child.aadhaar']").PressSequentiallyAsync(Aadhaar);
        await FamilyApp.SignAsync(phone, "Not sent yet");
        await FamilyApp.KeptOnPhoneAsync(phone, "child.aadhaar");
        var kept = await FamilyApp.KeptAsync(phone);
        Assert.Contains("Asha Patil", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Aadhaar, kept, StringComparison.Ordinal);
        var next = await phone.Context.NewPageAsync();
        await phone.CloseAsync();
        line.Mend();
        await next.GotoAsync(Paths.My);

        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        await family.ArrivedAsync(id, "child.aadhaar", "sealed");
        await next.GotoAsync(FamilyApp.Child(id));
        await Assertions.Expect(next.Locator("[name='child.aadhaar']")).ToHaveValueAsync(Aadhaar);
        await next.Context.CloseAsync();
    }

    [Fact]
    public async Task The_browser_itself_sends_it_when_no_page_is_open_any_more()
    {
        await using var line = new TestLine(family.App.Address);
        var phone = await SignInAsync(line, "parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        line.Cut();
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Ravi Patil");
        await FamilyApp.SignAsync(phone, "Not sent yet");
        var empty = await phone.Context.NewPageAsync();
        await phone.CloseAsync();
        line.Mend();

        await FamilyApp.SyncAsync(empty, family.App.Address);

        await family.ArrivedAsync(id, "child.name", "Ravi Patil");
        await empty.Context.CloseAsync();
    }

    [Fact]
    public async Task A_step_reloaded_offline_shows_what_was_typed_and_comes_back_whole()
    {
        await using var line = new TestLine(family.App.Address);
        var phone = await SignInAsync(line, "parent@demo.vise", "hi-IN");
        await phone.GotoAsync($"{Paths.Apply}?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=01");
        await phone.Locator("main form[method=post] button").Last.ClickAsync();
        await phone.WaitForURLAsync("**/child");
        var id = ApplicationId.Parse(new Uri(phone.Url).Segments[2].Trim('/'));
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await phone.Locator("[name='child.aadhaar']").PressSequentiallyAsync(Aadhaar);
        await family.ArrivedAsync(id, "child.aadhaar", "sealed");
        await phone.Locator("[name='child.name']").FocusAsync();

        line.Cut();
        await phone.Locator("[name='child.gender'][value=F]").CheckAsync();
        await FamilyApp.SignAsync(phone, "अभी भेजा नहीं गया");
        await phone.ReloadAsync();

        await Assertions.Expect(phone.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await Assertions.Expect(phone.Locator("[name='child.gender'][value=F]")).ToBeCheckedAsync();
        await Assertions.Expect(phone.Locator("[name='child.aadhaar']")).ToBeDisabledAsync();
        await Assertions.Expect(phone.Locator("[name='child.aadhaar']")).ToHaveAttributeAsync("placeholder", "कनेक्शन आने पर");
        Assert.DoesNotContain(Aadhaar, await FamilyApp.KeptAsync(phone), StringComparison.Ordinal);
        await phone.GotoAsync(Paths.ApplyStep(id, "health"));
        await Assertions.Expect(phone.Locator("h1")).ToHaveTextAsync("अभी कनेक्शन नहीं है");
        await TestBrowser.AssertAccessibleAsync(phone);
        await TestBrowser.AssertFitsAsync(phone);
        line.Mend();
        await phone.Locator("[name='health.allergies']").WaitForAsync();
        await phone.GotoAsync(FamilyApp.Child(id));
        await Assertions.Expect(phone.Locator("[name='child.aadhaar']")).ToHaveValueAsync(Aadhaar);
        await family.ArrivedAsync(id, "child.gender", "F");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task Continue_pressed_offline_stays_on_the_page_and_goes_on_by_itself()
    {
        await using var line = new TestLine(family.App.Address);
        var phone = await SignInAsync(line, "parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        await FamilyForm.FillAsync(phone, FamilyForm.Child);

        line.Cut();
        await phone.Locator("[name='child.name']").FillAsync("Asha Patil");
        await FamilyForm.SaveAsync(phone);
        await FamilyApp.SignAsync(phone, "No connection just now");
        await Assertions.Expect(phone.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await TestBrowser.AssertAccessibleAsync(phone);
        await TestBrowser.AssertFitsAsync(phone);
        line.Mend();

        await phone.WaitForURLAsync("**/background");
        Assert.Equal("Asha Patil", await family.ValueAsync(id, "child.name"));
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task A_save_that_was_refused_takes_nothing_along_and_one_that_met_another_is_sent_again()
    {
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "01");
        var name = phone.Locator("[name='child.name']");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await phone.RouteAsync(
            "**/fields",
            async route =>
            {
                asked.SetResult();
                await answer.Task;
                await route.FulfillAsync(new() { Status = 410, ContentType = "application/json", Body = """{"problem":"Not now."}""" });
            },
            new() { Times = 1 });
        await name.FillAsync("Asha");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await name.FillAsync("Asha Patil");
        answer.SetResult();
        await family.ArrivedAsync(id, "child.name", "Asha Patil");

        // whoever writes the same row in the same instant is always first
        await family.Database.ExecuteAsync("""
            create function admissions.is_first() returns trigger language plpgsql as 'begin return null; end';
            create trigger a_first before insert on admissions.draft_field for each row when (new.value = '77777777777') execute function admissions.is_first()
            """);
        await phone.Locator("[name='child.pen']").FillAsync("77777777777");
        await FamilyApp.SignAsync(phone, "Not sent yet");
        await FamilyApp.KeptOnPhoneAsync(phone, "child.pen");
        await family.Database.ExecuteAsync("drop function admissions.is_first() cascade");
        await family.ArrivedAsync(id, "child.pen", "77777777777");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task A_date_is_saved_as_it_is_typed_and_as_its_step_is_posted_alike()
    {
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "01");
        await phone.Locator("[name='child.name']").FillAsync("Asha Patil");
        foreach (var typed in (DateParts[])[new("९", "४", "२०१९"), new("31", "2", "2019"), new("௨௮", "௦௨", "௨௦௧௯"), new("9", "4", "19"), new("", "٤", "٢٠١٩"), new(" 1 ", "12", "2018"), new("1", "1", "0999"), new("", "", "")])
        {
            await phone.Locator("[name='child.birthDate.day']").FillAsync(typed.Day);
            await phone.Locator("[name='child.birthDate.month']").FillAsync(typed.Month);
            await phone.Locator("[name='child.birthDate.year']").FillAsync(typed.Year);
            var posted = new DateParts(typed.Day.Trim(), typed.Month, typed.Year).ToString();
            await family.ArrivedAsync(id, "child.birthDate", posted);
        }

        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task The_browser_finds_nothing_that_hinders_installing()
    {
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone, locale: "hi-IN");
        await phone.EvaluateAsync("navigator.serviceWorker.ready.then(() => undefined)");
        var device = await phone.Context.NewCDPSessionAsync(phone);

        var manifest = (await device.SendAsync("Page.getAppManifest"))!.Value;
        var errors = (await device.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors");

        Assert.Equal(0, manifest.GetProperty("errors").GetArrayLength());
        Assert.DoesNotContain(errors.EnumerateArray(), error => error.GetProperty("errorId").GetString() is not "in-incognito");
        using var read = JsonDocument.Parse(manifest.GetProperty("data").GetString()!);
        Assert.Equal(Paths.My, read.RootElement.GetProperty("start_url").GetString());
        Assert.Equal(Tokens.Light.Brand, read.RootElement.GetProperty("theme_color").GetString());
        Assert.Contains("प्रवेश", read.RootElement.GetProperty("name").GetString(), StringComparison.Ordinal);
        await phone.Context.CloseAsync();
    }

    private Task<IPage> SignInAsync(TestLine line, string email, string locale = "en-IN") =>
        browser.SignInAsync(family.App, email, Paths.My, TestBrowser.Phone, locale: locale, line: line);
}
