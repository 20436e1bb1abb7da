using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Access;

public sealed class ApiTokenTests(TestCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SignInApp _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.NewDatabaseAsync();
        _app = await SignInApp.StartAsync(_database);
        _http = new HttpClient { BaseAddress = _app.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_demo_service_account_gets_a_token_and_its_own_grant()
    {
        foreach (var service in DemoAccounts.Services)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(service.Id));
            Assert.Equal($"{service.Id} {service.Role}.{service.Scope}", await _http.GetStringAsync(new Uri("/api/v1/who", UriKind.Relative)));
        }
    }

    [Fact]
    public async Task A_wrong_secret_or_client_gets_no_token()
    {
        foreach (var (client, secret) in new[] { ("demo-clerk", "wrong"), ("nobody", DemoAccounts.Password), ("clerk@demo.vise", DemoAccounts.Password) })
        {
            using var response = await AskTokenAsync(client, secret);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("invalid_client", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Without_a_token_the_api_answers_401_with_a_problem_document()
    {
        using var response = await _http.GetAsync(new Uri("/api/v1/who", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(response.Headers.WwwAuthenticate, h => h.Scheme == "Bearer");
    }

    [Fact]
    public async Task The_browsers_cookie_opens_no_api_and_a_token_no_page()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        await browser.GoAsync("/api/v1/who");
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);

        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("demo-clerk"));
        using var page = await _http.GetAsync(new Uri("/who", UriKind.Relative));
        Assert.Equal("/sign-in/password", page.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_revoked_token_ends_at_once()
    {
        var token = await TokenAsync("demo-clerk");
        await _database.ExecuteAsync("update auth.client_token set status = 'revoked'");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.GetAsync(new Uri("/api/v1/who", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task In_scope_without_the_duty_is_403_and_out_of_scope_404()
    {
        (string Client, Duty Duty, string Branch, HttpStatusCode Expected)[] cases =
        [
            ("demo-clerk", Duty.ReviewApplications, "272501", HttpStatusCode.OK),
            ("demo-clerk", Duty.DecideApplications, "272501", HttpStatusCode.Forbidden),
            ("demo-clerk", Duty.ReviewApplications, "272502", HttpStatusCode.NotFound),
            ("demo-clerk", Duty.DecideApplications, "272502", HttpStatusCode.NotFound),
            ("demo-state", Duty.ReadFigures, "272502", HttpStatusCode.OK),
            ("demo-state", Duty.ReadFigures, "292001", HttpStatusCode.NotFound),
            ("demo-clerk", Duty.ApplyForOwnChild, "272501", HttpStatusCode.Forbidden),
        ];
        foreach (var (client, duty, branch, expected) in cases)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
            using var response = await _http.GetAsync(new Uri($"/api/v1/ask/{duty}/{branch}", UriKind.Relative));
            Assert.True(expected == response.StatusCode, $"{client} {duty} {branch}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Tokens_of_another_authority_are_checked_against_its_keys_and_give_no_grant_of_ours()
    {
        await using var elsewhere = await SignInApp.StartAsync(_database, authority: _app.Address);
        using var http = new HttpClient { BaseAddress = elsewhere.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("demo-clerk"));
        Assert.Equal("demo-clerk ", await http.GetStringAsync(new Uri("/api/v1/who", UriKind.Relative)));
        Assert.Equal(1, await _database.ScalarAsync<long>($"select count(*) from users.account where issuer = '{_app.Address.AbsoluteUri}'"));

        using var page = await http.GetAsync(new Uri("/sign-in/password", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(_app.Address.Authority, page.RequestMessage!.RequestUri!.Authority);

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "not-a-token");
        using var refused = await http.GetAsync(new Uri("/api/v1/who", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<string> TokenAsync(string client)
    {
        using var response = await AskTokenAsync(client, DemoAccounts.Password);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private async Task<HttpResponseMessage> AskTokenAsync(string client, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = secret,
        });
        return await _http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
    }
}
