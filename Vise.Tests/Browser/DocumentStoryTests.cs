using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A document that the school can't use: refused at the desk by keyboard alone, replaced on a phone, accepted at the desk.</summary>
public class DocumentStoryTests(TestCluster cluster, TestBrowser browser)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_clerk_refuses_a_document_the_family_replaces_it_on_a_phone_and_the_clerk_accepts_it()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var id = await AHandedInFormAsync(app);

        var desk = await browser.SignInAsync(app, "clerk@demo.vise", Paths.DeskApplication(id), TestBrowser.OfficePc);
        await TestBrowser.CircuitAsync(desk);
        await desk.Keyboard.PressAsync("s");
        await Assertions.Expect(desk.Locator(".decision .notice")).ToContainTextAsync("Taken into review");
        await desk.Keyboard.PressAsync("n");
        await Assertions.Expect(desk.Locator("#panel-fault")).ToBeFocusedAsync();
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(desk.Locator(".decision .refused")).ToBeVisibleAsync();
        await desk.Locator("#panel-fault").FocusAsync();
        await desk.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(desk.Locator("#panel-fault")).ToHaveValueAsync("unreadable");
        await desk.Keyboard.PressAsync("Tab");
        await desk.Keyboard.TypeAsync("The stamp is cut off.");
        await desk.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(desk.Locator(".decision .notice")).ToContainTextAsync("Marked as not acceptable");
        await Assertions.Expect(desk.Locator("[data-refused=unreadable]")).ToContainTextAsync("Not acceptable: it can't be read");
        await Assertions.Expect(desk.Locator("[data-step=Verify]")).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("button-primary", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await TestBrowser.AssertAccessibleAsync(desk);

        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.MyApplication(id), TestBrowser.Phone);
        await Assertions.Expect(phone.Locator("[data-refused=unreadable]")).ToContainTextAsync("The stamp is cut off.");
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Locator("[data-replace]").ClickAsync();
        await phone.WaitForURLAsync($"**{FilePaths.Replace(id)}");
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        // with the sign-in ended the button says so and is not dead
        await phone.RouteAsync("**/my/phone", route => route.FulfillAsync(new() { Status = 401 }));
        await phone.Locator("form[data-uploads] button[name=then]").ClickAsync();
        await FamilyApp.SignAsync(phone, "You are signed out.");
        await phone.UnrouteAsync("**/my/phone");
        await phone.ReloadAsync();
        await phone.Locator("[data-kind=birth_certificate] input[type=file]").SetInputFilesAsync(new FilePayload { Name = "sharp.png", MimeType = "image/png", Buffer = UploadTests.Picture(60, 60) });
        await Assertions.Expect(phone.Locator("[data-kind=birth_certificate] [data-replaced]")).ToContainTextAsync("sharp.png", new() { Timeout = 30_000 });
        await Assertions.Expect(phone.Locator("[data-fault]")).ToHaveCountAsync(0);
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);
        await phone.Locator("form[data-uploads] button[name=then]").ClickAsync();
        await phone.WaitForURLAsync($"**{Paths.MyApplication(id)}");
        await Assertions.Expect(phone.Locator("[data-replaced]")).ToContainTextAsync("Sent again on");
        await TestBrowser.AssertFitsAsync(phone);
        await TestBrowser.AssertAccessibleAsync(phone);

        // the desk finds what waits, and accepts it
        await desk.GotoAsync(Paths.Desk);
        await TestBrowser.CircuitAsync(desk);
        await Assertions.Expect(desk.Locator("[data-filter=asked]")).ToHaveAttributeAsync("data-waiting", "1");
        await desk.Locator("[data-filter=asked]").PressAsync("Enter");
        await desk.Locator($"tr[data-row='{id}'] a").PressAsync("Enter");
        await TestBrowser.CircuitAsync(desk);
        await Assertions.Expect(desk.Locator("[data-replaced=true]")).ToContainTextAsync("Replaced by the family");
        await TestBrowser.AssertAccessibleAsync(desk);
        await desk.Keyboard.PressAsync("v");
        await Assertions.Expect(desk.Locator("[data-verified=true]")).ToBeVisibleAsync();
        await desk.Context.CloseAsync();

        await phone.ReloadAsync();
        await Assertions.Expect(phone.Locator(".answers .verified")).ToBeVisibleAsync();
        await Assertions.Expect(phone.Locator("[data-refused-documents]")).ToHaveCountAsync(0);
        await phone.Context.CloseAsync();
    }

    private static async Task<ApplicationId> AHandedInFormAsync(TestApp app)
    {
        var parent = DemoAccounts.Find("parent@demo.vise")!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, parent.Subject, parent.Name, "parent@demo.vise", None);
        var (actor, drafts) = (new Actor(account!.Value, parent.Role, parent.Scope, parent.Name), app.Services.GetRequiredService<DraftDesk>());
        var id = (await drafts.StartAsync(actor, TestSchool.ClassTwo, [.. TestForm.Complete.Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;
        using var picture = new MemoryStream(UploadTests.Picture(40, 40));
        Assert.Null((await app.Services.GetRequiredService<DocumentDesk>().AddAsync(actor, id, "birth_certificate", "blurred.png", picture, None)).Refusal);
        Assert.Null(await drafts.SubmitAsync(actor, id, None));
        return id;
    }
}
