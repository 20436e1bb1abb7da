using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Tests.Users;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The pages of signing in and of one's account, in the order in which a person comes to them: registered, the second factor switched on, the password forgotten.</summary>
public sealed class AccountPages : IAsyncDisposable
{
    private const string Address = "leela@school.test";

    private readonly TestMailServer _mail;
    private readonly TestLetters _letters;
    private readonly Func<IPage, Task> _see;
    private readonly Func<IPage, string, Task> _fail;

    private AccountPages(TestApp app, IPage page, TestMailServer mail, Func<IPage, Task> see, Func<IPage, string, Task> fail)
    {
        (Page, _mail, _see, _fail) = (page, mail, see, fail);
        _letters = TestLetters.Of(app.Services, mail);
    }

    /// <summary>A phone on which nobody is signed in at first.</summary>
    public IPage Page { get; }

    /// <param name="see">Looks at an open page.</param>
    /// <param name="fail">Presses a button with nothing filled in, and looks at what comes back.</param>
    public static async Task<AccountPages> OpenAsync(TestApp app, TestBrowser browser, Func<IPage, Task> see, Func<IPage, string, Task> fail) =>
        new(app, await browser.OpenAsync(app, TestBrowser.Phone), await TestMailServer.StartAsync(), see, fail);

    public async Task SeeAllAsync()
    {
        await GoAsync(Paths.SignIn(Paths.My), "form button.button-primary");
        await GoAsync(Paths.Register(Paths.My), "form.form button");
        await SendAsync("Form.Address", Address);
        await LookAsync("form.form button.button-primary");
        await SendAsync("Form.Code", await CodeAsync(Address));
        await LookAsync("form.form button");
        await Page.Locator("[name='Form.Name']").FillAsync("Leela Bhosale");
        await SendAsync("Form.Password", PeopleApp.Password);
        await _see(Page);

        await GoAsync(Paths.Account);
        await Page.Locator("[name='Form.Name']").FillAsync("");
        await _fail(Page, "form.form button");
        await GoAsync(Paths.AccountMobile, "form.form button");
        await GoAsync(Paths.AccountEmail, "form.form button");
        await GoAsync(OwnDataPaths.Page, "form[action$=export] button");
        await GoAsync(OwnDataPaths.Erase, "form.form button");
        await GoAsync(Paths.AccountSecurity);
        await GoAsync(AccessPaths.SecondFactor);
        await GoAsync(Paths.AccountAuthenticator, "form[method=post] button.button-primary");
        var key = (await Page.Locator(".key-text").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
        await Page.Locator("[name='Form.Password']").FillAsync(PeopleApp.Password);
        await SendAsync("Form.Code", Totp.CodeOf(key, Totp.StepOf(TimeProvider.System.GetUtcNow())));
        await Page.Locator(".recovery-codes").WaitForAsync();
        await _see(Page);

        await Page.Context.ClearCookiesAsync();
        await Page.GotoAsync(Paths.SignIn(Paths.My));
        await Page.Locator("[name='Form.Email']").FillAsync(Address);
        await SendAsync("Form.Password", PeopleApp.Password);
        await Page.WaitForURLAsync($"**{AccessPaths.FactorCode}**");
        await LookAsync("form button.button-primary");

        await Page.Context.ClearCookiesAsync();
        await GoAsync(Paths.Reset(Paths.My), "form.form button");
        await SendAsync("Form.Address", "parent2@demo.vise");
        await SendAsync("Form.Code", await CodeAsync("parent2@demo.vise"));
        await LookAsync("form.form button");
    }

    private async Task GoAsync(string path, string? failing = null)
    {
        await Page.GotoAsync(path);
        await LookAsync(failing);
    }

    private async Task LookAsync(string? failing)
    {
        await _see(Page);
        if (failing is not null)
        {
            await _fail(Page, failing);
        }
    }

    private async Task SendAsync(string field, string text)
    {
        await Page.Locator($"[name='{field}']").FillAsync(text);
        await Page.RunAndWaitForResponseAsync(() => Page.Locator($"[name='{field}']").PressAsync("Enter"), answer => answer.Request.IsNavigationRequest && answer.Status is < 300 or >= 400);
        await Page.WaitForLoadStateAsync();
    }

    private async Task<string> CodeAsync(string address)
    {
        await _letters.CarryAllAsync();
        return TestLetters.CodeIn(Assert.Single(_mail.Taken(), message => message.To.ToString() == address).Subject);
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        await _mail.DisposeAsync();
    }
}
