using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Vise.Tests.Support;

/// <summary>
/// Looks at open pages as people with other eyes, hands and phones use them: both themes, 360 px, 200 % zoom, text of twice the size, the keyboard, no motion.
/// Collects what it finds. <c>VISE_PICTURES</c> names a folder for a picture of each page in each of them.
/// </summary>
public sealed class PageLook
{
    private const int Text = 16;

    // the size of letters does not outlast the picture of a whole page
    private const string Large = "text-200";

    private static readonly ViewportSize Zoomed = new() { Width = 640, Height = 512 };
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private static readonly string Eyes = File.ReadAllText(Source.File("Vise.Tests", "Support", "page-look.js"));
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("VISE_PICTURES");

    // axe leaves target-size out unless it is named; of what it tests only colours change with the theme
    private const string AllRules = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'target-size': { enabled: true } }";
    private const string ColourRules = "{ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }";

    private readonly ConcurrentQueue<string> _faults = [];
    private readonly ConcurrentDictionary<IPage, ICDPSession> _devices = [];
    private int _pictures;

    /// <summary>What was found, each with its page.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Says of a page what something else found.</summary>
    public void Found(IPage page, string fault) => _faults.Enqueue($"{new Uri(page.Url).PathAndQuery}: {fault}");

    /// <summary>Looks at a page that stands open on a phone.</summary>
    /// <param name="page">In the size of a phone, to which it returns.</param>
    /// <param name="failed">Whether a form has just come back with what is wrong; the keyboard has been tried before then.</param>
    public async Task AtAsync(IPage page, bool failed = false)
    {
        await page.EvaluateAsync(Eyes);
        if (failed)
        {
            // the browser sets the focus as it draws
            await page.EvaluateAsync("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await AskAsync(page, "after what is wrong", "look.errors()");
        }

        await page.EvaluateAsync(Axe);
        await AxeAsync(page, "light", AllRules);
        await AskAsync(page, "360 px", "look.fits()");
        await AskAsync(page, "motion", "look.motion()");
        if (!failed)
        {
            await WalkAsync(page);
        }

        await PictureAsync(page, "light");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await AxeAsync(page, "dark", ColourRules);
        await PictureAsync(page, "dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await TextOfAsync(page, 2 * Text);
        await AskAsync(page, "text of 200 %", "look.fits()");
        await PictureAsync(page, Large);
        await TextOfAsync(page, Text);
        await page.SetViewportSizeAsync(Zoomed.Width, Zoomed.Height);
        await AskAsync(page, "zoom of 200 %", "look.fits()");
        await PictureAsync(page, "zoom-200");
        await page.SetViewportSizeAsync(TestBrowser.Phone.Width, TestBrowser.Phone.Height);
        Interlocked.Increment(ref _pictures);
    }

    // from the top of the page over every stop and off its end
    private async Task WalkAsync(IPage page)
    {
        var stops = await page.EvaluateAsync<int>("look.beforeWalk()");
        for (var at = 0; at < stops; at++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await AskAsync(page, "keyboard", "look.afterWalk()");
    }

    // as the person sets it in the browser
    private async Task TextOfAsync(IPage page, int pixels)
    {
        var device = _devices.TryGetValue(page, out var known) ? known : _devices[page] = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("Page.setFontSizes", new Dictionary<string, object>(StringComparer.Ordinal) { ["fontSizes"] = new { standard = pixels, @fixed = pixels } });
    }

    private async Task AskAsync(IPage page, string how, string question)
    {
        foreach (var fault in await page.EvaluateAsync<string[]>(question))
        {
            Found(page, $"{how}: {fault}");
        }
    }

    private Task AxeAsync(IPage page, string theme, string rules) => AskAsync(page, $"axe, {theme}", $$"""
        axe.run(document, {{rules}}, preload: false, resultTypes: ['violations'] })
          .then(({ violations }) => violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(', ')}`))
        """);

    private async Task PictureAsync(IPage page, string how)
    {
        if (Pictures is not null)
        {
            var place = new Uri(page.Url).AbsolutePath.Trim('/').Replace('/', '.');
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{_pictures:000}.{place}.{how}.png"), FullPage = how != Large });
        }
    }
}
