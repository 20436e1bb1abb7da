using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Access;

/// <summary>Whoever sends too fast is told so in words, and nobody else notices.</summary>
public class LimitsTests(TestCluster cluster)
{
    [Fact]
    public async Task A_client_that_guesses_secrets_is_slowed_down_and_no_other()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = await SignInApp.StartAsync(database);
        using var http = new HttpClient { BaseAddress = app.Address };

        var answers = await Task.WhenAll(Enumerable.Range(0, TokenThrottle.AtOnce + 30).Select(_ => AskAsync(http, "nobody", "guess")));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Unauthorized);
        var slowed = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.Contains("Wait as many seconds", slowed.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "demo-clerk", DemoAccounts.Password)).Status);
    }

    [Fact]
    public async Task A_family_begins_thirty_forms_an_hour_and_posts_ten_times_about_its_data_and_is_told_so()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        app.Browser().Dispose();
        using var browser = new PlainBrowser(app.Address);
        await browser.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);

        for (var start = 0; start < FamilyLimits.StartsAnHour; start++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await StartAsync(browser)).Status);
        }

        var refused = await StartAsync(browser);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("thirty times an hour", refused.Text, StringComparison.Ordinal);
        for (var post = 0; post < FamilyLimits.OwnDataAnHour; post++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await StartAsync(browser, OwnDataPaths.Export)).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await StartAsync(browser, OwnDataPaths.Erase)).Status);
        await browser.GoAsync(Paths.Apply);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        using var other = new PlainBrowser(app.Address);
        await other.SignInAsync("parent2@demo.vise", DemoAccounts.Password, Paths.My);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await StartAsync(other)).Status);
    }

    [Theory]
    [InlineData("PATCH", "/apply/2725012600001/uploads/1", "pieces:")]
    [InlineData("HEAD", "/Apply/2725012600001/Uploads/1", "pieces:")]
    [InlineData("DELETE", "/apply/2725012600001/uploads/1", "pieces:")]
    [InlineData("POST", "/apply/2725012600001/uploads", "family:")]
    [InlineData("PATCH", "/desk", null)]
    [InlineData("GET", "/apply/2725012600001", null)]
    public void Whatever_a_family_sends_counts_against_its_account(string method, string path, string? limit)
    {
        var account = Guid.NewGuid();
        var http = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ViseClaims.Account, account.ToString())], "test")) };
        (http.Request.Method, http.Request.Path) = (method, path);

        Assert.Equal(limit is null ? null : limit + account, FamilyLimits.Of(http)?.PartitionKey);
    }

    [Fact]
    public async Task What_is_no_form_is_refused_as_unreadable()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = new TestApp(database);
        using var browser = app.Browser();
        foreach (var path in (string[])[Paths.Language, Paths.Theme])
        {
            foreach (var type in (string[])["application/json", "multipart/form-data"])
            {
                using var body = new StringContent("{}");
                body.Headers.ContentType = new(type);
                using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), body);
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http, string client, string secret)
    {
        using var asked = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = secret,
        });
        using var answer = await http.PostAsync(new Uri(AccessPaths.Token, UriKind.Relative), asked);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, string Text)> StartAsync(PlainBrowser browser, string path = Paths.Apply)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([]) };
        using var answer = await browser.RawAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
