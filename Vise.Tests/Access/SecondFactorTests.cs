using System.Net;
using AngleSharp.Dom;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Vise.Web.Operations;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Access;

public sealed class SecondFactorTests(TestCluster cluster) : IAsyncLifetime
{
    private const string Clerk = "clerk@demo.vise";

    private TestDatabase _database = null!;
    private SignInApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.NewDatabaseAsync();
        _app = await SignInApp.StartAsync(_database, secondFactorRoles: "Clerk, BranchAdmin");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task With_an_app_the_password_alone_leads_no_further_and_a_code_lets_in_once()
    {
        using var owner = _app.NewBrowser();
        var (key, _) = await SetUpAsync(owner);
        using var second = _app.NewBrowser();
        await second.SignInAsync(Clerk, DemoAccounts.Password);
        Assert.Equal(AccessPaths.FactorCode, second.At.AbsolutePath);

        // the code that switched it on is used up
        await second.SendAsync(("Form.Code", Now(key)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        await second.GoAsync("/who");
        Assert.Equal(AccessPaths.FactorCode, second.At.AbsolutePath);

        _app.Clock.Ahead += TimeSpan.FromSeconds(30);
        await second.SendAsync(("Form.Code", Now(key)));
        Assert.Equal("Sunita Pawar", second.Text);

        using var third = _app.NewBrowser();
        await third.SignInAsync(Clerk, DemoAccounts.Password);
        await third.SendAsync(("Form.Code", Now(key)));
        Assert.Contains("was used already", third.Text, StringComparison.Ordinal);
        Assert.Equal(1L, await CountAsync("users.session where methods = 'pwd otp mfa' and ended_time is null and account_id = (select account_id from users.account where email = 'clerk@demo.vise')"));
    }

    [Fact]
    public async Task Recovery_codes_are_shown_once_and_each_lets_in_once_and_new_ones_end_the_old()
    {
        using var owner = _app.NewBrowser();
        var (key, codes) = await SetUpAsync(owner);
        Assert.Equal(SecondFactors.RecoveryCodes, codes.Count);
        await owner.GoAsync(Paths.AccountAuthenticator);
        Assert.DoesNotContain(codes[0], owner.Text, StringComparison.Ordinal);

        using var second = _app.NewBrowser();
        await second.SignInAsync(Clerk, DemoAccounts.Password);
        await second.SendAsync(("Form.Code", codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Equal("Sunita Pawar", second.Text);
        using var third = _app.NewBrowser();
        await third.SignInAsync(Clerk, DemoAccounts.Password);
        await third.SendAsync(("Form.Code", codes[0]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, third.Status);

        await second.GoAsync(Paths.AccountAuthenticator);
        await second.SendAsync(("Form.Code", codes[1]), ("Form.Password", DemoAccounts.Password), ("Form.Do", "renew"));
        Assert.Equal(SecondFactors.RecoveryCodes, CodesOn(second).Count);
        await third.SendAsync(("Form.Code", codes[2]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, third.Status);
        Assert.Equal(0L, await CountAsync($"auth.login_token where value like '%{key}%' or value like '%{codes[3]}%'", _database.AuthConnection));
        Assert.Equal(3L, await CountAsync("auth.login_token", _database.AuthConnection));
    }

    [Fact]
    public async Task Switching_off_asks_for_password_and_code_and_ends_the_other_sessions()
    {
        using var other = _app.NewBrowser();
        await other.SignInAsync(Clerk, DemoAccounts.Password);
        using var owner = _app.NewBrowser();
        var (_, codes) = await SetUpAsync(owner);
        await other.GoAsync("/queue");
        Assert.NotEqual("queue", other.Text);
        Assert.Equal(AccessPaths.Password, other.At.AbsolutePath);

        await owner.GoAsync(Paths.AccountAuthenticator);
        await owner.SendAsync(("Form.Code", codes[0]), ("Form.Password", "not-it"), ("Form.Do", "off"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, owner.Status);
        await owner.SendAsync(("Form.Code", "000000"), ("Form.Password", DemoAccounts.Password), ("Form.Do", "off"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, owner.Status);
        await owner.SendAsync(("Form.Code", codes[0]), ("Form.Password", DemoAccounts.Password), ("Form.Do", "off"));
        Assert.Equal(Paths.AccountSecurity, owner.At.AbsolutePath);

        using var third = _app.NewBrowser();
        await third.SignInAsync(Clerk, DemoAccounts.Password);
        Assert.Equal("Sunita Pawar", third.Text);
        Assert.Equal(0L, await CountAsync("auth.login_token", _database.AuthConnection));
    }

    [Fact]
    public async Task A_role_that_needs_it_leads_to_the_set_up_and_back_to_where_one_was()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync(Clerk, DemoAccounts.Password, "/queue");
        Assert.Equal(AccessPaths.SecondFactor, browser.At.AbsolutePath);

        await browser.GoAsync(browser.Page.QuerySelector("a.button-primary")!.GetAttribute("href")!);
        await browser.GoAsync(browser.Page.QuerySelector("a.button-primary")!.GetAttribute("href")!);
        await ConfirmAsync(browser);
        await browser.GoAsync(browser.Page.QuerySelector("a.button-primary")!.GetAttribute("href")!);
        Assert.Equal("queue", browser.Text);

        using var officer = _app.NewBrowser();
        await officer.SignInAsync("auditor@demo.vise", DemoAccounts.Password, Paths.AccountSecurity);
        Assert.Equal(Paths.AccountSecurity, officer.At.AbsolutePath);
    }

    [Fact]
    public async Task An_ended_session_is_out_at_once_and_has_no_way_back_without_a_password()
    {
        using var owner = _app.NewBrowser();
        await owner.SignInAsync("admin@demo.vise", DemoAccounts.Password);
        using var lost = _app.NewBrowser();
        await lost.SignInAsync("admin@demo.vise", DemoAccounts.Password);
        await owner.GoAsync(Paths.AccountSecurity);
        Assert.Equal(2, owner.Page.QuerySelectorAll(".security-list li").Length);
        Assert.Single(owner.Page.QuerySelectorAll(".this-device"));

        await owner.SendAsync(("Ending.Session", owner.Page.QuerySelector("[name='Ending.Session']")!.GetAttribute("value")!));

        Assert.Single(owner.Page.QuerySelectorAll(".security-list li"));
        await lost.GoAsync("/queue");
        Assert.Equal(AccessPaths.Password, lost.At.AbsolutePath);
        await owner.SendToAsync(AccessPaths.SignOut);
        Assert.Equal(0L, await CountAsync("users.session where ended_time is null"));
    }

    [Theory]
    [InlineData("Clerk,Nobody")]
    [InlineData("Parent")]
    [InlineData("System")]
    [InlineData("0")]
    public async Task A_wrong_role_stops_the_start(string roles) =>
        await Assert.ThrowsAsync<SettingsException>(() => SignInApp.StartAsync(_database, secondFactorRoles: roles));

    private string Now(string key) => Totp.CodeOf(key, Totp.StepOf(_app.Clock.GetUtcNow()));

    private async Task<(string Key, IReadOnlyList<string> Codes)> SetUpAsync(PlainBrowser browser)
    {
        await browser.SignInAsync(Clerk, DemoAccounts.Password, Paths.AccountAuthenticator);
        return await ConfirmAsync(browser);
    }

    private async Task<(string Key, IReadOnlyList<string> Codes)> ConfirmAsync(PlainBrowser browser)
    {
        Assert.NotNull(browser.Page.QuerySelector(".qr svg"));
        var key = browser.Page.QuerySelector(".key-text")!.Text().Replace(" ", "", StringComparison.Ordinal);
        await browser.SendAsync(("Form.Code", Now(key)), ("Form.Password", DemoAccounts.Password));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return (key, CodesOn(browser));
    }

    private static List<string> CodesOn(PlainBrowser browser) => [.. browser.Page.QuerySelectorAll(".recovery-codes code").Select(code => code.Text())];

    private Task<long> CountAsync(string what, string? connection = null) => _database.ScalarAsync<long>($"select count(*) from {what}", connection);
}
