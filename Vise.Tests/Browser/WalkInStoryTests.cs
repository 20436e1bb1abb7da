using System.Text;
using Microsoft.Playwright;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A clerk enters a paper form by keyboard alone.</summary>
public class WalkInStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_paper_form_goes_in_by_keyboard_and_nothing_typed_is_lost()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var desk = await browser.SignInAsync(world.App, "clerk@demo.vise", Paths.Desk, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(desk);
        await desk.Keyboard.PressAsync("n");
        await Assertions.Expect(desk.Locator("#class")).ToBeFocusedAsync();
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Locator("#class").SelectOptionAsync("01.2025-26.SB.GEN.01");
        await desk.Keyboard.PressAsync("Tab");
        await desk.Keyboard.PressAsync("Enter");
        var name = desk.Locator("[name='child.name']");
        await Assertions.Expect(name).ToBeVisibleAsync();
        await TestBrowser.AssertAccessibleAsync(desk);
        await TestBrowser.AssertFitsAsync(desk);

        // Enter goes on; what was left is saved, and there again when the page was lost
        await Assertions.Expect(name).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("Ravi Kale");
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[name='child.nameInScript']")).ToBeFocusedAsync();
        await Assertions.Expect(desk.Locator("#walk-in-saved")).ToContainTextAsync("Saved ");
        await desk.Locator("[name='child.motherTongue']").SelectOptionAsync("mr");
        await Assertions.Expect(desk.Locator("[name='child.motherTongue.rev']")).ToHaveValueAsync("1");
        await desk.ReloadAsync();
        await Assertions.Expect(name).ToHaveValueAsync("Ravi Kale");
        Assert.True(ApplicationId.TryParse(new Uri(desk.Url).Segments[2].Trim('/'), out var id));

        // what is being typed is saved too, before it is left
        await name.FillAsync("");
        await name.PressSequentiallyAsync("Ravi R Kale");
        await ArrivedAsync("child.name", "Ravi R Kale");
        await Assertions.Expect(name).ToBeFocusedAsync();

        // while the server can't be reached it says so, and sends all by itself once it can
        // what was left is tried at once, what is typed after its rest
        var (failed, tried) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        desk.RequestFailed += (_, request) =>
        {
            if (request.Method == "POST" && Interlocked.Increment(ref failed) == 2)
            {
                tried.TrySetResult();
            }
        };
        await desk.Context.SetOfflineAsync(true);
        await desk.Locator("[name='child.pen']").FillAsync("12345678901");
        await tried.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Assertions.Expect(desk.Locator("#walk-in-saved.unsent")).ToBeVisibleAsync();
        await desk.Context.SetOfflineAsync(false);
        await ArrivedAsync("child.pen", "12345678901");

        // a save whose answer is lost goes again, and what was typed since is no quarrel with it
        var lost = 0;
        await desk.RouteAsync("**/form", async route =>
        {
            await route.FetchAsync();
            lost++;
            await route.AbortAsync();
        });
        await desk.Locator("[name='child.pen']").FillAsync("1234567890");
        await Assertions.Expect(desk.Locator("#walk-in-saved.unsent")).ToBeVisibleAsync();
        await desk.Locator("[name='child.pen']").FillAsync("123456789");
        await desk.UnrouteAsync("**/form");
        await ArrivedAsync("child.pen", "123456789");
        Assert.InRange(lost, 1, 3);
        await Assertions.Expect(desk.Locator("[data-conflict]")).ToHaveCountAsync(0);
        foreach (var (path, value) in TestForm.With(("child.name", "Ravi Kale")))
        {
            await FillAsync(desk, path, value);
        }

        await Assertions.Expect(desk.Locator("#walk-in-saved")).ToContainTextAsync("Saved ");
        await desk.Locator("[name='parents.0.mobile']").FillAsync("12");
        await desk.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(desk.Locator("#error-summary li")).ToHaveCountAsync(1);
        await Assertions.Expect(desk.Locator("#error-summary")).ToBeFocusedAsync();
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Locator("[name='parents.0.mobile']").FillAsync("98230 12345");
        await desk.Keyboard.PressAsync("Control+Enter");
        await TestBrowser.CircuitAsync(desk);
        await Assertions.Expect(desk.Locator("[data-status=submitted]").First).ToBeVisibleAsync();
        Assert.Equal("submitted", await world.Database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'"));
        await desk.Context.CloseAsync();

        Task ArrivedAsync(string path, string value) => TestNode.UntilAsync(async () =>
            await world.Database.ScalarAsync<string>($"select value from admissions.draft_field where application_id = '{id}' and path = '{path}'") == value);
    }

    [Fact]
    public async Task Enter_goes_through_every_answer_that_is_to_be_seen_and_then_to_what_is_asked_for_beside_them()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var desk = await browser.SignInAsync(world.App, "clerk@demo.vise", WalkInPaths.Form(await FreshAsync(world, TestSchool.ClassOne)), TestBrowser.OfficePc);
        await Assertions.Expect(desk.Locator("[name='child.name']")).ToBeFocusedAsync();
        var toBeSeen = await desk.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('form[data-walk-in] :is(input, select, textarea)')].filter(one => one.type !== 'hidden' && one.offsetParent && !one.closest('details:not([open])')).map(one => one.name))]");
        Assert.Contains("siblings.0.enrollmentId", toBeSeen);
        Assert.DoesNotContain("parents.1.name", toBeSeen);

        List<string> walked = [];
        for (var at = await AtAsync(); at != "hand-in" && walked.Count < 2 * toBeSeen.Length; at = await AtAsync())
        {
            walked.Add(at);
            await desk.Keyboard.PressAsync("Enter");
        }

        Assert.Equal(toBeSeen, walked.Distinct(StringComparer.Ordinal));
        Assert.Equal("hand-in", await AtAsync());

        // a key that is held down presses nothing: neither the form's button nor the one that it comes to
        await desk.EvaluateAsync("window.isSamePage = true");
        foreach (var from in (string[])["child.name", "consent.given"])
        {
            await desk.Locator($"[name='{from}']").FocusAsync();
            await desk.Keyboard.DownAsync("Enter");
            await desk.Keyboard.DownAsync("Enter");
            await desk.Keyboard.UpAsync("Enter");
        }

        Assert.Equal("hand-in", await AtAsync());
        await desk.Locator("[name='child.name']").FillAsync("Ravi Kale");
        await Assertions.Expect(desk.Locator("#walk-in-saved")).ToContainTextAsync("Saved ");
        Assert.True(await desk.EvaluateAsync<bool>("window.isSamePage === true"));

        // half filled in it begins where it was left; a document that is asked for comes after the last answer
        await desk.ReloadAsync();
        await Assertions.Expect(desk.Locator("[name='child.nameInScript']")).ToBeFocusedAsync();
        await desk.GotoAsync(WalkInPaths.Form(await FreshAsync(world, TestSchool.ClassTwo)));
        await Assertions.Expect(desk.Locator("[name='child.name']")).ToBeFocusedAsync();
        await desk.Locator("[name='consent.given']").FocusAsync();
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[name='documents.birth_certificate']")).ToBeFocusedAsync();
        await desk.Context.CloseAsync();

        Task<string> AtAsync() => desk.EvaluateAsync<string>("document.activeElement.matches('button') ? document.activeElement.value : document.activeElement.name ?? ''");
    }

    private static async Task<ApplicationId> FreshAsync(DemoApp world, SchoolChoice choice) =>
        (await world.Of<WalkInDesk>().StartAsync(world.Clerk, choice, CancellationToken.None)).Value!.Id;

    private static async Task FillAsync(IPage desk, string path, string value)
    {
        switch (AdmissionForm.Find(path)!.Kind)
        {
            case FieldKind.Date when value.Split('-') is [var year, var month, var day]:
                await desk.Locator($"[name='{path}.day']").FillAsync(day);
                await desk.Locator($"[name='{path}.month']").FillAsync(month);
                await desk.Locator($"[name='{path}.year']").FillAsync(year);
                break;
            case FieldKind.Choice when await desk.Locator($"select[name='{path}']").CountAsync() == 1:
                await desk.Locator($"select[name='{path}']").SelectOptionAsync(value);
                break;
            case FieldKind.Choice or FieldKind.YesNo:
                await desk.Locator($"[name='{path}'][value='{value}']").CheckAsync();
                break;
            default:
                await desk.Locator($"[name='{path}']").FillAsync(value);
                break;
        }
    }
}
