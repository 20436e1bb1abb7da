using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A long list is searched by typing; without the search it is the browser's own list.</summary>
[Collection(nameof(FamilyApp))]
public class ListSearchTests(FamilyApp family, TestBrowser browser)
{
    [Fact]
    public async Task A_long_list_is_searched_in_the_pages_language_and_in_English_by_keys_alone()
    {
        var phone = await browser.SignInAsync(family.App, "parent2@demo.vise", Paths.My, TestBrowser.Phone, locale: "hi-IN");
        var asked = new List<string>();
        phone.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await phone.GotoAsync($"{Paths.Apply}?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=01");
        await phone.Locator("form[method=post] button.button-primary").ClickAsync();
        await phone.WaitForURLAsync(url => url.EndsWith("/child", StringComparison.Ordinal));
        var id = Domain.Admissions.ApplicationId.Parse(new Uri(phone.Url).Segments[2].Trim('/'));
        var list = phone.Locator("[name='child.motherTongue']");
        var search = phone.GetByRole(AriaRole.Combobox, new() { Expanded = true });
        await phone.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.DoesNotContain(asked, path => path.Contains("search", StringComparison.Ordinal));

        await list.FocusAsync();
        await phone.Keyboard.PressAsync("ArrowDown");
        await search.PressSequentiallyAsync("tam");
        await Assertions.Expect(phone.Locator(".search [role=option][aria-selected=true]")).ToHaveTextAsync("तमिल");
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Keyboard.PressAsync("Escape");
        await Assertions.Expect(list).ToBeFocusedAsync();
        await Assertions.Expect(list).ToHaveValueAsync("");

        await phone.Keyboard.PressAsync("m");
        await search.FillAsync("मरा");
        await phone.Keyboard.PressAsync("Enter");
        await Assertions.Expect(search).ToHaveCountAsync(0);
        await Assertions.Expect(list).ToHaveValueAsync("mr");
        await family.ArrivedAsync(id, "child.motherTongue", "mr");

        await list.ClickAsync();
        await search.FillAsync("zzz");
        await Assertions.Expect(phone.GetByRole(AriaRole.Status).Filter(new() { HasText = "कुछ नहीं मिला" })).ToBeVisibleAsync();
        await phone.Keyboard.PressAsync("Enter");
        await phone.Keyboard.PressAsync("Escape");
        await Assertions.Expect(list).ToHaveValueAsync("mr");

        // going on takes what was found along: the marked one by Tab, the only one by a tap elsewhere
        await list.FocusAsync();
        await phone.Keyboard.PressAsync("k");
        await search.PressSequentiallyAsync("annad");
        await phone.Keyboard.PressAsync("Tab");
        await Assertions.Expect(list).ToHaveValueAsync("kn");
        await Assertions.Expect(list).Not.ToBeFocusedAsync();
        await list.ClickAsync();
        await search.FillAsync("tamil");
        await phone.Locator("[name='child.name']").ClickAsync();
        await Assertions.Expect(list).ToHaveValueAsync("ta");
        await Assertions.Expect(phone.Locator("[name='child.name']")).ToBeFocusedAsync();
        await phone.Context.CloseAsync();
    }
}
