using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Data.Caching;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Caching;

/// <summary>The SystemAdmin's page about the cache, and the modes of the whole app.</summary>
public class CachePageTests(TestCluster cluster, TestBrowser browser)
{
    [Theory]
    [InlineData("en-IN", 1440, "Refresh Branches")]
    [InlineData("hi-IN", 1024, "ताज़ा करें: शाखाएँ")]
    public async Task The_system_admin_sees_the_regions_as_they_are_asked_and_refreshes_one(string locale, int width, string button)
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var system = await browser.SignInAsync(app, "system@demo.vise", Paths.OpsCache, new ViewportSize { Width = width, Height = 900 }, locale: locale);
        await TestBrowser.CircuitAsync(system);
        await Assertions.Expect(system.Locator("[data-region]")).ToHaveCountAsync(CacheKeys.Regions.Count(region => region.IsOn));
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await system.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            await TestBrowser.AssertAccessibleAsync(system);
        }

        await TestBrowser.AssertFitsAsync(system);
        var meter = app.Services.GetRequiredService<CacheMeter>();
        Assert.True(await app.Services.GetRequiredService<Vise.Data.Codes.ReferenceCodes>().BranchAsync(TestSchool.Pune, default) is not null);
        var dropped = meter.Read(CacheKeys.Places).Drops;
        await system.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await TestNode.UntilAsync(() => Task.FromResult(meter.Read(CacheKeys.Places).Drops > dropped));
        await system.Keyboard.PressAsync("t");
        await Assertions.Expect(system.Locator("[data-minute] tbody tr")).ToHaveCountAsync(CacheKeys.Regions.Count(region => region.IsOn));
        await TestBrowser.AssertAccessibleAsync(system);
        await TestBrowser.AssertFitsAsync(system);

        // an open page does nothing for who may no longer
        await database.ExecuteAsync("set session_replication_role = replica; update users.access_grant set to_time = now() where role = 'SystemAdmin' and from_time < now()");
        await Assertions.Expect(system.Locator("[data-region]")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
    }

    [Theory]
    [InlineData("memory", "memory only, as set")]
    [InlineData("none", "off, as set")]
    [InlineData("distributed", "answers")]
    public async Task The_app_works_in_every_mode_and_health_says_which(string mode, string said)
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), ("Cache:Mode", mode), ("ConnectionStrings:Redis", ""), (WebHostDefaults.HostingStartupAssembliesKey, typeof(StoreOfAHost).Assembly.GetName().Name!));
        using var visitor = app.Browser();
        Assert.Contains("Pune", await visitor.GetStringAsync(new Uri(ApiPaths.Districts.Replace("{state}", "27", StringComparison.Ordinal), UriKind.Relative)), StringComparison.Ordinal);

        using var http = new HttpClient();
        var cache = (await http.GetFromJsonAsync<JsonNode>(new Uri(app.Management, ManagementPaths.Cache)))!["details"]!["cache"]!;
        Assert.Equal(("healthy", said, mode), (cache["status"]!.GetValue<string>(), cache["message"]!.GetValue<string>(), cache["details"]!["mode"]!.GetValue<string>()));
    }
}
