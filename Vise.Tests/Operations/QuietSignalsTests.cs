using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Access;
using Vise.Tests.Admissions;
using Vise.Tests.Browser;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Local;
using Vise.Web.Operations;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>A whole admission with values found nowhere else: none may be in logs, metrics or exported traces.</summary>
public class QuietSignalsTests(TestCluster cluster, TestBrowser browser)
{
    private const string Child = "Quillamara Zephyrine";
    private const string Mobile = "9177740077";
    private const string Aadhaar = "999999990019";
    private const string Apaar = "770077400771";
    private const string Email = "zq.canary@example.com";
    private const string Illness = "Fribbleitis of the left knee";
    private const string Line = "77 Wobblegate Lane";

    private static readonly string[] Canaries = ["Quillamara", "Zephyrine", Mobile, Aadhaar, "9999 9999 0019", Apaar, "zq.canary", "Wobblegate", "Ephraimson", "Fribbleitis"];

    [Fact]
    public async Task A_childs_data_is_in_no_log_metric_or_trace()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        using var logs = new TestFolder();
        await using var collector = await Collector.StartAsync();
        string metrics;
        await using (var app = new TestApp(
            database, ("Demo:Enabled", "true"), (Logs.Setting, logs.Path), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            app.Browser().Dispose();
            await WalkAsync(app);
            using var http = new HttpClient();
            metrics = await http.GetStringAsync(new Uri(app.Management, ManagementPaths.Metrics));
        }

        var lines = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(logs.Path, "vise-*.json")));
        var traces = collector.Text;
        Assert.All(lines.Split('\n').Where(line => line.Contains("RequestPath", StringComparison.Ordinal)), line => Assert.Matches("\"@tr\":\"[0-9a-f]{32}\"", line));
        Assert.Contains("EnrolmentDesk.Enrol", traces, StringComparison.Ordinal);
        Assert.Contains("/api/v1/applications/{applicationId}/transitions", traces, StringComparison.Ordinal);
        AssertQuiet(lines, metrics, traces);
    }

    [Fact]
    public async Task What_is_typed_into_pages_is_in_no_log_metric_or_trace_either_and_live_pages_are_counted()
    {
        await using var database = await cluster.NewDemoAsync();
        using var logs = new TestFolder();
        await using var collector = await Collector.StartAsync();
        string metrics;
        await using (var app = new TestApp(
            database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), (Logs.Setting, logs.Path),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            app.Browser().Dispose();
            var id = await TypeAsync(app);
            var clerk = await browser.SignInAsync(app, "clerk@demo.vise", Paths.Desk, TestBrowser.OfficePc);
            await TestBrowser.CircuitAsync(clerk);
            await clerk.Keyboard.PressAsync("/");
            await clerk.Keyboard.TypeAsync(Child);
            await clerk.Keyboard.PressAsync("Enter");
            await Assertions.Expect(clerk.Locator("tbody tr")).ToHaveCountAsync(1);
            await clerk.GotoAsync(Paths.DeskApplication(id));
            await TestBrowser.CircuitAsync(clerk);
            await Assertions.Expect(clerk.Locator("main")).ToContainTextAsync(Illness);
            await clerk.Locator("[data-step=StartReview]").ClickAsync();
            await clerk.Locator("[data-step=Reject], [data-step=Return]").First.WaitForAsync();
            using var http = new HttpClient();
            metrics = await http.GetStringAsync(new Uri(app.Management, ManagementPaths.Metrics));
            await clerk.Context.CloseAsync();
        }

        var lines = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(logs.Path, "vise-*.json")));
        Assert.Matches("(?m)^vise_active_circuits(\\{[^}]*\\})? [1-9]", metrics);
        Assert.Matches("(?m)^vise_db_queries_total\\{[^}]*query=\"AuthContext\"", metrics);
        Assert.Contains("ReviewDesk.StartReview", collector.Text, StringComparison.Ordinal);
        AssertQuiet(lines, metrics, collector.Text);
    }

    // a family's form, a field refused on the way, and the search that a clerk types
    private async Task<ApplicationId> TypeAsync(TestApp app)
    {
        var parent = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(parent, classCode: "02");
        await parent.GotoAsync(Paths.ApplyStep(id, "health"));
        await parent.Locator("[name='health.conditions']").FillAsync(Illness);
        await parent.Locator("[name='health.emergencyMobile']").FillAsync(Mobile + "1");
        await FamilyForm.SaveAsync(parent);
        // the answer to the step; the field's own sign may come before it
        await parent.Locator("#error-summary").WaitForAsync();
        await parent.Locator("[name='health.emergencyMobile']").FillAsync(Mobile);
        await FamilyForm.SaveAsync(parent);
        // else the next page would come before what is sent here
        await parent.WaitForURLAsync(url => url.EndsWith("/documents", StringComparison.Ordinal));
        await parent.GotoAsync(Paths.ApplyStep(id, "child"));
        await FamilyForm.FillAllAsync(parent, look: false, FamilyForm.Child with { Name = Child });
        await parent.GetByRole(AriaRole.Button, new() { Name = "Submit the form" }).ClickAsync();
        await parent.WaitForURLAsync($"**{Paths.Acknowledgement(id)}");
        await parent.Context.CloseAsync();
        return id;
    }

    private static void AssertQuiet(string lines, string metrics, string traces) => Assert.All(Canaries, canary =>
    {
        Assert.DoesNotContain(canary, lines, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(canary, metrics, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(canary, traces, StringComparison.OrdinalIgnoreCase);
    });

    private static async Task WalkAsync(TestApp app)
    {
        using var clerk = await ApiClient.SignInAsync(app, "demo-clerk");
        using var admin = await ApiClient.SignInAsync(app, "demo-admin");
        var form = JsonNode.Parse(ApiWorld.Sample)!;
        form["child"]!["name"] = Child;
        form["child"]!["aadhaar"] = Aadhaar;
        form["child"]!["apaarId"] = Apaar;
        form["parents"]![0]!["name"] = "Ephraimson Zephyrine";
        form["parents"]![0]!["mobile"] = Mobile;
        form["parents"]![0]!["email"] = Email;
        form["address"]!["permanent"]!["line"] = Line;
        var begun = await clerk.PostAsync(ApiPaths.Applications, form.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, begun.Status);
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostAsync(ApiClient.Of(begun.Id) + "/submit")).Status);

        // found, read, mistaken, refused, not read
        var found = await clerk.GetAsync($"{ApiPaths.Applications}?branch=272501&q={Uri.EscapeDataString(Child)}");
        Assert.Contains(begun.Id, found.Text, StringComparison.Ordinal);
        Assert.Contains(Child, (await clerk.GetAsync(ApiClient.Of(begun.Id))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"{ApiPaths.Applications}/{Uri.EscapeDataString(Child)}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await clerk.PostAsync(ApiPaths.Applications, $$"""{"child":{"name":"{{Child}}",}""")).Status);
        await clerk.PostAsync(ApiPaths.Applications, form.ToJsonString(), ("If-Match", $"\"{Child}\""), ("User-Agent", "client/1"));
        foreach (var (who, to) in new[] { (clerk, "review"), (admin, "accepted"), (admin, "offer"), (clerk, "fees") })
        {
            Assert.Equal(HttpStatusCode.OK, (await who.MoveAsync(begun.Id, to, $$""","reason":"{{Child}} of {{Line}}" """)).Status);
        }

        await clerk.PostAsync(ApiClient.Of(begun.Id) + "/payments", $$"""{"amountPaise":125000,"method":"cheque","reference":"{{Mobile}}"}""");
        Assert.Equal(HttpStatusCode.OK, (await admin.MoveAsync(begun.Id, "enrolled")).Status);

        using var parent = new PlainBrowser(app.Address);
        await parent.SignInAsync("parent@demo.vise", DemoAccounts.Password, $"{Paths.My}?q={Uri.EscapeDataString(Child)}");
        Assert.Equal(HttpStatusCode.OK, parent.Status);
    }

    /// <summary>What an OTLP collector is sent, by HTTP.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<byte[]> _bodies = new();
        private readonly WebApplication _app;

        private Collector(WebApplication app, Uri address) => (_app, Address) = (app, address);

        public Uri Address { get; }

        public string Text => string.Concat(_bodies.Select(Encoding.UTF8.GetString));

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
            builder.WebHost.UseUrls(address.AbsoluteUri);
            var collector = new Collector(builder.Build(), address);
            collector._app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                collector._bodies.Enqueue(body.ToArray());
            });
            await collector._app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
