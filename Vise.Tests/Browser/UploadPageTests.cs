using Microsoft.Playwright;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The documents step as a parent sees it on a phone.</summary>
public class UploadPageTests(TestCluster cluster, TestBrowser browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 30_000 };

    [Fact]
    public async Task A_photo_cut_off_on_the_way_arrives_after_the_page_was_opened_again_and_pages_are_replaced_and_removed()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "02");
        await phone.GotoAsync(Paths.ApplyStep(id, "documents"));
        var kind = phone.Locator("[data-kind=birth_certificate]");

        // the second piece never gets through
        var pieces = 0;
        await phone.RouteAsync("**/uploads/*", route => route.Request.Method == "PATCH" && ++pieces > 1 ? route.AbortAsync() : route.ContinueAsync());
        var photo = UploadTests.Picture(700, 700, noise: true);
        Assert.InRange(photo.Length, 300_000, 1_500_000);
        await phone.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(new FilePayload { Name = "page one.png", MimeType = "image/png", Buffer = photo });
        await Assertions.Expect(kind.GetByText("It goes on by itself").First).ToBeVisibleAsync(Patient);
        Assert.Equal(262_144, await database.ScalarAsync<int>("select received from admissions.upload"));
        await TestBrowser.AssertAccessibleAsync(phone);
        await TestBrowser.AssertFitsAsync(phone);

        // the page is closed and opened again, with a connection
        await phone.UnrouteAllAsync();
        await phone.GotoAsync(Paths.My);
        await phone.GotoAsync(Paths.ApplyStep(id, "documents"));
        await Assertions.Expect(kind.Locator(".file-pages img")).ToBeVisibleAsync(Patient);
        await Assertions.Expect(kind.Locator(".uploads li")).ToHaveCountAsync(0);
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from admissions.upload where document_id is not null"));

        // a second page, another in its place, and none; what is refused says why and takes nothing away
        await phone.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(new FilePayload { Name = "page two.png", MimeType = "image/png", Buffer = UploadTests.Picture(40, 40) });
        await Assertions.Expect(kind.Locator(".file-pages li")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await kind.GetByText("Replace").Nth(1).ClickAsync();
        await kind.Locator(".file-pages input").Nth(1).SetInputFilesAsync(new FilePayload { Name = "better.png", MimeType = "image/png", Buffer = UploadTests.Picture(50, 50) });
        await Assertions.Expect(kind.Locator(".file-pages").GetByText("better.png")).ToBeVisibleAsync(Patient);
        await Assertions.Expect(kind.Locator(".file-pages li")).ToHaveCountAsync(2);
        await phone.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(new FilePayload { Name = "song.png", MimeType = "image/png", Buffer = "ID3 this is a song and no picture"u8.ToArray() });
        await Assertions.Expect(kind.Locator(".upload-state.error")).ToContainTextAsync("not a PDF, JPEG, PNG or HEIC", new() { Timeout = 30_000 });
        await Assertions.Expect(kind.Locator(".file-pages li")).ToHaveCountAsync(2);
        await TestBrowser.AssertAccessibleAsync(phone);
        await TestBrowser.AssertFitsAsync(phone);

        // removing asks first, and takes a no
        var remove = kind.GetByRole(AriaRole.Button, new() { Name = "Remove" }).Nth(1);
        await TestBrowser.AnswerAsync(phone, remove, yes: false, "Remove better.png from the form?");
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(*) from admissions.document"));
        await TestBrowser.AnswerAsync(phone, remove, yes: true, "Remove better.png from the form?");
        await Assertions.Expect(kind.Locator(".file-pages li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_file_on_its_way_is_not_left_on_the_phone_after_signing_out()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var phone = await browser.SignInAsync(app, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "02");
        await phone.GotoAsync(Paths.ApplyStep(id, "documents"));
        await phone.RouteAsync("**/uploads", route => route.AbortAsync());
        await phone.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(new FilePayload { Name = "on its way.png", MimeType = "image/png", Buffer = UploadTests.Picture(40, 40) });
        await Assertions.Expect(phone.GetByText("It goes on by itself").First).ToBeVisibleAsync(Patient);
        Assert.Contains("on its way.png", await FamilyApp.KeptAsync(phone), StringComparison.Ordinal);

        // the phone asks first, as with answers that are not sent
        phone.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await phone.GotoAsync(Paths.SignOut);
        await phone.Locator("main form[data-clears-unsent] button").ClickAsync();
        await phone.WaitForURLAsync(url => !url.Contains("sign-out", StringComparison.Ordinal));

        Assert.DoesNotContain("on its way.png", await FamilyApp.KeptAsync(phone), StringComparison.Ordinal);
    }
}
