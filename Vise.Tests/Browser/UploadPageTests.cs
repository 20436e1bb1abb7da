using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The documents step as a parent sees it on a phone.</summary>
public class UploadPageTests(FamilyApp family, TestBrowser browser) : IClassFixture<FamilyApp>
{
    private const string Kind = "[data-kind=birth_certificate]";
    private const string Input = "[name='documents.birth_certificate']";

    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 30_000 };
    private static readonly LocatorAssertionsToHaveCountOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task A_photo_cut_off_on_the_way_arrives_after_the_page_was_opened_again_and_pages_are_replaced_and_removed()
    {
        var (phone, id) = await OpenAsync("parent@demo.vise", "02");
        var kind = phone.Locator(Kind);

        // the second piece never gets through
        var pieces = 0;
        await phone.RouteAsync("**/uploads/*", route => route.Request.Method == "PATCH" && ++pieces > 1 ? route.AbortAsync() : route.ContinueAsync());
        var photo = UploadTests.Picture(700, 700, noise: true);
        Assert.InRange(photo.Length, 300_000, 1_500_000);
        await phone.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(new FilePayload { Name = "page one.png", MimeType = "image/png", Buffer = photo });
        await WaitsAsync(phone);
        Assert.Equal(262_144, await family.Database.ScalarAsync<int>($"select received from admissions.upload where application_id = '{id}'"));
        await TestBrowser.AssertAccessibleAsync(phone);
        await TestBrowser.AssertFitsAsync(phone);

        // the page is closed and opened again, with a connection
        await phone.UnrouteAllAsync();
        await phone.GotoAsync(Paths.My);
        await phone.GotoAsync(Paths.ApplyStep(id, "documents"));
        await Assertions.Expect(kind.Locator(".file-pages img")).ToBeVisibleAsync(Patient);
        await Assertions.Expect(kind.Locator(".uploads li")).ToHaveCountAsync(0);
        Assert.Equal(1L, await TakenInAsync(id));

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
        Assert.Equal(2L, await family.Database.ScalarAsync<long>($"select count(*) from admissions.document where application_id = '{id}'"));
        await TestBrowser.AnswerAsync(phone, remove, yes: true, "Remove better.png from the form?");
        await Assertions.Expect(kind.Locator(".file-pages li")).ToHaveCountAsync(1);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_on_its_way_goes_on_where_the_browser_takes_away_what_the_phone_keeps()
    {
        var (phone, id) = await OpenAsync("parent2@demo.vise", "01");
        var pages = phone.Locator($"{Kind} .file-pages li");

        // chosen a day ago, and tidied away from elsewhere while it still waits here
        await CutAsync(phone);
        var now = await family.Database.ScalarAsync<DateTime>("select now()");
        await phone.Clock.SetFixedTimeAsync(now.AddHours(-25));
        await PickAsync(phone, "one.png");
        await WaitsAsync(phone);
        await phone.Clock.SetFixedTimeAsync(now);
        await KeptAsync(phone, "one.png");
        var other = await phone.Context.NewPageAsync();
        await other.GotoAsync(Paths.My);
        await KeptAsync(phone, "one.png", kept: false);
        await other.CloseAsync();
        await MendAsync(phone);
        await Assertions.Expect(pages).ToHaveCountAsync(1, Soon);

        // the store can't be had any more: the page sends what it holds
        await CutAsync(phone);
        await PickAsync(phone, "two.png");
        await KeptAsync(phone, "two.png");
        await WaitsAsync(phone);
        await phone.EvaluateAsync("() => { window.use = IDBDatabase.prototype.transaction; IDBDatabase.prototype.transaction = () => { throw new DOMException('Gone.', 'InvalidStateError'); }; }");
        await MendAsync(phone);
        await Assertions.Expect(pages).ToHaveCountAsync(2, Soon);
        Assert.Equal(2L, await TakenInAsync(id));

        // the connection to it was closed: it is opened anew
        await phone.EvaluateAsync("() => { let isOpen = true; IDBDatabase.prototype.transaction = function (...asked) { if (isOpen) this.close(); isOpen = false; return use.apply(this, asked); }; }");
        await CutAsync(phone);
        await PickAsync(phone, "three.png");
        await WaitsAsync(phone);
        Assert.Contains("three.png", await FamilyApp.KeptAsync(phone), StringComparison.Ordinal);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task Of_several_photos_none_is_lost_when_the_page_is_left_and_one_that_was_cancelled_is_never_sent()
    {
        var (phone, id) = await OpenAsync("parent2@demo.vise", "02");
        var pages = phone.Locator($"{Kind} .file-pages li");

        // the first takes its time to be made smaller
        await phone.EvaluateAsync("() => { window.createImageBitmap = () => new Promise(() => {}); }");
        var large = UploadTests.Picture(1400, 1400, noise: true);
        Assert.InRange(large.Length, 1_600_000, 10_000_000);
        await phone.Locator(Input).SetInputFilesAsync([Photo("one.png", large), Photo("two.png"), Photo("three.png")]);
        await Assertions.Expect(phone.Locator($"{Kind} .uploads li").First).ToBeVisibleAsync(Patient);
        await phone.Locator("a.back").ClickAsync();
        await phone.WaitForURLAsync(url => !url.EndsWith("/documents", StringComparison.Ordinal));
        await KeptAsync(phone, "three.png");
        await phone.GotoAsync(Paths.ApplyStep(id, "documents"));
        await Assertions.Expect(pages).ToHaveCountAsync(3, Soon);
        await Assertions.Expect(pages.First).ToContainTextAsync("one.jpg");

        // taken back before the server has said where it goes
        var begun = new TaskCompletionSource();
        await phone.RouteAsync("**/uploads", async route =>
        {
            await begun.Task;
            await route.ContinueAsync();
        });
        await phone.RunAndWaitForRequestAsync(() => PickAsync(phone, "unwanted.png"), "**/uploads");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Cancel: unwanted.png" }).ClickAsync();
        var dropped = await phone.RunAndWaitForRequestAsync(
            () =>
            {
                begun.SetResult();
                return Task.CompletedTask;
            },
            request => request.Method == "DELETE");
        Assert.Equal(204, (await dropped.ResponseAsync())!.Status);
        await KeptAsync(phone, "unwanted.png", kept: false);
        Assert.Equal(3L, await family.Database.ScalarAsync<long>($"select count(*) from admissions.upload where application_id = '{id}'"));
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_on_its_way_is_not_left_on_the_phone_after_signing_out()
    {
        var (phone, _) = await OpenAsync("parent@demo.vise", "01");
        await CutAsync(phone);
        await PickAsync(phone, "on its way.png");
        await WaitsAsync(phone);
        Assert.Contains("on its way.png", await FamilyApp.KeptAsync(phone), StringComparison.Ordinal);

        // the phone asks first, as with answers that are not sent; whoever stays goes on as before
        var asked = new TaskCompletionSource();
        var stays = true;
        phone.Dialog += async (_, dialog) =>
        {
            await (stays ? dialog.DismissAsync() : dialog.AcceptAsync());
            asked.TrySetResult();
        };
        await phone.Locator("form[data-clears-unsent] button").First.ClickAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await PickAsync(phone, "after it.png");
        await KeptAsync(phone, "after it.png");

        stays = false;
        await phone.GotoAsync(Paths.SignOut);
        await phone.Locator("main form[data-clears-unsent] button").ClickAsync();
        await phone.WaitForURLAsync(url => !url.Contains("sign-out", StringComparison.Ordinal));

        var left = await FamilyApp.KeptAsync(phone);
        Assert.DoesNotContain("on its way.png", left, StringComparison.Ordinal);
        Assert.DoesNotContain("after it.png", left, StringComparison.Ordinal);
        await phone.Context.CloseAsync();
    }

    private async Task<(IPage Phone, ApplicationId Id)> OpenAsync(string email, string classCode)
    {
        var phone = await browser.SignInAsync(family.App, email, Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, classCode);
        await phone.GotoAsync(Paths.ApplyStep(id, "documents"));
        return (phone, id);
    }

    private Task<long> TakenInAsync(ApplicationId id) =>
        family.Database.ScalarAsync<long>($"select count(*) from admissions.upload where document_id is not null and application_id = '{id}'");

    // each of its own size: the same picture twice would be one page
    private static FilePayload Photo(string name, byte[]? picture = null) => new() { Name = name, MimeType = "image/png", Buffer = picture ?? UploadTests.Picture(40, 41 + ((uint)name.Sum(letter => letter) % 50)) };

    private static Task PickAsync(IPage phone, string name) => phone.Locator(Input).SetInputFilesAsync(Photo(name));

    // no new file begins until it is mended
    private static async Task CutAsync(IPage phone) => await phone.RouteAsync("**/uploads", route => route.AbortAsync());

    private static async Task MendAsync(IPage phone)
    {
        await phone.UnrouteAllAsync();
        await phone.EvaluateAsync("dispatchEvent(new Event('online'))");
    }

    private static Task WaitsAsync(IPage phone) => Assertions.Expect(phone.Locator(Kind).GetByText("It goes on by itself").First).ToBeVisibleAsync(Patient);

    private static Task KeptAsync(IPage phone, string name, bool kept = true) =>
        TestNode.UntilAsync(async () => (await FamilyApp.KeptAsync(phone)).Contains(name, StringComparison.Ordinal) == kept);
}
