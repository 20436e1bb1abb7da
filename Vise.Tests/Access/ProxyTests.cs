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
}
