using System.Net;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Access;

/// <summary>VISE behind a proxy that ends TLS: it listens on http and is reached by https.</summary>
public class ProxyTests(TestCluster cluster)
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.Redirect)]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", HttpStatusCode.Redirect)]
    [InlineData("10.0.0.1", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task The_scheme_of_sign_in_is_believed_of_a_trusted_proxy_only(string trusted, HttpStatusCode expected)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var authority = await SignInApp.StartAsync(database);
        // the authority knows the https address only, and is told by the back channel where the visitor is to come back to
        await database.ExecuteAsync("update auth.client set redirect_uris = '[\"https://vise.example/signin-oidc\"]'");
        await using var app = new TestApp(
            database, ("Public:Address", "https://vise.example"), ("Oidc:Authority", authority.Address.AbsoluteUri), ("Proxies:Trusted", trusted));
        using var browser = app.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "vise.example";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var answer = await browser.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }
}
