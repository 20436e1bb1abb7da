using System.Globalization;
using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Local;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A passkey on Chromium's virtual authenticator, over http://localhost, which browsers take for a safe place.</summary>
public class PasskeyTests(TestCluster cluster, TestBrowser browser)
{
    private const string Clerk = "clerk@demo.vise";

    [Fact]
    public async Task A_passkey_is_added_signs_in_as_a_second_factor_and_is_removed()
    {
        await using var database = await cluster.NewDemoAsync();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Find()}"));
        await using var app = new TestApp(
            database,
            ("Demo:Enabled", "true"),
            ("Demo:Applications", "false"),
            ("Urls", address.AbsoluteUri),
            ("Public:Address", address.AbsoluteUri),
            (SecondFactorRule.RolesSetting, "Clerk"));
        app.StartServer();
        var page = await browser.OpenAsync(app, TestBrowser.Phone);
        var (device, authenticator) = await AuthenticatorAsync(page);

        // the role asks for more than a password
        await page.GotoAsync(new Uri(address, Paths.SignIn(Paths.Desk)).AbsoluteUri);
        await PasswordAsync(page);
        await page.WaitForURLAsync($"**{AccessPaths.SecondFactor}**");
        await TestBrowser.AssertAccessibleAsync(page);
        await page.Locator("a.button-primary").ClickAsync();

        var add = page.Locator("[data-passkey=create]");
        await add.Locator("[name=password]").FillAsync("not-it");
        await add.Locator("button").ClickAsync();
        await Assertions.Expect(add.GetByRole(AriaRole.Alert)).ToContainTextAsync("password is not right");
        await add.Locator("[name=name]").FillAsync("My phone");
        await add.Locator("[name=password]").FillAsync(DemoAccounts.Password);
        await add.Locator("button").ClickAsync();

        // back where the person was, with the second factor shown
        await page.WaitForURLAsync($"**{Paths.Desk}");
        await page.GotoAsync(new Uri(address, Paths.AccountSecurity).AbsoluteUri);
        await Assertions.Expect(page.GetByText("My phone", new() { Exact = true })).ToBeVisibleAsync();
        await TestBrowser.AssertAccessibleAsync(page);
        await TestBrowser.AssertFitsAsync(page);

        // from nothing, without e-mail or password
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(address, Paths.SignIn(Paths.Desk)).AbsoluteUri);
        await page.Locator("[data-passkey=get] button").ClickAsync();
        await page.WaitForURLAsync($"**{Paths.Desk}");
        Assert.Equal("hwk mfa", await database.ScalarAsync<string>("select methods from users.session order by started_time desc limit 1"));

        // who does not unlock the device is not let in
        await page.Context.ClearCookiesAsync();
        await device.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = authenticator, ["isUserVerified"] = false });
        await page.GotoAsync(new Uri(address, Paths.SignIn(Paths.Desk)).AbsoluteUri);
        await page.Locator("[data-passkey=get] button").ClickAsync();
        await Assertions.Expect(page.Locator("[data-passkey=get]").GetByRole(AriaRole.Alert)).ToContainTextAsync("could not be used");

        // the password alone now leads to the question for the passkey
        await device.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = authenticator, ["isUserVerified"] = true });
        await PasswordAsync(page);
        await page.WaitForURLAsync($"**{AccessPaths.SecondFactor}**");
        await page.Locator("a.button-primary").ClickAsync();
        await page.Locator("[data-passkey=get] button").ClickAsync();
        await page.WaitForURLAsync($"**{Paths.Desk}");
        Assert.Equal("pwd hwk mfa", await database.ScalarAsync<string>("select methods from users.session order by started_time desc limit 1"));

        await page.GotoAsync(new Uri(address, Paths.AccountSecurity).AbsoluteUri);
        await page.Locator("[name='Passkey.Remove']").ClickAsync();
        await Assertions.Expect(page.GetByText("My phone", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from auth.login_passkey", database.AuthConnection));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task At_a_bare_ip_address_no_passkey_is_offered()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var page = await browser.SignInAsync(app, Clerk, Paths.AccountSecurity, TestBrowser.Phone);
        Assert.Equal(0, await page.Locator("[data-passkey]").CountAsync());
        Assert.Equal(1, await page.GetByText("Authenticator app").CountAsync());
        await page.Context.CloseAsync();
    }

    private static async Task PasswordAsync(IPage page)
    {
        await page.Locator("[name='Form.Email']").FillAsync(Clerk);
        await page.Locator("[name='Form.Password']").FillAsync(DemoAccounts.Password);
        await page.Locator("[name='Form.Password']").PressAsync("Enter");
    }

    private static async Task<(ICDPSession Device, string Id)> AuthenticatorAsync(IPage page)
    {
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        var made = await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (device, made!.Value.GetProperty("authenticatorId").GetString()!);
    }
}
