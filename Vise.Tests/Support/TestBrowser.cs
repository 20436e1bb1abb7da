using System.Diagnostics;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

[assembly: AssemblyFixture(typeof(TestBrowser))]

namespace Vise.Tests.Support;

/// <summary>The machine's Chromium, started once a test run by the first test that asks. Each person has a context of their own.</summary>
public sealed class TestBrowser : IAsyncDisposable
{
    public static readonly ViewportSize Phone = new() { Width = 360, Height = 800 };
    public static readonly ViewportSize OfficePc = new() { Width = 1440, Height = 900 };

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    /// <summary>A page in a browser of one's own, nobody signed in.</summary>
    public Task<IPage> OpenAsync(TestApp app, ViewportSize viewport, bool script = true, string locale = "en-IN", TestLine? line = null) =>
        OpenAsync(app.Address, viewport, script, locale, line);

    /// <summary>The same at an address, over a line of one's own where given.</summary>
    public async Task<IPage> OpenAsync(Uri address, ViewportSize viewport, bool script = true, string locale = "en-IN", TestLine? line = null)
    {
        var chromium = await StartedAsync();
        var context = await chromium.NewContextAsync(new()
        {
            BaseURL = address.AbsoluteUri,
            ViewportSize = viewport,
            JavaScriptEnabled = script,
            Locale = locale,
            TimezoneId = "Asia/Kolkata",
            ReducedMotion = ReducedMotion.Reduce,
            // a browser goes past its proxy to its own machine unless told
            Proxy = line is null ? null : new Proxy { Server = line.Address, Bypass = "<-loopback>" },
        });
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>A page of somebody who has signed in with the demo password, at an address.</summary>
    public Task<IPage> SignInAsync(TestApp app, string email, string path, ViewportSize viewport, bool script = true, string locale = "en-IN", TestLine? line = null) =>
        SignInAsync(app.Address, email, path, viewport, script, locale, line);

    /// <summary>The same at an address, over a line of one's own where given.</summary>
    public async Task<IPage> SignInAsync(Uri address, string email, string path, ViewportSize viewport, bool script = true, string locale = "en-IN", TestLine? line = null)
    {
        var page = await OpenAsync(address, viewport, script, locale, line);
        await page.GotoAsync($"{Vise.Web.Shell.Paths.SignIn(path)}");
        await EnterAsync(page, email, path);
        return page;
    }

    /// <summary>Fills in the sign-in page that stands open, and waits for the address that it leads back to.</summary>
    public static async Task EnterAsync(IPage page, string email, string path)
    {
        await page.Locator("[name='Form.Email']").FillAsync(email);
        await page.Locator("[name='Form.Password']").FillAsync(DemoAccounts.Password);
        await page.Locator("[name='Form.Password']").PressAsync("Enter");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path.Split('?')[0]);
    }

    /// <summary>Waits until the page's circuit answers; clicks before that are lost.</summary>
    public static Task CircuitAsync(IPage page) => page.Locator("[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Fails on anything axe finds against WCAG 2.2 AA, in words.</summary>
    public static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        Assert.True(
            result.Violations.Length == 0,
            $"{page.Url}: " + string.Join("; ", result.Violations.Select(found => $"{found.Id}: {found.Help} at {string.Join(", ", found.Nodes.Take(3).Select(node => node.Html))}")));
    }

    /// <summary>Presses a button that asks a question in a window of the browser's own, and answers it.</summary>
    public static async Task AnswerAsync(IPage page, ILocator button, bool yes, string question)
    {
        string? said = null;
        void Answer(object? sender, IDialog dialog)
        {
            said = dialog.Message;
            _ = yes ? dialog.AcceptAsync() : dialog.DismissAsync();
        }

        page.Dialog += Answer;
        await button.ClickAsync();
        page.Dialog -= Answer;
        Assert.Equal(question, said);
    }

    /// <summary>Fails when the page is wider than its window.</summary>
    public static async Task AssertFitsAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth + 1"), $"{page.Url} is wider than {page.ViewportSize?.Width} pixels");

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            // as patient as a page: other tests keep the machine busy
            Assertions.SetDefaultExpectTimeout(30_000);
            _playwright ??= await Playwright.CreateAsync();
            return _chromium ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Find("chromium"),
                Args = [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync"],
            });
        }
        finally
        {
            _starting.Release();
        }
    }

    private static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new UnreachableException($"{program} is not on the PATH; ./vise test installs it.");
}
