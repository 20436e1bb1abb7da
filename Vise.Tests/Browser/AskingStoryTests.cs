using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>What a family asks after it has handed its form in: on a phone, and at the desk by keyboard alone.</summary>
public class AskingStoryTests(TestCluster cluster, TestBrowser browser)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_question_goes_from_the_phone_to_the_desk_and_its_answer_back()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var id = await AHandedInFormAsync(app);

        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.MyApplication(id), TestBrowser.Phone);
        await phone.Locator("[data-enquiries] .actions button").ClickAsync();
        await Assertions.Expect(phone.Locator("#question-error")).ToBeVisibleAsync();
        await phone.Locator("[name=question]").FillAsync("When does school begin?\nIs there a bus?");
        // the page goes before it is sent, and it is there again
        await FamilyApp.KeptOnPhoneAsync(phone, "question");
        await phone.GotoAsync(Paths.My);
        await phone.GotoAsync(Paths.MyApplication(id));
        await Assertions.Expect(phone.Locator("[data-typed-back]")).ToContainTextAsync("It has not been sent yet.");
        await Assertions.Expect(phone.Locator("[name=question]")).ToHaveValueAsync("When does school begin?\nIs there a bus?");
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Locator("[data-enquiries] .actions button").ClickAsync();
        await Assertions.Expect(phone.Locator("[data-enquiry] dd")).ToHaveTextAsync("The school has not answered yet.");
        await FamilyApp.KeptOnPhoneAsync(phone, "question", kept: false);
        await Assertions.Expect(phone.Locator("[name=question]")).ToHaveValueAsync("");
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);

        var desk = await browser.SignInAsync(app, "clerk@demo.vise", Paths.Desk, TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(desk);
        await Assertions.Expect(desk.Locator("[data-filter=asked]")).ToHaveAttributeAsync("data-waiting", "1");
        await desk.Locator("[data-filter=asked]").PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[data-filter=asked]")).ToHaveAttributeAsync("aria-current", "true");
        await desk.Locator($"tr[data-row='{id}'] a").PressAsync("Enter");
        await TestBrowser.CircuitAsync(desk);
        // the circuit was there before the record was
        await Assertions.Expect(desk.Locator("h1")).ToBeVisibleAsync();
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Keyboard.PressAsync("q");
        await Assertions.Expect(desk.Locator("#enquiry-answer")).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("On 15 June");
        await desk.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk.Locator("[data-panel]")).ToHaveCountAsync(0);
        await Assertions.Expect(desk.Locator("[data-answer]")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("q");
        await Assertions.Expect(desk.Locator("#enquiry-answer")).ToHaveValueAsync("On 15 June");
        await desk.Locator("#enquiry-answer").PressAsync("End");
        await desk.Keyboard.TypeAsync(", and line 4 stops near you.");
        await desk.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(desk.Locator("[data-enquiries] .notice")).ToContainTextAsync("Answered");
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Context.CloseAsync();

        await phone.ReloadAsync();
        await Assertions.Expect(phone.Locator("[data-enquiry] dd")).ToContainTextAsync("On 15 June, and line 4 stops near you.");
        await TestBrowser.AssertFitsAsync(phone);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task A_change_is_asked_for_on_the_phone_and_made_at_the_desk()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var id = await AHandedInFormAsync(app);

        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.Amend(id), TestBrowser.Phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Locator("[data-amend-step=sought]").ClickAsync();
        await Assertions.Expect(phone.Locator("[data-ask='sought.medium']")).ToBeVisibleAsync();
        await Assertions.Expect(phone.Locator("[data-ask='sought.quota']")).ToHaveCountAsync(0);
        // the APAAR id locks name and date of birth, and the page says so instead of asking for them
        await phone.GotoAsync(Paths.AmendStep(id, "child"));
        await Assertions.Expect(phone.Locator("[data-locked]")).ToContainTextAsync("APAAR");
        await Assertions.Expect(phone.Locator("[data-ask='child.name'], [data-ask='child.birthDate']")).ToHaveCountAsync(0);
        await phone.Locator("[name='child.gender'][value=M]").CheckAsync();
        await phone.Locator("[name='amend.reason']").FillAsync("We wrote it wrong");
        await phone.Locator("form.form .actions button").ClickAsync();
        await Assertions.Expect(phone.Locator("[data-amendment=open] [data-change='child.gender']")).ToBeVisibleAsync();
        await FamilyApp.KeptOnPhoneAsync(phone, "amend.reason", kept: false);
        await phone.GotoAsync(Paths.AmendStep(id, "address"));
        await phone.Locator("[name='address.permanent.pinCode']").FillAsync("0123");
        await phone.Locator("[name='amend.reason']").FillAsync("");
        await phone.Locator("form.form .actions button").ClickAsync();
        await Assertions.Expect(phone.Locator("#error-summary li")).ToHaveCountAsync(2);
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Locator("[name='address.permanent.pinCode']").FillAsync("411005");
        await phone.Locator("[name='amend.reason']").FillAsync("We have moved");
        // the sign-in has ended: the page says so, and nothing is lost
        await FamilyApp.KeptOnPhoneAsync(phone, "amend.reason");
        await phone.Context.ClearCookiesAsync();
        await phone.Locator("form.form .actions button").ClickAsync();
        await FamilyApp.SignAsync(phone, "You are signed out. What you typed or chose here is kept on this phone");
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Locator("#saved-sign a").ClickAsync();
        await TestBrowser.EnterAsync(phone, "parent@demo.vise", Paths.AmendStep(id, "address"));
        await Assertions.Expect(phone.Locator("[data-typed-back]")).ToBeVisibleAsync();
        await Assertions.Expect(phone.Locator("[name='amend.reason']")).ToHaveValueAsync("We have moved");
        await Assertions.Expect(phone.Locator("[name='address.permanent.pinCode']")).ToHaveValueAsync("411005");
        await phone.Locator("form.form .actions button").ClickAsync();
        await Assertions.Expect(phone.Locator("[data-amendment=open] [data-change='address.permanent.pinCode']")).ToContainTextAsync("411005");
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        await FamilyApp.KeptOnPhoneAsync(phone, "amend.reason", kept: false);

        // what tells of health lies sealed, comes back to its person and goes when the person says so
        await phone.GotoAsync(Paths.AmendStep(id, "health"));
        await phone.Locator("[name='health.allergies']").FillAsync("peanuts");
        await phone.Locator("[name='amend.reason']").FillAsync("Found by the doctor");
        await FamilyApp.KeptOnPhoneAsync(phone, "amend.reason");
        var kept = await FamilyApp.KeptAsync(phone);
        Assert.Contains("health.allergies", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("peanuts", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("doctor", kept, StringComparison.Ordinal);
        await phone.GotoAsync(Paths.AmendStep(id, "health"));
        await Assertions.Expect(phone.Locator("[name='health.allergies']")).ToHaveValueAsync("peanuts");
        await phone.Locator("[data-typed-drop]").ClickAsync();
        await Assertions.Expect(phone.Locator("[name='health.allergies']")).ToHaveValueAsync("");
        await FamilyApp.KeptOnPhoneAsync(phone, "amend.reason", kept: false);

        var desk = await browser.SignInAsync(app, "clerk@demo.vise", Paths.DeskApplication(id), TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(desk);
        await Assertions.Expect(desk.Locator("[data-amendment=open] tr[data-change='address.permanent.pinCode']")).ToContainTextAsync("411030");
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Keyboard.PressAsync("d");
        await Assertions.Expect(desk.Locator("#amendment-reason")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk.Locator("[data-panel]")).ToHaveCountAsync(0);
        await desk.Keyboard.PressAsync("g");
        await Assertions.Expect(desk.Locator("[data-amendments] .notice")).ToContainTextAsync("Changed");
        await Assertions.Expect(desk.Locator("[data-field='address.permanent.pinCode'] dd")).ToContainTextAsync("411005");
        await desk.Context.CloseAsync();

        await phone.GotoAsync(Paths.MyApplication(id));
        await Assertions.Expect(phone.Locator("[data-answer='address.permanent.pinCode'] dd")).ToContainTextAsync("411005");
        await phone.Context.CloseAsync();
    }

    private static async Task<ApplicationId> AHandedInFormAsync(TestApp app)
    {
        var parent = DemoAccounts.Find("parent@demo.vise")!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, parent.Subject, parent.Name, "parent@demo.vise", None);
        var (actor, drafts) = (new Actor(account!.Value, parent.Role, parent.Scope, parent.Name), app.Services.GetRequiredService<DraftDesk>());
        var id = (await drafts.StartAsync(actor, TestSchool.ClassOne, [.. TestForm.Complete.Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;
        Assert.Null(await drafts.SubmitAsync(actor, id, None));
        return id;
    }
}
