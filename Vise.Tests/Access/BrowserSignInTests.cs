using System.Net;
using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Access;

public sealed class BrowserSignInTests(TestCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SignInApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.NewDatabaseAsync();
        _app = await SignInApp.StartAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_visitor_is_sent_to_sign_in_and_comes_back()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);

        Assert.Equal("/who", browser.At.PathAndQuery);
        Assert.Equal("Sunita Pawar", browser.Text);
        Assert.Contains("vise", browser.Cookies);
    }

    [Fact]
    public async Task Every_demo_person_signs_in_with_one_click()
    {
        foreach (var person in DemoAccounts.People)
        {
            using var browser = _app.NewBrowser();
            await browser.GoAsync("/who");
            await browser.SendAsync(("Demo.Account", person.Id));
            Assert.Equal(person.Name, browser.Text);
        }
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_words_and_the_email_is_kept()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", "not-it");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.StartsWith("Error:", browser.Page.Title, StringComparison.Ordinal);
        Assert.Contains("is not right", browser.Text, StringComparison.Ordinal);
        Assert.Equal("clerk@demo.vise", browser.Page.QuerySelector("[name='Form.Email']")!.GetAttribute("value"));
        Assert.DoesNotContain("vise", browser.Cookies);
    }

    [Fact]
    public async Task Many_wrong_passwords_are_slowed_down_but_nobody_else_is_locked_out()
    {
        using var guesser = _app.NewBrowser();
        await guesser.GoAsync("/who");
        for (var i = 0; i < 9; i++)
        {
            await guesser.SendAsync(("Form.Email", "clerk@demo.vise"), ("Form.Password", $"guess-{i}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Status);
        using var other = _app.NewBrowser();
        await other.SignInAsync("clerk2@demo.vise", DemoAccounts.Password);
        Assert.Equal("Anil Jadhav", other.Text);
    }

    [Fact]
    public async Task Signing_out_ends_both_sessions()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("parent@demo.vise", DemoAccounts.Password);
        await browser.GoAsync("/sign-out");
        await browser.SendToAsync("/sign-out");

        Assert.Equal("/signed-out", browser.At.PathAndQuery);
        Assert.DoesNotContain("vise", browser.Cookies);
        Assert.DoesNotContain("vise-authority", browser.Cookies);
        await browser.GoAsync("/who");
        Assert.Equal("/sign-in/password", browser.At.AbsolutePath);
    }

    [Fact]
    public async Task A_link_on_another_site_signs_nobody_out()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("parent@demo.vise", DemoAccounts.Password);
        foreach (var query in new[] { "", "?client_id=vise-web", "?client_id=vise-web&logout_hint=forged" })
        {
            await browser.GoAsync("/connect/endsession" + query);
            Assert.Equal("/sign-out", browser.At.PathAndQuery);
        }

        await browser.GoAsync("/who");
        Assert.Equal("Meera Kulkarni", browser.Text);
    }

    [Fact]
    public async Task Coming_back_to_another_host_is_refused()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        foreach (var returnTo in new[] { "https://evil.example/", "//evil.example/", "/\\evil.example/", "/\t/evil.example/", "evil.example" })
        {
            Assert.False(LocalPath.Is(returnTo));
            await browser.GoAsync("/sign-in?returnTo=" + Uri.EscapeDataString(returnTo));
            Assert.Equal(new Uri(_app.Address, "/"), browser.At);
        }
    }

    [Fact]
    public async Task Keys_and_sessions_outlive_a_restart()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        var keys = await KeysAsync(_app);
        await using var again = await SignInApp.StartAsync(_database);

        Assert.Equal(keys, await KeysAsync(again));
        await browser.GoAsync(new Uri(again.Address, "/who").AbsoluteUri);
        Assert.Equal("Sunita Pawar", browser.Text);
    }

    [Fact]
    public async Task Closing_an_account_ends_its_open_session_within_half_a_minute()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        await _database.ExecuteAsync("update users.account set disabled_time = now() where email = 'clerk@demo.vise'");
        _app.Clock.Ahead = TimeSpan.FromSeconds(31);
        await browser.GoAsync("/who");
        Assert.Equal("/sign-in/failed", browser.At.PathAndQuery);
    }

    [Fact]
    public async Task A_closed_account_is_turned_away()
    {
        await _database.ExecuteAsync("update users.account set disabled_time = now() where email = 'clerk@demo.vise'");
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        Assert.Equal("/sign-in/failed", browser.At.PathAndQuery);
    }

    [Fact]
    public async Task Demo_accounts_stay_out_when_demo_mode_is_off()
    {
        await using var app = await SignInApp.StartAsync(_database, demo: false);
        using var browser = app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Null(browser.Page.QuerySelector(".demo-accounts"));
    }

    [Fact]
    public async Task A_role_without_the_duty_is_forbidden()
    {
        using var parent = _app.NewBrowser();
        await parent.SignInAsync("parent@demo.vise", DemoAccounts.Password, "/queue");
        Assert.Equal(HttpStatusCode.Forbidden, parent.Status);
        using var clerk = _app.NewBrowser();
        await clerk.SignInAsync("clerk@demo.vise", DemoAccounts.Password, "/queue");
        Assert.Equal("queue", clerk.Text);
    }

    [Fact]
    public async Task Every_answer_carries_the_script_policy_with_a_fresh_nonce()
    {
        using var browser = _app.NewBrowser();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in new[] { "/sign-in/password", "/signed-out", "/nowhere", "/api/v1/who" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = await browser.RawAsync(request);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.True(seen.Add(policy));
        }
    }

    [Fact]
    public async Task A_page_of_another_site_opens_no_circuit()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        foreach (var (origin, expected) in new[] { ("http://evil.example", HttpStatusCode.Forbidden), (_app.Address.GetLeftPart(UriPartial.Authority), HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
            request.Headers.Add("Origin", origin);
            using var response = await browser.RawAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    private static async Task<string> KeysAsync(SignInApp app)
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        return await http.GetStringAsync(new Uri("/.well-known/jwks", UriKind.Relative));
    }
}
