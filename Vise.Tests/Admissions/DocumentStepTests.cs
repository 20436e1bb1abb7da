using AngleSharp.Dom;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Which documents a form asks, and what they are called, for families and at the desk.</summary>
public class DocumentStepTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_document_is_called_by_the_name_of_its_kind_whether_or_not_the_class_asks_for_it()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var (browser, id) = (world.Browser, await world.ADraftAsync());
        await AddAsync(world, world.Parent, id, "photo");
        await AddAsync(world, world.Parent, id, "address_proof");

        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Review));
        Assert.Equal(["Photograph of the child", "Proof of address"], Names(browser.Page, "[aria-labelledby=answers-documents] dt"));
        await world.SubmitAsync(id);
        Assert.Null(await world.Review.StartReviewAsync(world.Clerk, id, null, None));
        await browser.GoAsync(Paths.MyApplication(id));
        Assert.Equal(["Photograph of the child", "Proof of address"], Names(browser.Page, "[aria-labelledby=answers-documents] dt"));

        // what is to be mended in one, on each page that says so, and what is missing
        Assert.Null(await world.Review.ReturnAsync(world.Clerk, id, null, 7, [new FieldRemark("documents.report_card", "Of the last class")], null, None));
        await browser.GoAsync(Paths.MyApplication(id));
        Assert.Equal(["Last report card"], Names(browser.Page, ".remarks a"));
        await world.Database.ExecuteAsync("update admissions.cycle_class set document_kinds = '{immunisation}' where class_code = '01'");
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Review));
        Assert.Equal(["Last report card"], Names(browser.Page, ".notice.marigold a"));
        Assert.StartsWith("Immunisation record: ", Assert.Single(Names(browser.Page, "#todo a")), StringComparison.Ordinal);
        await browser.GoAsync(Paths.Letter(id, new LetterName(LetterKind.Correction, 4)));
        Assert.Contains("Last report card", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("report_card", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_that_do_not_concern_the_child_are_folded_away_and_can_be_handed_in_all_the_same()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var (browser, id) = (world.Browser, await world.ADraftAsync());
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Documents));
        Assert.Equal(["birth_certificate"], Open(browser.Page));
        Assert.Equal("Other documents", browser.Page.QuerySelector("[data-other-documents]:not([open]) > summary")!.TextContent);
        Assert.Equal(8, browser.Page.QuerySelectorAll("[data-uploads] [data-other-documents] [data-kind] input[type=file]:not([capture])").Length);

        // what is there and what was refused stand before everybody's eyes
        await AddAsync(world, world.Parent, id, "photo");
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Documents) + "?document=immunisation&refused=WrongType");
        Assert.Equal(["birth_certificate", "photo", "immunisation"], Open(browser.Page));
        Assert.Contains("PDF", browser.Page.QuerySelector("#documents-immunisation-error")!.TextContent, StringComparison.Ordinal);

        id = await world.ADraftAsync(
            TestSchool.ClassTwo, null, ("child.socialCategory", "obc"), ("child.bpl", "yes"), ("child.disability", "yes"), ("sought.quota", "rte"), ("schooling.attended", "yes"));
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Documents));
        Assert.Equal(
            ["birth_certificate", "address_proof", "transfer_certificate", "report_card", "caste_certificate", "income_certificate", "disability_certificate"], Open(browser.Page));

        // and at the desk
        id = await world.ADraftAsync(world.Clerk, ("child.socialCategory", "st"));
        await AddAsync(world, world.Clerk, id, "photo");
        using var desk = new PlainBrowser(world.App.Address);
        await desk.SignInAsync("clerk@demo.vise", DemoAccounts.Password, WalkInPaths.Form(id));
        Assert.Equal(["birth_certificate", "photo", "caste_certificate"], Open(desk.Page));
        Assert.Equal(6, desk.Page.QuerySelectorAll("#documents [data-other-documents]:not([open]) [data-kind]").Length);
    }

    [Fact]
    public async Task A_picture_that_is_too_long_is_told_how_long_one_may_be()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var id = await world.ADraftAsync();

        await world.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Documents) + "?document=birth_certificate&refused=TooManyPixels");

        var said = world.Browser.Page.QuerySelector("#documents-birth_certificate-error")!.TextContent;
        Assert.Contains("at most 40 megapixels are taken, and 12,000 pixels on a side", said, StringComparison.Ordinal);
    }

    private static async Task AddAsync(DemoApp world, Actor by, ApplicationId id, string kind)
    {
        await using var file = new MemoryStream([.. "%PDF-1.7 "u8, .. System.Text.Encoding.UTF8.GetBytes(kind)]);
        Assert.Null((await world.Of<DocumentDesk>().AddAsync(by, id, kind, kind + ".pdf", file, None)).Refusal);
    }

    private static IEnumerable<string> Names(IParentNode page, string selector) => page.QuerySelectorAll(selector).Select(one => Typed.Clean(one.TextContent));

    private static IEnumerable<string?> Open(IParentNode page) => page.QuerySelectorAll("[data-kind]").Where(ask => ask.Closest("[data-other-documents]") is null).Select(ask => ask.GetAttribute("data-kind"));
}
