using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>Where a parent stands when the next page is there.</summary>
[Collection(nameof(FamilyApp))]
public class ArrivalTests(FamilyApp family, TestBrowser browser)
{
    [Fact]
    public async Task The_next_step_is_read_from_its_top_a_link_leads_to_its_field_and_a_second_Enter_hands_nothing_in()
    {
        var phone = await browser.SignInAsync(family.App, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "01");
        await FamilyForm.FillAllAsync(phone, look: false);
        await phone.GotoAsync(Paths.ApplyStep(id, "child"));

        // the button lies at the bottom of a long page
        await NextAsync(phone, "background");
        await AtTopAsync(phone);
        await NextAsync(phone, "sought");
        await AtTopAsync(phone);

        await phone.GotoAsync(Paths.ApplyStep(id, "child"));
        await phone.Locator("[name='child.name']").FillAsync("");
        await phone.Keyboard.PressAsync("Tab");
        await family.ArrivedAsync(id, "child.name", "");

        await phone.GotoAsync(Paths.ApplyStep(id, "consent"));
        var save = phone.GetByRole(AriaRole.Button, new() { Name = "Save and continue" });
        await save.FocusAsync();
        await phone.Keyboard.PressAsync("Enter");
        await phone.WaitForURLAsync("**/review");
        await AtTopAsync(phone);
        await phone.Keyboard.PressAsync("Enter");
        await phone.GetByRole(AriaRole.Link, new() { Name = "Child's name" }).First.ClickAsync();
        await phone.WaitForURLAsync(url => url.EndsWith("#child-name", StringComparison.Ordinal));
        await Assertions.Expect(phone.Locator("[name='child.name']")).ToBeFocusedAsync();
        await Assertions.Expect(phone.Locator("[name='child.name']")).ToBeInViewportAsync();
        Assert.Equal("draft", await family.Database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'"));
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task An_answer_that_is_half_written_is_not_called_wrong_until_the_hand_goes_on()
    {
        var phone = await browser.SignInAsync(family.App, "parent2@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "01");
        await phone.GotoAsync(Paths.ApplyStep(id, "parents"));
        await phone.EvaluateAsync("addEventListener('focusout', () => { window.wasLeft = true; }); new MutationObserver(() => { window.calledWrong ??= !window.wasLeft; }).observe(document.querySelector('.ask:has([name=\"parents.0.mobile\"])'), { subtree: true, attributeFilter: ['aria-invalid'] })");

        await phone.Locator("[name='parents.0.mobile']").PressSequentiallyAsync("987");
        await family.ArrivedAsync(id, "parents.0.mobile", "987");
        await phone.Keyboard.PressAsync("Tab");

        await Assertions.Expect(phone.Locator("[name='parents.0.mobile']")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.False(await phone.EvaluateAsync<bool>("window.calledWrong"));
        await phone.Context.CloseAsync();
    }

    private static async Task NextAsync(IPage phone, string step)
    {
        await FamilyForm.SaveAsync(phone);
        await phone.WaitForURLAsync("**/" + step);
    }

    private static async Task AtTopAsync(IPage phone)
    {
        await Assertions.Expect(phone.Locator("h1")).ToBeFocusedAsync();
        Assert.Equal(0, await phone.EvaluateAsync<int>("Math.round(scrollY)"));
    }
}
