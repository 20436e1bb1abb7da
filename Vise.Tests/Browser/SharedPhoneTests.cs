using System.Collections.Concurrent;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A sign-in ends, by itself or by its person. Nothing that was typed is lost, or shown to whoever uses the phone next.</summary>
[Collection(nameof(FamilyApp))]
public class SharedPhoneTests(FamilyApp family, TestBrowser browser)
{
    [Fact]
    public async Task A_sign_in_that_ends_in_the_middle_loses_nothing_and_the_next_person_on_the_phone_sees_nothing()
    {
        var phone = await SignInAsync("parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        await phone.Context.ClearCookiesAsync();
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await phone.Locator("[name='child.apaarId']").PressSequentiallyAsync("123456789012");
        await FamilyApp.SignAsync(phone, "You are signed out");
        await TestBrowser.AssertAccessibleAsync(phone);
        await FamilyApp.KeptOnPhoneAsync(phone, "child.apaarId");

        // somebody else comes first
        await phone.GotoAsync(Paths.SignIn(Paths.My));
        await TestBrowser.EnterAsync(phone, "parent2@demo.vise", Paths.My);
        var other = await FamilyForm.BeginAsync(phone, "02");
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Sana Shaikh");
        await family.ArrivedAsync(other, "child.name", "Sana Shaikh");
        Assert.Null(await family.ValueAsync(id, "child.name"));
        var pages = (await phone.EvaluateAsync<string[]>("caches.keys()")).Where(name => name.StartsWith("vise-draft", StringComparison.Ordinal));
        Assert.Equal("vise-draft:" + await phone.Locator("body").GetAttributeAsync("data-person"), Assert.Single(pages));
        Assert.Equal(404, (await phone.GotoAsync(FamilyApp.Child(id)))!.Status);
        await phone.Context.ClearCookiesAsync();

        // then the first again, by the page's own link's way
        await phone.GotoAsync(Paths.SignIn(FamilyApp.Child(id)));
        await TestBrowser.EnterAsync(phone, "parent@demo.vise", FamilyApp.Child(id));

        await Assertions.Expect(phone.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        await family.ArrivedAsync(id, "child.apaarId", "sealed");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task After_signing_in_by_the_pages_own_link_the_same_step_is_open_and_all_is_sent()
    {
        var phone = await SignInAsync("parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        await phone.Context.ClearCookiesAsync();
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await FamilyForm.SaveAsync(phone);

        await phone.Locator("#saved-sign a").ClickAsync();
        await TestBrowser.EnterAsync(phone, "parent@demo.vise", FamilyApp.Child(id));

        await Assertions.Expect(phone.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_on_the_phone()
    {
        var phone = await SignInAsync("parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        var before = await FamilyApp.KeptAsync(phone);
        Assert.Contains("Asha Patil", before, StringComparison.Ordinal);
        Assert.Contains("vise-draft:", before, StringComparison.Ordinal);

        // without its script's help, too
        await phone.Locator("form[data-clears-unsent]").First.EvaluateAsync("(form) => form.submit()");
        await phone.WaitForURLAsync($"**{AccessPaths.SignedOut}");
        await NothingIsLeftAsync(phone, id);
        await phone.GotoAsync(Paths.SignIn(FamilyApp.Child(id)));
        await TestBrowser.EnterAsync(phone, "parent@demo.vise", FamilyApp.Child(id));
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        await phone.Locator("[name='child.name']").FillAsync("Asha Patil Kale");
        await phone.Locator("form[data-clears-unsent] button").First.ClickAsync();
        await phone.WaitForURLAsync($"**{AccessPaths.SignedOut}");

        await NothingIsLeftAsync(phone, id);
        await family.ArrivedAsync(id, "child.name", "Asha Patil Kale");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_a_connection_nobody_is_signed_out_and_the_page_says_so()
    {
        await using var line = new TestLine(family.App.Address);
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone, line: line);
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.ReadyForNoConnectionAsync(phone);
        var said = new TaskCompletionSource<string>();
        phone.Dialog += async (_, dialog) =>
        {
            said.TrySetResult(dialog.Message);
            await dialog.AcceptAsync();
        };
        line.Cut();
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await FamilyApp.KeptOnPhoneAsync(phone, "child.name");

        await phone.Locator("form[data-clears-unsent] button").First.ClickAsync();

        Assert.Contains("can’t be signed out", await said.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        await FamilyApp.KeptOnPhoneAsync(phone, "child.name");
        Assert.EndsWith(FamilyApp.Child(id), phone.Url, StringComparison.Ordinal);
        line.Mend();
        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_typed_into_a_form_that_is_the_persons_no_more_is_forgotten()
    {
        var phone = await SignInAsync("parent@demo.vise");
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyApp.WithoutWorkerAsync(phone);
        await phone.Context.SetOfflineAsync(true);
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await FamilyApp.KeptOnPhoneAsync(phone, "child.name");
        await family.Database.ExecuteAsync($"set session_replication_role = replica; update users.application set account_id = (select account_id from users.account where email = 'clerk2@demo.vise') where application_id = '{id}'");

        var told = new ConcurrentQueue<int>();
        phone.Response += (_, answer) =>
        {
            if (answer.Request.Method == "POST")
            {
                told.Enqueue(answer.Status);
            }
        };

        // somebody else's "not there", of a balancer between two versions, is no word of the form
        var asked = new TaskCompletionSource();
        await phone.RouteAsync(
            "**/fields",
            async route =>
            {
                await route.FulfillAsync(new() { Status = 404, ContentType = "text/plain", Body = "default backend" });
                asked.SetResult();
            },
            new() { Times = 1 });
        await phone.Context.SetOfflineAsync(false);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await FamilyApp.SignAsync(phone, "Not sent yet");
        await FamilyApp.KeptOnPhoneAsync(phone, "child.name");
        await phone.EvaluateAsync("dispatchEvent(new Event('online'))");

        await FamilyApp.KeptOnPhoneAsync(phone, "child.name", kept: false);
        Assert.Equal([404, 404], told);
        await phone.Context.CloseAsync();
    }

    private async Task<IPage> SignInAsync(string email) => await browser.SignInAsync(family.App, email, Paths.My, TestBrowser.Phone);

    private static async Task NothingIsLeftAsync(IPage page, ApplicationId id)
    {
        var left = await FamilyApp.KeptAsync(page);
        Assert.DoesNotContain("Asha", left, StringComparison.Ordinal);
        Assert.DoesNotContain(id.Value, left, StringComparison.Ordinal);
        Assert.DoesNotContain("vise-draft:", left, StringComparison.Ordinal);
    }
}
