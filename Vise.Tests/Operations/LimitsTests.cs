using System.Net;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using Xunit;

namespace Vise.Tests.Operations;

public class LimitsTests(TestCluster cluster)
{
    [Fact]
    public async Task An_address_that_runs_wild_on_the_pages_is_told_to_wait_and_probes_still_pass()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = new TestApp(database, (ApiLimits.PagesSetting, "2"));
        using var browser = app.Browser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.GetAsync(new Uri(Paths.Home, UriKind.Relative))));

        var told = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotNull(told.Headers.RetryAfter);
        Assert.Contains("<h1>", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(Paths.Health, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_form_of_many_megabytes_is_refused()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = new TestApp(database);
        using var browser = app.Browser();
        using var large = new FormUrlEncodedContent([new("language", new string('x', 2_000_000))]);

        using var answer = await browser.PostAsync(new Uri(Paths.Language, UriKind.Relative), large);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
