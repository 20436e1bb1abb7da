using System.Net;
using System.Text.Json.Nodes;
using Vise.Domain.Admissions;
using Vise.Tests.Access;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>What answers where: the management port and the web port know nothing of each other's addresses.</summary>
public class ManagementPortTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    public static TheoryData<string> OnlyThere => [.. ManagementPaths.All.Except([ManagementPaths.Live, ManagementPaths.Ready])];

    [Theory]
    [MemberData(nameof(OnlyThere))]
    public async Task Its_addresses_answer_by_the_local_port_and_never_by_the_host_header(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(world.App.Management, path, world.App.Address.Authority)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(world.App.Address, path, world.App.Management.Authority)).Status);
    }

    [Theory]
    [InlineData(Paths.Home)]
    [InlineData(Paths.My)]
    [InlineData(Paths.HealthDetailed)]
    [InlineData(Paths.HealthDatabase)]
    [InlineData(ApiPaths.States)]
    [InlineData(AccessPaths.Password)]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Pages_sign_in_and_api_do_not_answer_there(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(world.App.Management, path, world.App.Address.Authority)).Status);

    [Theory]
    [InlineData(ManagementPaths.Live, "process")]
    [InlineData(ManagementPaths.Ready, "database", "cache")]
    [InlineData(ManagementPaths.Database, "database")]
    [InlineData(ManagementPaths.Cache, "cache")]
    public async Task Health_tells_the_parts(string path, params string[] parts)
    {
        var body = JsonNode.Parse((await AskAsync(world.App.Management, path)).Text)!.AsObject();

        Assert.Equal(["status", "timestamp", "service", "version", "environment", "details"], body.Select(field => field.Key));
        Assert.Equal(("healthy", "vise", "Development"), (body["status"]!.GetValue<string>(), body["service"]!.GetValue<string>(), body["environment"]!.GetValue<string>()));
        Assert.Equal(parts, body["details"]!.AsObject().Select(part => part.Key));
        Assert.All(body["details"]!.AsObject(), part =>
            Assert.Equal(["status", "message", "latency", "details"], part.Value!.AsObject().Select(field => field.Key)));
    }

    [Fact]
    public async Task The_web_port_says_a_word_and_nothing_more()
    {
        foreach (var path in (string[])[Paths.Health, Paths.Health + "/live", ApiPaths.V1 + Paths.Health, ApiPaths.Ready])
        {
            Assert.Equal("""{"status":"ok"}""", (await AskAsync(world.App.Address, path)).Text);
        }
    }

    [Fact]
    public async Task A_branchs_applications_are_counted_by_status()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var before = await CountsAsync("272501");
        var elsewhere = await CountsAsync("272502");
        await clerk.BeginAsync();

        var after = await CountsAsync("272501");
        Assert.Equal(Number(before, "draft") + 1, Number(after, "draft"));
        Assert.Equal(before["active"]!.GetValue<long>() + 1, after["active"]!.GetValue<long>());
        Assert.Equal(Number(elsewhere, "draft"), Number(await CountsAsync("272502"), "draft"));
        Assert.Equal(Enum.GetValues<ApplicationStatus>().Select(StatusNames.Of), after["byStatus"]!.AsObject().Select(row => row.Key));
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(world.App.Management, ManagementPaths.Applications + "?branch_code=27250x1")).Status);
    }

    [Fact]
    public async Task Performance_tells_the_last_minutes()
    {
        await AskAsync(world.App.Address, ApiPaths.States);
        var told = JsonNode.Parse((await AskAsync(world.App.Management, ManagementPaths.Performance)).Text)!;

        Assert.True(told["requests"]!["count"]!.GetValue<long>() > 0);
        Assert.InRange(told["requests"]!["p95"]!.GetValue<double>(), double.Epsilon, told["requests"]!["worst"]!.GetValue<double>());
        Assert.True(told["queries"]!["count"]!.GetValue<long>() > 0);
        Assert.InRange(told["cache"]!["hitRate"]!.GetValue<double>(), 0, 1);
        Assert.True(told["pool"]!["most"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Details_on_the_web_port_are_for_a_SystemAdmin()
    {
        using var system = await world.AsAsync("demo-system");
        using var admin = await world.AsAsync("demo-admin");
        using var nobody = await world.AsAsync(null);
        foreach (var path in (string[])[ApiPaths.V1 + Paths.HealthDetailed, ApiPaths.V1 + Paths.HealthDatabase])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path)).Status);
        }

        var detailed = (await system.GetAsync(ApiPaths.V1 + Paths.HealthDetailed)).Json["details"]!.AsObject();
        Assert.Equal(["database", "cache", "process", "background"], detailed.Select(part => part.Key));
        var process = detailed["process"]!["details"]!.AsObject();
        Assert.All(["memoryBytes", "cpuPercent", "load", "collections", "uptimeSeconds"], name => Assert.True(process.ContainsKey(name)));
        var database = (await system.GetAsync(ApiPaths.V1 + Paths.HealthDatabase)).Json;
        Assert.Equal(10, database["largestTables"]!.AsArray().Count);
        Assert.Equal(10, database["mostUsedIndexes"]!.AsArray().Count);
        Assert.True(database["server"]!["connections"]!.GetValue<long>() > 0);

        using var browser = new PlainBrowser(world.App.Address);
        await browser.SignInAsync("system@demo.vise", DemoAccounts.Password, Paths.HealthDatabase);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task Without_the_cache_VISE_is_degraded_and_ready()
    {
        await using var redis = await TestRedis.StartAsync();
        await using var database = await world.NewDatabaseAsync();
        await using var app = new TestApp(database, ("ConnectionStrings:Redis", redis.ConnectionString));
        app.Browser().Dispose();
        Assert.Equal("healthy", JsonNode.Parse((await AskAsync(app.Management, ManagementPaths.Ready)).Text)!["status"]!.GetValue<string>());

        await redis.KillAsync();
        var ready = await AskAsync(app.Management, ManagementPaths.Ready);
        Assert.Equal((HttpStatusCode.OK, "degraded"), (ready.Status, JsonNode.Parse(ready.Text)!["status"]!.GetValue<string>()));
    }

    private async Task<JsonNode> CountsAsync(string branch) =>
        JsonNode.Parse((await AskAsync(world.App.Management, $"{ManagementPaths.Applications}?branch_code={branch}")).Text)!;

    private static long Number(JsonNode counts, string status) => counts["byStatus"]![status]!.GetValue<long>();

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(Uri address, string path, string? host = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
