using System.Text;
using Microsoft.Playwright;
using Vise.Data.Admissions;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>What came with a paper form goes in with it.</summary>
public class WalkInFilesTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_file_is_taken_in_as_soon_as_it_is_chosen_and_is_not_lost_by_handing_in()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var id = await world.ADraftAsync(TestSchool.ClassTwo, world.Clerk);
        var desk = await browser.SignInAsync(world.App, "clerk@demo.vise", WalkInPaths.Form(id), TestBrowser.OfficePc);
        var box = desk.Locator("[name='documents.birth_certificate']");
        var sign = desk.Locator("#walk-in-files");
        var pages = desk.Locator("[data-kind=birth_certificate] [data-page]");

        // handed in while a file is on its way: the form waits for it, and stays where it is refused
        var arrives = await HoldAsync();
        await ChooseAsync("song.pdf", "ID3 this is a song and no document");
        await Assertions.Expect(sign).ToContainTextAsync("Taking in");
        await desk.Locator("[name='child.pen']").FocusAsync();
        await desk.Keyboard.PressAsync("Control+Enter");
        arrives.SetResult();
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(box).ToBeFocusedAsync();
        await Assertions.Expect(desk.Locator("#walk-in-files.unsent")).Not.ToBeEmptyAsync();
        await TestBrowser.AssertAccessibleAsync(desk);
        await TestBrowser.AssertFitsAsync(desk);

        // without a connection it stays in its box and goes again by itself
        await desk.Context.SetOfflineAsync(true);
        await ChooseAsync("page one.pdf", "%PDF-1.4 a certificate");
        await Assertions.Expect(desk.Locator("#walk-in-files.unsent")).ToContainTextAsync("no connection");
        await desk.Context.SetOfflineAsync(false);
        await Assertions.Expect(pages).ToHaveTextAsync("page one.pdf");
        await Assertions.Expect(sign).ToHaveTextAsync("The files are taken in.");
        await Assertions.Expect(desk.Locator("#documents [aria-invalid]")).ToHaveCountAsync(0);
        await TestBrowser.AssertAccessibleAsync(desk);

        // a second page, handed in from its box before it has arrived
        arrives = await HoldAsync();
        await ChooseAsync("page two.pdf", "%PDF-1.4 its other side");
        await Assertions.Expect(sign).ToContainTextAsync("Taking in");
        await desk.Keyboard.PressAsync("Control+Enter");
        arrives.SetResult();
        await TestBrowser.CircuitAsync(desk);
        await Assertions.Expect(desk.Locator("[data-status=submitted]").First).ToBeVisibleAsync();
        Assert.Equal(2L, await world.Database.ScalarAsync<long>($"select count(*) from admissions.document where application_id = '{id}'"));
        await desk.Context.CloseAsync();

        async Task<TaskCompletionSource> HoldAsync()
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await desk.UnrouteAllAsync();
            await desk.RouteAsync("**/files", async route =>
            {
                await held.Task;
                await route.ContinueAsync();
            });
            return held;
        }

        async Task ChooseAsync(string name, string content)
        {
            await box.FocusAsync();
            await box.SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/pdf", Buffer = Encoding.UTF8.GetBytes(content) });
        }
    }

    [Fact]
    public async Task Removing_a_document_of_a_paper_form_asks_first()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var id = await world.ADraftAsync(world.Clerk);
        await using var file = new MemoryStream([.. "%PDF-1.7 a photo"u8]);
        Assert.Null((await world.Of<DocumentDesk>().AddAsync(world.Clerk, id, "photo", "photo.pdf", file, CancellationToken.None)).Refusal);
        var desk = await browser.SignInAsync(world.App, "clerk@demo.vise", WalkInPaths.Form(id), TestBrowser.OfficePc);
        var remove = desk.Locator("[data-kind=photo] .file-doing button");

        await TestBrowser.AnswerAsync(desk, remove, yes: false, "Remove photo.pdf from the form?");
        await Assertions.Expect(remove).ToBeVisibleAsync();
        Assert.Equal(1L, await world.Database.ScalarAsync<long>("select count(*) from admissions.document"));
        await TestBrowser.AnswerAsync(desk, remove, yes: true, "Remove photo.pdf from the form?");
        await Assertions.Expect(remove).ToHaveCountAsync(0);
        await desk.Context.CloseAsync();
    }
}
