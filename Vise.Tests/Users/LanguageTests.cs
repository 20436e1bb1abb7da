using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>The language that a person reads pages in: chosen once, and there on the next device.</summary>
public class LanguageTests(TestCluster cluster)
{
    [Fact]
    public async Task A_chosen_language_comes_along_to_the_next_device()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var phone = people.NewBrowser();
        await phone.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        Assert.Equal("en", Language(phone));
        await phone.SendAsync(("language", Languages.Marathi));
        Assert.Equal((Paths.My, "mr", "माझे अर्ज"), (phone.At.AbsolutePath, Language(phone), phone.Page.QuerySelector("h1")!.TextContent));
        Assert.Equal("mr mr", await people.Database.ScalarAsync<string>("select language || ' ' || page_language from users.account where email = 'parent@demo.vise'"));

        // before signing in nobody knows; a language chosen on the device stays there, and the person's own stays too
        using var other = people.NewBrowser();
        await other.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        Assert.Equal(("mr", "माझे अर्ज"), (Language(other), other.Page.QuerySelector("h1")!.TextContent));
        using var shared = people.NewBrowser();
        await shared.GoAsync(Paths.Home);
        await shared.SendAsync(("language", Languages.Hindi));
        await shared.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        Assert.Equal("hi", Language(shared));
        Assert.Equal("mr", await people.Database.ScalarAsync<string>("select page_language from users.account where email = 'parent@demo.vise'"));
    }

    [Fact]
    public async Task What_was_chosen_before_registering_becomes_the_persons_own_for_pages_and_letters()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var browser = people.NewBrowser();
        await browser.GoAsync(Paths.Home);
        await browser.SendAsync(("language", Languages.Tamil));
        await people.RegisterAsync(browser, "leela@school.test", Paths.My);
        Assert.Equal("ta", Language(browser));
        Assert.Equal("ta ta", await people.Database.ScalarAsync<string>("select language || ' ' || page_language from users.account where email = 'leela@school.test'"));
    }

    [Fact]
    public async Task Letters_go_along_with_the_pages_until_the_two_are_set_apart_on_the_account()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var parent = people.NewBrowser();
        await parent.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        await parent.SendAsync(("language", Languages.Hindi));
        Assert.Equal("hi hi", await LanguagesAsync());
        await parent.SendAsync(("language", Languages.Tamil));
        Assert.Equal("ta ta", await LanguagesAsync());

        await parent.GoAsync(Paths.Account);
        await parent.SendAsync(("Form.Name", "Lakshmi Patil"), ("Form.Language", "en"), ("Form.NotifyEmail", "yes"));
        Assert.Equal("en ta", await LanguagesAsync());
        await parent.SendAsync(("language", Languages.Marathi));
        Assert.Equal("en mr", await LanguagesAsync());

        Task<string?> LanguagesAsync() => people.Database.ScalarAsync<string>("select language || ' ' || page_language from users.account where email = 'parent@demo.vise'");
    }

    [Theory]
    [InlineData("en", null, "hi", "hi")]
    [InlineData("hi", "hi", "mr", "mr")]
    [InlineData("ta", null, "hi", "ta")]
    [InlineData("en", "hi", "mr", "en")]
    [InlineData("hi", "en", "mr", "hi")]
    public void Letters_follow_the_language_of_pages_only_from_the_same_or_from_none_chosen(string letters, string? pages, string chosen, string after)
    {
        var account = Account.Of("vise", "one", "Leela", null, "en", DateTimeOffset.UnixEpoch);
        if (pages is not null)
        {
            account.ReadIn(pages);
        }

        account.Settle("Leela", letters, true, true);
        account.ReadIn(chosen);
        Assert.Equal((after, chosen), (account.Language, account.PageLanguage));
    }

    [Fact]
    public async Task The_office_is_in_English_for_who_chose_Marathi_and_the_own_pages_are_in_Marathi_again()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var clerk = people.NewBrowser();
        await clerk.SignInAsync("clerk@demo.vise", DemoAccounts.Password, Paths.Account);
        await clerk.SendAsync(("language", Languages.Marathi));
        Assert.Equal("mr", Language(clerk));
        await clerk.GoAsync(Paths.Desk);
        Assert.Equal("en", Language(clerk));
        Assert.Contains("Applications", clerk.Page.QuerySelector(".rail")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["en-IN", "hi-IN"], clerk.Page.QuerySelectorAll("button[name=language]").Select(button => button.GetAttribute("value")));
        Assert.DoesNotMatch(@"\p{IsDevanagari}", clerk.Page.QuerySelector("main")!.TextContent + clerk.Page.QuerySelector(".rail")!.TextContent);
        await clerk.GoAsync(Paths.My);
        Assert.Equal("mr", Language(clerk));
    }

    private static string? Language(PlainBrowser browser) => browser.Page.DocumentElement.GetAttribute("lang");
}
