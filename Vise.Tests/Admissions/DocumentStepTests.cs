using AngleSharp.Dom;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
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

    private static async Task AddAsync(DemoApp world, Actor by, ApplicationId id, string kind)
    {
        await using var file = new MemoryStream([.. "%PDF-1.7 "u8, .. System.Text.Encoding.UTF8.GetBytes(kind)]);
        Assert.Null((await world.Of<DocumentDesk>().AddAsync(by, id, kind, kind + ".pdf", file, None)).Refusal);
    }

    private static IEnumerable<string> Names(IParentNode page, string selector) => page.QuerySelectorAll(selector).Select(one => Typed.Clean(one.TextContent));
}
