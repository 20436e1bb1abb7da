using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>What a phone on a slow network has to load, in bytes over the wire with headers: the limits are those of a parent's patience.</summary>
public class WeightTests(TestCluster cluster, TestBrowser browser)
{
    private const int Landing = 150_000;
    private const int FormFirst = 200_000;
    private const int NextStep = 20_000;

    [Theory]
    [InlineData("en-IN")]
    [InlineData("hi-IN")]
    [InlineData("mr-IN")]
    [InlineData("ta-IN")]
    public async Task A_first_visit_and_each_step_of_the_form_stay_within_their_weight(string locale)
    {
        await using var database = await cluster.NewDemoAsync();
        // files as they were compressed by the build, whenever they were checked out
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), ("ReloadStaticAssetsAtRuntime", "false"));
        using var started = app.Browser();

        await AssertPoliciesAsync(started);
        // nothing of it is in the browser's cache
        foreach (var path in (string[])[Paths.Home, Paths.SchoolsFound("Pune", openOnly: false), Paths.School(TestSchool.Pune, "01"), Paths.Track])
        {
            var first = await browser.OpenAsync(app, TestBrowser.Phone, locale: locale);
            var visit = await Wire.ListenAsync(first);
            await first.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            visit.AssertAtMost(Landing, $"{path} in {locale}");
            Assert.True(await first.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} in {locale} is wider than a phone");
            await first.Context.CloseAsync();
        }

        var id = await ACompleteDraftAsync(app);
        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone, locale: locale);
        await phone.GotoAsync("about:blank");
        var wire = await Wire.ListenAsync(phone);
        await wire.ForgetAsync();
        await phone.GotoAsync(Paths.ApplyStep(id, "child"), new() { WaitUntil = WaitUntilState.NetworkIdle });
        // the browser fetches the phone's worker by itself, out of the page's sight
        await phone.EvaluateAsync("fetch('/service-worker.js').then(answer => answer.text())");
        wire.AssertAtMost(FormFirst, $"the form's first step in {locale}");

        foreach (var step in (string[])["background", "sought", "parents", "address", "siblings", "health", "documents", "consent", "review"])
        {
            wire.Start();
            await phone.Locator("button[name=then][value=next], button.button-primary").First.ClickAsync();
            await phone.WaitForURLAsync(url => url.EndsWith("/" + step, StringComparison.Ordinal));
            await TestNode.UntilAsync(() => Task.FromResult(wire.HasLoaded));
            await phone.WaitForLoadStateAsync(LoadState.NetworkIdle);
            wire.AssertAtMost(NextStep, $"the step {step} in {locale}", step);
        }

        await phone.Context.CloseAsync();
    }

    // what a page loads is bound by the page's policy and carries none; what may be opened alone has its own
    private static async Task AssertPoliciesAsync(HttpClient http)
    {
        foreach (var (path, own) in ((string, bool)[])[("/css/base.css", false), ("/js/family.js", false), ("/fonts/noto-sans-latin-wght-normal.woff2", false), ("/service-worker.js", true), ("/favicon.svg", true), (Paths.Home, true)])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, path);
            Assert.Equal((path, own), (path, answer.Headers.Contains("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    private static async Task<ApplicationId> ACompleteDraftAsync(TestApp app)
    {
        var demo = DemoAccounts.Find("parent@demo.vise")!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, demo.Id, CancellationToken.None);
        var started = await app.Services.GetRequiredService<DraftDesk>().StartAsync(
            new Actor(account!.Value, demo.Role, demo.Scope, demo.Name), TestSchool.ClassOne, [.. TestForm.Complete.Select(field => new FieldEdit(field.Key, field.Value, 0))], CancellationToken.None);
        return started.Value!.Id;
    }

    /// <summary>Counts what a page loads, by the browser's own figures.</summary>
    private sealed class Wire(ICDPSession session)
    {
        private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
        private readonly List<(string Address, double Bytes)> _loaded = [];

        public static async Task<Wire> ListenAsync(IPage page)
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            var wire = new Wire(session);
            session.Event("Network.requestWillBeSent").OnEvent += (_, e) => wire._addresses[e!.Value.GetProperty("requestId").GetString()!] = e.Value.GetProperty("request").GetProperty("url").GetString()!;
            session.Event("Network.loadingFinished").OnEvent += (_, e) =>
                wire._loaded.Add((wire._addresses.GetValueOrDefault(e!.Value.GetProperty("requestId").GetString()!, ""), e.Value.GetProperty("encodedDataLength").GetDouble()));
            await session.SendAsync("Network.enable");
            return wire;
        }

        /// <summary>From here on as on a phone that never was here: nothing comes out of the browser's cache or the worker's, which would be counted as nothing.</summary>
        public async Task ForgetAsync()
        {
            await session.SendAsync("Network.clearBrowserCache");
            await session.SendAsync("Network.setBypassServiceWorker", new Dictionary<string, object>(StringComparer.Ordinal) { ["bypass"] = true });
        }

        public bool HasLoaded => _loaded.Count > 0;

        /// <summary>Counts from here.</summary>
        public void Start() => _loaded.Clear();

        /// <param name="most">Bytes.</param>
        /// <param name="what">For the message.</param>
        /// <param name="step">Of the form's pages this step's alone: the browser tells of the end of one that was put in place only when the next is asked for.</param>
        public void AssertAtMost(int most, string what, string? step = null)
        {
            var all = _loaded.Where(part => step is null || !part.Address.Contains(Paths.Apply + "/", StringComparison.Ordinal) || part.Address.EndsWith("/" + step, StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(_loaded);
            var parts = string.Join("\n", all.OrderByDescending(part => part.Bytes).Select(part => $"{part.Bytes,9:0}  {part.Address}"));
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {all.Sum(part => part.Bytes):0} bytes\n{parts}");
            Assert.True(all.Sum(part => part.Bytes) <= most, $"{what} takes {all.Sum(part => part.Bytes):0} bytes, more than {most}:\n{parts}");
        }
    }
}
