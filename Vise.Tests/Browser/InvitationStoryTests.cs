using System.Net;
using Microsoft.Playwright;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>People come in by a link or a code, in a real browser.</summary>
public class InvitationStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_branch_admin_invites_a_clerk_who_accepts_works_and_is_ended()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), (AccessSettings.RecheckSetting, "1"));
        using var started = app.Browser();
        var admin = await browser.SignInAsync(app, "admin@demo.vise", Paths.People, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(admin);
        Assert.Equal(0, await admin.Locator("[data-person='clerk2@demo.vise']").CountAsync());
        await admin.Locator("[data-invite]").ClickAsync();
        await admin.Locator("#invite-address").FillAsync("parent2@demo.vise");
        await TestBrowser.AssertAccessibleAsync(admin);
        await admin.Locator("[data-do=invite]").ClickAsync();
        var link = (await admin.Locator("[data-once-link]").TextContentAsync())!.Trim();
        await Assertions.Expect(admin.Locator("[data-invitation='parent2@demo.vise']")).ToBeVisibleAsync();

        var person = await browser.OpenAsync(app, TestBrowser.Phone);
        await person.GotoAsync(link);
        Assert.Equal(Paths.Invitation, new Uri(person.Url).PathAndQuery);
        await Assertions.Expect(person.Locator("main")).ToContainTextAsync("272501");
        await TestBrowser.AssertAccessibleAsync(person);
        await TestBrowser.AssertFitsAsync(person);
        await person.Locator("main a.button-primary").ClickAsync();
        await person.Locator("[name='Form.Email']").FillAsync("parent2@demo.vise");
        await person.Locator("[name='Form.Password']").FillAsync(DemoAccounts.Password);
        await person.Locator("[name='Form.Password']").PressAsync("Enter");
        await person.WaitForURLAsync($"**{Paths.Invitation}");
        await person.Locator("main button.button-primary").ClickAsync();
        await person.WaitForURLAsync($"**{Paths.Desk}*");
        await TestBrowser.CircuitAsync(person);

        await admin.Locator("[data-people-search] button").ClickAsync();
        await admin.Locator("[data-person='parent2@demo.vise'] a").ClickAsync();
        await TestBrowser.CircuitAsync(admin);
        await admin.Locator("[data-grant='Clerk.272501'] [data-end]").ClickAsync();
        await admin.Locator("[data-do=end]").ClickAsync();
        await Assertions.Expect(admin.Locator("[role=alert]")).ToContainTextAsync("Say why");
        await admin.Locator("#end-reason").FillAsync("only for the story");
        await admin.Locator("[data-do=end]").ClickAsync();
        await Assertions.Expect(admin.Locator("[data-grant='Clerk.272501']")).ToHaveAttributeAsync("data-state", "over");
        await TestBrowser.AssertAccessibleAsync(admin);

        await Assertions.Expect(person.Locator("main")).ToContainTextAsync("Your role doesn't open this page");

        // closing an account asks first, and Esc answers no
        var system = await browser.SignInAsync(app, "system@demo.vise", Paths.People, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(system);
        await system.Locator("[data-person='parent2@demo.vise'] a").ClickAsync();
        await TestBrowser.CircuitAsync(system);
        await system.Locator("[data-do=close]").ClickAsync();
        await Assertions.Expect(system.Locator("[data-do=close-sure]")).ToBeFocusedAsync();
        await system.Keyboard.PressAsync("Escape");
        await system.Locator("[data-do=close]").ClickAsync();
        await system.Locator("[data-do=close-sure]").PressAsync("Enter");
        await Assertions.Expect(system.Locator("[data-do=reopen]")).ToBeVisibleAsync();
        foreach (var page in (IPage[])[admin, person, system])
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_clerk_prints_a_code_guessing_it_is_slowed_down_and_the_family_claims_and_shares_the_form()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();
        var id = (await database.ScalarAsync<string>("select application_id from users.application where branch_id = '272501' and account_id is null limit 1"))!;
        using var clerk = new PlainBrowser(app.Address);
        await clerk.SignInAsync("clerk@demo.vise", DemoAccounts.Password, $"{Paths.Desk}/{id}/claim");
        await clerk.SendAsync(("_handler", "code"));
        var code = clerk.Page.QuerySelector("[data-claim-code]")!.GetAttribute("data-claim-code")!;

        using var guesser = new PlainBrowser(app.Address);
        await guesser.SignInAsync("parent2@demo.vise", DemoAccounts.Password, Paths.Claim);
        HashSet<string> answers = [];
        for (var tries = 0; tries < ClaimThrottle.PerAccount; tries++)
        {
            await guesser.SendAsync(("claim.number", tries % 2 == 0 ? id : "nothing of the kind"), ("claim.code", "222222222" + tries));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, guesser.Status);
            answers.Add(guesser.Page.QuerySelector("#claim-code-error")!.TextContent);
        }

        Assert.Single(answers);
        await guesser.SendAsync(("claim.number", id), ("claim.code", code));
        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Status);

        using var parent = new PlainBrowser(app.Address);
        await parent.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.Claim);
        await parent.SendAsync(("claim.number", id), ("claim.code", code));
        Assert.Equal($"{Paths.My}/{id}", parent.At.AbsolutePath);
        await parent.GoAsync($"{Paths.My}/{id}/guardian");
        await parent.SendAsync(("guardian.address", "grandmother@demo.test"), ("do", "invite"));
        var link = parent.Page.QuerySelector("[data-once-link]")!.TextContent.Trim();
        await guesser.GoAsync(link);
        await guesser.SendAsync(("_handler", "accept"));
        Assert.Equal($"{Paths.My}/{id}", guesser.At.AbsolutePath);
        Assert.Null(guesser.Page.QuerySelector($"a[href='{Paths.My}/{id}/withdraw']"));
        await parent.GoAsync($"{Paths.My}/{id}/guardian");
        await parent.SendAsync(("do", "end"));
        await guesser.GoAsync($"{Paths.My}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, guesser.Status);
    }
}
