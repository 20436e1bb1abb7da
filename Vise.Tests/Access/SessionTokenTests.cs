using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using Vise.Data.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;
using Xunit;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Tests.Access;

/// <summary>A person's token, got by an app of theirs with the code flow.</summary>
public sealed class SessionTokenTests(TestCluster cluster) : IAsyncLifetime
{
    private const string Ask = "/api/v1/ask/ReadApplications/272501";

    private TestDatabase _database = null!;
    private SignInApp _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.NewDatabaseAsync();
        _app = await SignInApp.StartAsync(_database, secondFactorRoles: "Clerk");
        _http = new HttpClient { BaseAddress = _app.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_a_session_without_second_factor_does_nothing_for_a_role_that_needs_one_and_a_service_does()
    {
        var (token, idToken) = await TokenAsync("clerk@demo.vise");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(token));
        Assert.Equal("pwd", ClaimsOf(idToken)["amr"]![0]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync((await TokenAsync("admin@demo.vise")).Access));

        using var asked = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "demo-clerk",
            ["client_secret"] = DemoAccounts.Password,
        });
        using var answer = await _http.PostAsync(new Uri("/connect/token", UriKind.Relative), asked);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync((await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_token_ends_with_the_session_that_it_was_made_in()
    {
        var (token, _) = await TokenAsync("admin@demo.vise");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
        await _database.ExecuteAsync("update users.session set ended_time = now()");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
    }

    [Fact]
    public async Task Idle_and_old_sessions_end_and_what_is_long_over_is_forgotten()
    {
        foreach (var person in (string[])["clerk@demo.vise", "admin@demo.vise", "clerk2@demo.vise", "admin2@demo.vise"])
        {
            using var browser = _app.NewBrowser();
            await browser.SignInAsync(person, DemoAccounts.Password);
        }

        await ChangeAsync("clerk@demo.vise", "last_seen_time = now() - interval '14 hours'");
        await ChangeAsync("admin@demo.vise", "started_time = now() - interval '31 days'");
        await ChangeAsync("clerk2@demo.vise", "ended_time = now() - interval '31 days'");
        await _database.ExecuteAsync("update auth.client_token set creation_date = now() - interval '3 days', expiration_date = now() - interval '2 days'", _database.AuthConnection);

        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SessionJobs>().PruneAsync(CancellationToken.None);

        Assert.Equal("admin2@demo.vise", await _database.ScalarAsync<string>("select string_agg(email, ' ') from users.session join users.account using (account_id) where ended_time is null"));
        Assert.Equal(3L, await _database.ScalarAsync<long>("select count(*) from users.session"));
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from auth.client_token", _database.AuthConnection));
    }

    [Fact]
    public async Task A_session_is_seen_at_most_once_in_five_minutes()
    {
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);
        var desk = _app.Services.GetRequiredService<SessionDesk>();
        var account = await _database.ScalarAsync<Guid>("select account_id from users.session");
        var session = await _database.ScalarAsync<Guid>("select session_id from users.session");
        var version = await _database.ScalarAsync<string>("select xmin::text from users.session");

        Assert.True(await desk.SeeAsync(account, session, CancellationToken.None));
        Assert.Equal(version, await _database.ScalarAsync<string>("select xmin::text from users.session"));
        await ChangeAsync("clerk@demo.vise", "last_seen_time = now() - interval '6 minutes'");
        Assert.True(await desk.SeeAsync(account, session, CancellationToken.None));
        Assert.True(await _database.ScalarAsync<bool>("select last_seen_time > now() - interval '1 minute' from users.session"));
        Assert.False(await desk.SeeAsync(Guid.NewGuid(), session, CancellationToken.None));
    }

    private Task ChangeAsync(string email, string set) =>
        _database.ExecuteAsync($"update users.session set {set} where account_id = (select account_id from users.account where email = '{email}')");

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Ask);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<(string Access, string Id)> TokenAsync(string email)
    {
        var back = new Uri(_app.Address, AccessPaths.SignedOut).AbsoluteUri;
        await RegisterAsync(back);
        var verifier = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        using var browser = _app.NewBrowser();
        await browser.SignInAsync(
            email,
            DemoAccounts.Password,
            $"/connect/authorize?client_id=phone&response_type=code&scope=openid%20{Authority.ApiScope}&code_challenge_method=S256&code_challenge={challenge}&redirect_uri={Uri.EscapeDataString(back)}");

        var code = CodeIn(browser.At);
        using var asked = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "phone",
            ["code"] = code,
            ["redirect_uri"] = back,
            ["code_verifier"] = verifier,
        });
        using var answer = await _http.PostAsync(new Uri("/connect/token", UriKind.Relative), asked);
        var tokens = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return (tokens["access_token"]!.GetValue<string>(), tokens["id_token"]!.GetValue<string>());
    }

    private static string CodeIn(Uri at) => HttpUtility.ParseQueryString(at.Query)["code"] ?? throw new InvalidOperationException($"No code in {at}.");

    private static JsonNode ClaimsOf(string token) =>
        JsonNode.Parse(Convert.FromBase64String(token.Split('.')[1].Replace('-', '+').Replace('_', '/').PadRight((token.Split('.')[1].Length + 3) / 4 * 4, '=')))!;

    private async Task RegisterAsync(string back)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        if (await clients.FindByClientIdAsync("phone") is null)
        {
            await clients.CreateAsync(new OpenIddictApplicationDescriptor
            {
                ClientId = "phone",
                ClientType = ClientTypes.Public,
                ConsentType = ConsentTypes.Implicit,
                DisplayName = "Phone",
                RedirectUris = { new Uri(back) },
                Permissions =
                {
                    Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
                    Permissions.Prefixes.Scope + Authority.ApiScope,
                },
            });
        }
    }
}
