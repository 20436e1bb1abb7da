using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The same form open twice: each sees what the other writes, and neither overwrites the other silently.</summary>
[Collection(nameof(FamilyApp))]
public class TwoDevicesTests(FamilyApp family, TestBrowser browser)
{
    [Fact]
    public async Task Two_devices_show_each_others_changes_and_ask_where_both_wrote()
    {
        var mine = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(mine, "01");
        var other = await browser.SignInAsync(family.App, "parent@demo.vise", FamilyApp.Child(id), TestBrowser.Phone);

        await mine.Locator("[name='child.name']").PressSequentiallyAsync("Asha Patil");
        await mine.Locator("[name='child.birthDate.day']").FillAsync("14");
        await mine.Locator("[name='child.gender'][value=F]").CheckAsync();
        await Assertions.Expect(other.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await Assertions.Expect(other.Locator("[name='child.birthDate.day']")).ToHaveValueAsync("14");
        await Assertions.Expect(other.Locator("[name='child.gender'][value=F]")).ToBeCheckedAsync();
        await FamilyApp.SignAsync(other, "Changed on another device");
        await other.Locator("[name='child.name']").FillAsync("Asha R Patil");
        await Assertions.Expect(mine.Locator("[name='child.name']")).ToHaveValueAsync("Asha R Patil");

        await mine.Context.SetOfflineAsync(true);
        await mine.Locator("[name='child.name']").FillAsync("Asha Ramesh Patil");
        await other.Locator("[name='child.name']").FillAsync("Asha Rao Patil");
        await family.ArrivedAsync(id, "child.name", "Asha Rao Patil");
        await mine.Context.SetOfflineAsync(false);
        await mine.Locator("[data-conflict='child.name']").WaitForAsync();
        await Assertions.Expect(mine.Locator("[data-theirs]").First).ToHaveTextAsync("Asha Rao Patil");
        await Assertions.Expect(mine.Locator("[name='child.name']")).ToHaveValueAsync("Asha Ramesh Patil");
        Assert.Equal("Asha Rao Patil", await family.ValueAsync(id, "child.name"));
        await mine.Locator("[data-keep=mine]").First.ClickAsync();

        await Assertions.Expect(other.Locator("[name='child.name']")).ToHaveValueAsync("Asha Ramesh Patil");
        await mine.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task A_choice_left_open_is_asked_again_after_a_reload_and_the_answer_kept_leads_on()
    {
        var (mine, id) = await QuarrelAsync();
        await mine.ReloadAsync();
        await mine.Locator("[data-conflict='child.name']").WaitForAsync();
        await FamilyForm.SaveAsync(mine);
        // the step as it comes back, and not the box that was there before
        await Assertions.Expect(mine).ToHaveTitleAsync(new Regex("^Error:", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(mine.Locator("[data-theirs]").First).ToHaveTextAsync("Asha R Patil");
        Assert.Equal("Asha R Patil", await family.ValueAsync(id, "child.name"));

        await mine.Locator("[data-keep=mine]").First.ClickAsync();
        await FamilyForm.SaveAsync(mine);

        await mine.WaitForURLAsync("**/background");
        Assert.Equal("Asha Ramesh Patil", await family.ValueAsync(id, "child.name"));
        await mine.Context.CloseAsync();
    }

    [Fact]
    public async Task A_choice_left_open_on_one_step_is_named_on_the_others_and_before_the_form_is_handed_in()
    {
        var (mine, id) = await QuarrelAsync();

        await mine.GotoAsync(Paths.ApplyStep(id, "review"));
        await FamilyApp.SignAsync(mine, "waits for your choice");
        await TestBrowser.AssertAccessibleAsync(mine);
        await TestBrowser.AssertFitsAsync(mine);
        await mine.Locator("#saved-sign a").ClickAsync();

        await mine.Locator("[data-conflict='child.name'] [data-keep=theirs]").ClickAsync();
        await Assertions.Expect(mine.Locator("[name='child.name']")).ToHaveValueAsync("Asha R Patil");
        await mine.GotoAsync(Paths.ApplyStep(id, "review"));
        await Assertions.Expect(mine.Locator("#saved-sign")).Not.ToContainTextAsync("waits for your choice");
        await mine.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_tabs_of_one_phone_do_not_quarrel_with_each_other()
    {
        var one = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(one, "01");
        var two = await one.Context.NewPageAsync();
        await two.GotoAsync(FamilyApp.Child(id));
        await one.Context.SetOfflineAsync(true);
        await one.Locator("[name='child.name']").FillAsync("Asha");
        await two.Locator("[name='child.birthDate.day']").FillAsync("14");
        await FamilyApp.SignAsync(one, "Not sent yet");
        await FamilyApp.SignAsync(two, "Not sent yet");
        await one.Context.SetOfflineAsync(false);
        await Assertions.Expect(two.Locator("[name='child.name']")).ToHaveValueAsync("Asha");
        await two.Locator("[name='child.name']").FillAsync("Asha Patil");

        await Assertions.Expect(one.Locator("[name='child.name']")).ToHaveValueAsync("Asha Patil");
        await Assertions.Expect(one.Locator("[name='child.birthDate.day']")).ToHaveValueAsync("14");
        Assert.Equal("Asha Patil", await family.ValueAsync(id, "child.name"));
        Assert.Equal(0, await one.Locator(".conflict").CountAsync() + await two.Locator(".conflict").CountAsync());
        await one.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_tabs_that_wrote_the_same_field_differently_ask_which_to_keep()
    {
        var one = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(one, "01");
        await FamilyApp.WithoutWorkerAsync(one);
        var two = await one.Context.NewPageAsync();
        await two.GotoAsync(FamilyApp.Child(id));
        await one.Context.SetOfflineAsync(true);
        await one.Locator("[name='child.name']").FillAsync("Asha Patil");
        await FamilyApp.SignAsync(one, "Not sent yet");
        await two.Locator("[name='child.name']").FillAsync("Asha Rao");
        await FamilyApp.SignAsync(two, "Not sent yet");
        await two.RouteAsync("**/fields", route => route.AbortAsync());
        await one.Context.SetOfflineAsync(false);
        await family.ArrivedAsync(id, "child.name", "Asha Patil");
        await two.UnrouteAllAsync();
        await two.EvaluateAsync("dispatchEvent(new Event('online'))");

        await two.Locator("[data-conflict='child.name']").WaitForAsync();
        await Assertions.Expect(two.Locator("[data-theirs]").First).ToHaveTextAsync("Asha Patil");
        Assert.Equal("Asha Patil", await family.ValueAsync(id, "child.name"));
        await two.Locator("[data-keep=mine]").First.ClickAsync();
        await Assertions.Expect(one.Locator("[name='child.name']")).ToHaveValueAsync("Asha Rao");

        // what a tab left behind when it was closed is its own in the next one, where it is typed on while it is on its way
        await two.CloseAsync();
        await one.Context.SetOfflineAsync(true);
        await one.Locator("[name='child.name']").FillAsync("Asha R Rao");
        await FamilyApp.SignAsync(one, "Not sent yet");
        await FamilyApp.KeptOnPhoneAsync(one, "child.name");
        var three = await one.Context.NewPageAsync();
        await one.CloseAsync();
        await three.Context.SetOfflineAsync(false);
        var answer = new TaskCompletionSource();
        await three.RouteAsync("**/fields", async route =>
        {
            var first = await route.FetchAsync();
            await answer.Task;
            await route.FulfillAsync(new() { Response = first });
        });
        await three.GotoAsync(FamilyApp.Child(id));
        await family.ArrivedAsync(id, "child.name", "Asha R Rao");
        await three.Locator("[name='child.name']").FillAsync("Asha R Rao Patil");
        answer.SetResult();
        await family.ArrivedAsync(id, "child.name", "Asha R Rao Patil");
        await FamilyApp.SignAsync(three, "Saved");
        await Assertions.Expect(three.Locator(".conflict")).ToHaveCountAsync(0);
        await three.Context.CloseAsync();
    }

    [Fact]
    public async Task A_quarrel_that_is_found_on_another_step_holds_up_nothing_there_and_leads_to_its_choice()
    {
        var mine = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(mine, "01");
        await FamilyApp.WithoutWorkerAsync(mine);
        await mine.Context.SetOfflineAsync(true);
        await mine.Locator("[name='child.name']").FillAsync("Asha Ramesh Patil");
        await FamilyApp.SignAsync(mine, "Not sent yet");
        await FamilyApp.KeptOnPhoneAsync(mine, "child.name");
        var other = await browser.SignInAsync(family.App, "parent@demo.vise", FamilyApp.Child(id), TestBrowser.Phone);
        await other.Locator("[name='child.name']").FillAsync("Asha R Patil");
        await family.ArrivedAsync(id, "child.name", "Asha R Patil");
        await other.Context.CloseAsync();

        // the tab is closed; the next one opens another step, and what waits there is sent late
        var next = await mine.Context.NewPageAsync();
        await mine.CloseAsync();
        await next.RouteAsync("**/fields", route => route.AbortAsync());
        await next.Context.SetOfflineAsync(false);
        await next.GotoAsync(Paths.ApplyStep(id, "siblings"));
        await FamilyApp.SignAsync(next, "Not sent yet");
        await FamilyForm.SaveAsync(next);
        await FamilyApp.SignAsync(next, "No connection just now");
        await next.UnrouteAllAsync();

        await next.WaitForURLAsync("**/health");
        await FamilyApp.SignAsync(next, "waits for your choice");
        Assert.Equal("Asha R Patil", await family.ValueAsync(id, "child.name"));
        await next.Locator("#saved-sign a").ClickAsync();
        await next.Locator("[data-conflict='child.name'] [data-keep=mine]").ClickAsync();
        await family.ArrivedAsync(id, "child.name", "Asha Ramesh Patil");
        await next.Context.CloseAsync();
    }

    // two devices, both have written the child's name, and the second to come is asked
    private async Task<(IPage Mine, ApplicationId Id)> QuarrelAsync()
    {
        var mine = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(mine, "01");
        await FamilyForm.FillAsync(mine, FamilyForm.Child with { Name = "Asha Patil" });
        await family.ArrivedAsync(id, "child.aadhaar", "sealed");
        var other = await browser.SignInAsync(family.App, "parent@demo.vise", FamilyApp.Child(id), TestBrowser.Phone);
        await mine.Context.SetOfflineAsync(true);
        await mine.Locator("[name='child.name']").FillAsync("Asha Ramesh Patil");
        await other.Locator("[name='child.name']").FillAsync("Asha R Patil");
        await family.ArrivedAsync(id, "child.name", "Asha R Patil");
        await other.Context.CloseAsync();
        await mine.Context.SetOfflineAsync(false);
        await mine.Locator("[data-conflict='child.name']").WaitForAsync();
        return (mine, id);
    }
}
