using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Users.Codes;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>Families register and find back in by themselves; who guesses learns nothing and locks nobody out.</summary>
public class RegistrationTests(TestCluster cluster)
{
    [Fact]
    public async Task A_family_registers_by_the_code_sent_to_it_and_is_back_where_it_wanted_to_go()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var browser = people.NewBrowser();
        await browser.GoAsync(Paths.My);
        var register = browser.Page.QuerySelector($"a[href^='{AccessPaths.Register}']")!.GetAttribute("href")!;
        Assert.Equal(Paths.Register(Paths.My), register);
        await people.RegisterAsync(browser, "leela@school.test", Paths.My);

        Assert.Equal(Paths.My, browser.At.PathAndQuery);
        Assert.Contains("Leela Bhosale", browser.Text, StringComparison.Ordinal);
        Assert.True(await people.Database.ScalarAsync<bool>("select email_verified_time is not null and mobile is null from users.account where email = 'leela@school.test'"));

        // a mobile number signs in as well as an e-mail address does
        using var other = people.NewBrowser();
        await people.RegisterAsync(other, "+919811122233", Paths.My);
        using var again = people.NewBrowser();
        await again.SignInAsync("098111 22233", PeopleApp.Password, Paths.My);
        Assert.Equal(Paths.My, again.At.PathAndQuery);

        // what the code proved is made use of once, and the code itself is nowhere to be read
        Assert.Equal(0L, await people.Database.ScalarAsync<long>("select count(*) from users.one_time_code where closed_time is null"));
        Assert.Equal(0L, await people.Database.ScalarAsync<long>("select count(*) from users.post where sealed is not null"));
    }

    [Fact]
    public async Task Whether_an_address_is_known_stands_only_in_the_message()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        foreach (var path in new[] { AccessPaths.Register, AccessPaths.Reset })
        {
            Assert.Equal(await WalkAsync(people, path, "parent@demo.vise"), await WalkAsync(people, path, "nobody@demo.vise"));
        }

        await people.Letters.CarryAllAsync();
        Assert.Equal(
            [
                "nobody@demo.vise There is no VISE account with this address", "nobody@demo.vise Your code for VISE",
                "parent@demo.vise You already have a VISE account", "parent@demo.vise Your code for a new VISE password",
            ],
            people.Mail.Taken().Select(message => $"{message.To} {message.Subject!.Split(':')[0]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_code_is_good_for_five_tries_and_ten_minutes()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var guesser = people.NewBrowser();
        await PeopleApp.AskAsync(guesser, AccessPaths.Reset, "parent@demo.vise");
        var code = await people.CodeAsync("parent@demo.vise");
        for (var guess = 0; guess < 5; guess++)
        {
            await guesser.SendAsync(("Form.Code", code == "000000" ? "000001" : "000000"));
        }

        await guesser.SendAsync(("Form.Code", code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, guesser.Status);

        using var late = people.NewBrowser();
        await PeopleApp.AskAsync(late, AccessPaths.Register, "late@school.test");
        var second = await people.CodeAsync("late@school.test");
        await people.Database.ExecuteAsync("update users.one_time_code set expires_time = now() - interval '1 second'");
        await late.SendAsync(("Form.Code", second));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);

        // and it is right in the browser that asked for it only
        using var asked = people.NewBrowser();
        using var other = people.NewBrowser();
        await PeopleApp.AskAsync(asked, AccessPaths.Register, "mine@school.test");
        await PeopleApp.AskAsync(other, AccessPaths.Register, "theirs@school.test");
        await other.SendAsync(("Form.Code", await people.CodeAsync("mine@school.test")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        await other.GoAsync(AccessPaths.RegisterFinish);
        Assert.NotEqual(AccessPaths.RegisterFinish, other.At.AbsolutePath);
    }

    [Fact]
    public async Task Neither_guesses_nor_codes_asked_for_from_elsewhere_lock_the_owner_out()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var owner = people.NewBrowser();
        await owner.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        await owner.GoAsync(Paths.SignOut);
        await owner.SendToAsync(Paths.SignOut);

        using var guesser = people.NewBrowser();
        await guesser.GoAsync(AccessPaths.Password);
        for (var guess = 0; guess < 9; guess++)
        {
            await guesser.SendAsync(("Form.Email", "parent@demo.vise"), ("Form.Password", $"guess-{guess}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Status);
        for (var ask = 0; ask < 6; ask++)
        {
            await PeopleApp.AskAsync(guesser, AccessPaths.Reset, "parent@demo.vise");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Status);

        // on the owner's own device both still work
        await owner.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        Assert.Equal(Paths.My, owner.At.PathAndQuery);
        await PeopleApp.AskAsync(owner, AccessPaths.Reset, "parent@demo.vise");
        Assert.Equal(AccessPaths.Code, owner.At.AbsolutePath);
    }

    [Fact]
    public async Task A_new_password_by_code_ends_what_else_was_signed_in_and_is_told()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var elsewhere = people.NewBrowser();
        await elsewhere.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        using var owner = people.NewBrowser();
        await PeopleApp.AskAsync(owner, Paths.Reset(Paths.My), "parent@demo.vise");
        await owner.SendAsync(("Form.Code", await people.CodeAsync("parent@demo.vise")));
        foreach (var refused in new[] { "short", "password2025!", "Meera Kulkarni" })
        {
            await owner.SendAsync(("Form.Password", refused));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, owner.Status);
        }

        await owner.SendAsync(("Form.Password", PeopleApp.Password));
        Assert.Equal(Paths.My, owner.At.PathAndQuery);

        people.App.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme).TimeProvider =
            new MovableClock { Ahead = TimeSpan.FromSeconds(31) };
        await elsewhere.GoAsync(Paths.My);
        Assert.Equal(AccessPaths.Password, elsewhere.At.AbsolutePath);
        await owner.GoAsync(Paths.My);
        Assert.Equal(Paths.My, owner.At.PathAndQuery);
        await elsewhere.SendAsync(("Form.Email", "parent@demo.vise"), ("Form.Password", DemoAccounts.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, elsewhere.Status);
        await people.Letters.CarryAllAsync();
        Assert.Contains(people.Mail.Taken(), message => message.Subject == "Your VISE password was changed");
    }

    [Theory]
    [InlineData("password123", PasswordProblem.Common)]
    [InlineData("P@ssw0rd-2025", PasswordProblem.Common)]
    [InlineData("1234567890", PasswordProblem.Common)]
    [InlineData("zyxwvutsrq", PasswordProblem.Common)]
    [InlineData("mangomango", PasswordProblem.Common)]
    [InlineData("jaihind@1947", PasswordProblem.Common)]
    [InlineData("ninechars", PasswordProblem.TooShort)]
    [InlineData("kulkarni 12", PasswordProblem.Guessable)]
    [InlineData("meera kulkarni", PasswordProblem.Guessable)]
    [InlineData("MeeraKulkarni-2025", PasswordProblem.Guessable)]
    [InlineData("9822055555", PasswordProblem.Guessable)]
    [InlineData("+91 98220 55555", PasswordProblem.Guessable)]
    [InlineData("meera finds blue mangoes", null)]
    [InlineData("blue river mango", null)]
    [InlineData("नीली नदी का आम", null)]
    public void A_password_is_long_and_not_what_everybody_tries_first(string password, PasswordProblem? problem) =>
        Assert.Equal(problem, PasswordRules.Check(password, "Meera Kulkarni", "parent@demo.vise", "919822055555"));

    [Fact]
    public void One_network_asks_for_so_many_codes_and_no_more()
    {
        using var throttle = new CodeThrottle();
        Assert.All(Enumerable.Range(0, CodeThrottle.Most), _ => Assert.True(throttle.Allows("203.0.113.7")));
        Assert.False(throttle.Allows("203.0.113.7"));
        Assert.True(throttle.Allows("203.0.113.8"));
    }

    // every answer on the way, without what is this person's own
    private static async Task<string> WalkAsync(PeopleApp people, string path, string address)
    {
        using var browser = people.NewBrowser();
        List<string> answers = [];
        await PeopleApp.AskAsync(browser, path, address);
        answers.Add($"{browser.Status} {browser.At.PathAndQuery} {browser.Text} {string.Join(',', browser.Cookies)}");
        await browser.SendAsync(("Form.Code", "000000"));
        answers.Add($"{browser.Status} {browser.At.PathAndQuery} {browser.Text}");
        return Regex.Replace(string.Join('\n', answers), Regex.Escape(address), "(address)", RegexOptions.None, TimeSpan.FromSeconds(1));
    }
}
