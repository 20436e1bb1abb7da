using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Vise.Web.Shell.Offline;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>
/// Every page that a family or the public can open and every step of the form, looked at in both themes, on a phone, at 200 %, by keyboard, without motion,
/// and with what is wrong in a form (<see cref="PageLook"/>). Which pages there are is read from the app itself: a new one that nobody leads to here fails.
/// </summary>
public sealed class AccessibleTests(FamilyApp family, TestBrowser browser, ITestOutputHelper output) : IClassFixture<FamilyApp>
{
    private readonly PageLook _look = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _letters = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_page_of_a_family_can_be_seen_read_reached_and_mended_by_everyone()
    {
        var states = new FamilyStates(family.App, family.Database);
        await states.MakeAsync();

        try
        {
            await Task.WhenAll(NobodyAsync(), ParentAsync(states), GuestAsync());
        }
        finally
        {
            // also when somebody did not come to the end
            output.WriteLine(string.Join('\n', _look.Faults));
        }

        Assert.Empty(_look.Faults);
        Assert.Equal([], Routes().Where(route => !_seen.ContainsKey(route)));
        Assert.Equal([], FormSteps.All.Select(step => "/apply/{Id}/" + FormSteps.Slug(step)).Where(step => !_seen.ContainsKey(step)));
        Assert.Equal([], Enum.GetNames<LetterKind>().Where(kind => !_letters.ContainsKey(kind.ToLowerInvariant())));
    }

    private async Task NobodyAsync()
    {
        await using var account = await AccountPages.OpenAsync(family.App, browser, SeeAsync, FailAsync);
        var phone = account.Page;
        await GoAsync(phone, Paths.Home);
        await GoAsync(phone, Paths.Schools);
        await GoAsync(phone, Paths.SchoolsFound("nowhere at all", openOnly: false));
        await GoAsync(phone, Paths.SchoolsFound("411005", openOnly: true));
        await GoAsync(phone, Paths.School(TestSchool.Pune, "01"));
        await FailAsync(phone, "#age button");
        await GoAsync(phone, Paths.BlankForm(TestSchool.Pune, "01", TestSchool.ClassOne.Year));
        await GoAsync(phone, Paths.Track);
        await FailAsync(phone, "form.form button");
        await GoAsync(phone, Paths.Apply);
        // it would lead back at once
        await phone.RouteAsync("**" + PhonePaths.Phone, route => route.AbortAsync());
        await GoAsync(phone, PhonePaths.Offline);
        await phone.UnrouteAsync("**" + PhonePaths.Phone);
        foreach (var address in (string[])[Paths.Error, Paths.Forbidden, Paths.NotFound, "/no-such-page", AccessPaths.SignInFailed, AccessPaths.SignOut, AccessPaths.SignedOut, AccessPaths.FirstPassword, Paths.Invitation])
        {
            await GoAsync(phone, address);
        }

        await account.SeeAllAsync();
    }

    private async Task ParentAsync(FamilyStates states)
    {
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        await SeeAsync(phone);
        await GoAsync(phone, Paths.ApplyWithCopy(states.Submitted));
        foreach (var id in states.All)
        {
            await GoAsync(phone, Paths.MyApplication(id));
            foreach (var letter in await phone.Locator("[data-letter]").EvaluateAllAsync<string[]>("all => all.map((link) => link.getAttribute('href'))"))
            {
                if (_letters.TryAdd(letter.Split('/')[^1].Split('-')[0], true))
                {
                    await GoAsync(phone, letter);
                }
            }
        }

        await GoAsync(phone, FilePaths.Replace(states.Refused));
        await GoAsync(phone, Paths.Acknowledgement(states.Submitted));
        await GoAsync(phone, Paths.Looked(states.Enrolled), look: false);
        await GoAsync(phone, Paths.Looked(states.Submitted));
        await GoAsync(phone, Paths.MyApplication(states.Submitted), look: false);
        await FailAsync(phone, "[data-enquiries] .actions button");
        await GoAsync(phone, OwnDataPaths.Consent(states.Submitted));
        await FailAsync(phone, "form.form button");
        await GoAsync(phone, Paths.Withdraw(states.Submitted));
        await FailAsync(phone, "form.form button");
        await GoAsync(phone, Paths.Guardian(states.Submitted));
        await FailAsync(phone, "form.form button");
        await GoAsync(phone, Paths.Claim);
        await FailAsync(phone, "form.form button");
        await GoAsync(phone, OwnDataPaths.Page);
        await GoAsync(phone, OwnDataPaths.Erase);
        await FailAsync(phone, "form.form button");

        await GoAsync(phone, Paths.Amend(states.Submitted));
        foreach (var step in await phone.Locator("[data-amend-step]").EvaluateAllAsync<string[]>("all => all.map((link) => link.dataset.amendStep)"))
        {
            await GoAsync(phone, Paths.AmendStep(states.Submitted, step), look: step is "address");
            if (step is "address")
            {
                await FailAsync(phone, "form.form .actions button");
            }
        }

        await GoAsync(phone, Paths.ApplyStep(states.Returned, "child"));
        await GoAsync(phone, $"{Paths.Apply}/{states.Draft}", look: false);
        foreach (var step in FormSteps.All)
        {
            await GoAsync(phone, FormSteps.PathOf(states.Draft, step));
            if (step is not FormStep.Review and not FormStep.Documents && await PressAsync(phone, "button[value=next]"))
            {
                await _look.AtAsync(phone, failed: true);
            }
        }

        await phone.Context.CloseAsync();
    }

    private async Task GuestAsync()
    {
        var phone = await browser.OpenAsync(family.App, TestBrowser.Phone);
        await GoAsync(phone, Paths.ApplyFor(TestSchool.Pune, "01", TestSchool.ClassOne.Year, "SB", "GEN", "02"));
        var id = await FamilyForm.BeginAsync(phone, "02");
        await SeeAsync(phone);
        await GoAsync(phone, Paths.MyApplication(id));
        await GoAsync(phone, FormSteps.PathOf(id, FormStep.Review), look: false);
        await FailAsync(phone, "[data-hands-in] button");
        await phone.Context.CloseAsync();
    }

    private async Task GoAsync(IPage page, string path, bool look = true)
    {
        await page.GotoAsync(path);
        Note(path);
        if (look)
        {
            await SeeAsync(page);
        }
    }

    private async Task SeeAsync(IPage page)
    {
        Note(new Uri(page.Url).AbsolutePath);
        await page.WaitForLoadStateAsync();
        await _look.AtAsync(page);
    }

    // hands a form in with nothing filled in: it must come back and say what is wrong
    private async Task FailAsync(IPage page, string button)
    {
        if (!await PressAsync(page, button))
        {
            _look.Found(page, $"was taken though nothing was filled in ({button})");
            return;
        }

        await _look.AtAsync(page, failed: true);
    }

    // whether the form came back; the page that it stood on is known by a mark, which the next one has no more
    private static async Task<bool> PressAsync(IPage page, string button)
    {
        var before = new Uri(page.Url).AbsolutePath;
        await page.EvaluateAsync("document.documentElement.setAttribute('data-old', '')");
        await page.Locator(button).Last.ClickAsync();
        await page.WaitForFunctionAsync("(before) => !document.documentElement.hasAttribute('data-old') || location.pathname !== before || document.querySelector('#error-summary, #refused')", before);
        await page.WaitForLoadStateAsync();
        return new Uri(page.Url).AbsolutePath == before || await page.Locator("#error-summary, #refused").CountAsync() > 0;
    }

    private void Note(string path)
    {
        path = path.Split('?', '#')[0];
        var parts = path.Split('/');
        foreach (var route in Routes().Where(route => Fits(route.Split('/'), parts)))
        {
            _seen[route] = true;
        }

        if (parts is [_, "apply", _, var step])
        {
            _seen["/apply/{Id}/" + step] = true;
        }
    }

    private static bool Fits(string[] route, string[] parts) =>
        route.Length == parts.Length && route.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));

    // static pages are the family's and the public's, save those under the office's addresses
    private static IReadOnlyList<string> Routes() =>
    [
        .. typeof(App).Assembly.GetTypes().Where(page => page.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute), inherit: true))
            .SelectMany(page => page.GetCustomAttributes<RouteAttribute>(inherit: false)).Select(route => route.Template)
            .Where(route => !Paths.Office.Any(office => route == office || route.StartsWith(office + "/", StringComparison.Ordinal))),
    ];
}
