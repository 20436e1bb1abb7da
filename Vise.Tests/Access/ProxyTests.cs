using System.Net;
using System.Web;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Access;

/// <summary>VISE behind a proxy that ends TLS: it listens on http and is reached by https.</summary>
public class ProxyTests(TestCluster cluster)
{
    [Theory]
    [InlineData("127.0.0.1", "https://vise.example/signin-oidc")]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", "https://vise.example/signin-oidc")]
    [InlineData("10.0.0.1", "http://vise.example/signin-oidc")]
    [InlineData("", "http://vise.example/signin-oidc")]
    public async Task The_scheme_of_sign_in_is_believed_of_a_trusted_proxy_only(string trusted, string comesBackTo)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var authority = await SignInApp.StartAsync(database);
        await using var app = new TestApp(
            database, ("Public:Address", "https://vise.example"), ("Oidc:Authority", authority.Address.AbsoluteUri), ("Proxies:Trusted", trusted));
        app.Browser().Dispose();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "vise.example";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(comesBackTo, HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["redirect_uri"]);
    }

    [Fact]
    public async Task Behind_a_proxy_people_sign_in_though_the_public_address_leads_nowhere_from_here()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Public:Address", "https://vise.example"), ("Proxies:Trusted", "127.0.0.1"), ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        app.Browser().Dispose();
        using var browser = new BehindProxy(app.Address);

        var form = await browser.GoAsync("/desk");
        Assert.Equal("/sign-in/password", browser.At.AbsolutePath);
        var fields = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(form).Forms.First(shown => shown.QuerySelector("[name='Form.Email']") is not null)
            .QuerySelectorAll("input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value") ?? "", StringComparer.Ordinal);
        fields["Form.Email"] = "clerk@demo.vise";
        fields["Form.Password"] = Vise.Web.Access.DemoAccounts.Password;
        var desk = await browser.GoAsync(browser.At.PathAndQuery, fields);

        Assert.Equal(("/desk", true), (browser.At.AbsolutePath, desk.Contains("Sunita Pawar", StringComparison.Ordinal)));
        Assert.Equal("https", browser.At.Scheme);
    }

    /// <summary>A browser that knows the public address alone, and the proxy that carries it to the app.</summary>
    private sealed class BehindProxy(Uri app) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app };
        private readonly CookieContainer _jar = new();

        public Uri At { get; private set; } = new("https://vise.example/");

        public async Task<string> GoAsync(string path, Dictionary<string, string>? fields = null)
        {
            At = new Uri(At, path);
            for (var hops = 0; hops < 12; hops++)
            {
                using var request = new HttpRequestMessage(fields is null ? HttpMethod.Get : HttpMethod.Post, At.PathAndQuery) { Content = fields is null ? null : new FormUrlEncodedContent(fields) };
                request.Headers.Host = At.Authority;
                request.Headers.Add("X-Forwarded-Proto", At.Scheme);
                request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                request.Headers.Add("Accept", "text/html");
                request.Headers.TryAddWithoutValidation("Cookie", _jar.GetCookieHeader(At));
                using var answer = await _http.SendAsync(request);
                foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                {
                    _jar.SetCookies(At, cookie);
                }

                if (answer.Headers.Location is not { } next)
                {
                    return await answer.Content.ReadAsStringAsync();
                }

                (At, fields) = (new Uri(At, next), null);
            }

            throw new InvalidOperationException($"No end at {At}.");
        }

        public void Dispose() => _http.Dispose();
    }
}
