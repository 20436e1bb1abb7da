using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vise.Tests.Support;
using Vise.Web.Operations;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Operations;

public class StartTests(TestCluster cluster)
{
    [Fact]
    public async Task The_app_answers_on_its_public_address_and_logs_no_query_string()
    {
        await using var database = await cluster.NewDatabaseAsync();
        using var logs = new TestFolder();
        await using (var app = new TestApp(database, (Logs.Setting, logs.Path)))
        {
            using var browser = app.Browser();
            using var response = await browser.GetAsync(new Uri(Paths.Home + "?mobile=9876543210", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var stranger = new HttpClient();
            using var same = await stranger.GetAsync(app.Address);
            Assert.Equal(HttpStatusCode.OK, same.StatusCode);
            Assert.Equal(app.Address, PublicAddress.Of(app.Services.GetRequiredService<IConfiguration>()));
        }

        var lines = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(logs.Path, "vise-*.json")));
        Assert.Contains("\"RequestPath\":\"/\"", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("9876543210", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void The_banner_shows_address_accounts_password_and_logs()
    {
        using var output = new StringWriter();
        StartBanner.Print(output, new Uri("http://127.0.0.1:8080"), new Uri("http://127.0.0.1:8082"), [new("clerk@demo.vise", "Clerk", "branch 272501"), new("auditor@demo.vise", "Auditor", "state 27")], "pass", "/logs");

        var text = output.ToString();
        Assert.Contains("VISE is at http://127.0.0.1:8080\n", text, StringComparison.Ordinal);
        Assert.Contains("health are at http://127.0.0.1:8082\n", text, StringComparison.Ordinal);
        Assert.Contains("    clerk@demo.vise     Clerk     branch 272501\n", text, StringComparison.Ordinal);
        Assert.Contains("    auditor@demo.vise   Auditor   state 27\n", text, StringComparison.Ordinal);
        Assert.Contains("password pass", text, StringComparison.Ordinal);
        Assert.Contains("/logs", text, StringComparison.Ordinal);
    }
}
