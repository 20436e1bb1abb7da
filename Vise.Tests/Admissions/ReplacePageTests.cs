using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Tests.Users;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A family sees on its pages, without script, what the school can't use, and puts another in its place.</summary>
public class ReplacePageTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_refused_document_stands_on_the_familys_pages_and_is_replaced_by_a_plain_post()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, Paths.My);
        var browser = world.Browser;
        var id = await world.ADraftAsync();
        await world.AddDocumentAsync(id, "blurred");
        await world.SubmitAsync(id);
        await browser.GoAsync(FilePaths.Replace(id));
        Assert.Equal(Paths.MyApplication(id), browser.At.AbsolutePath);
        var refused = await world.Database.ScalarAsync<Guid>("select document_id from admissions.document");
        Assert.Null(await world.Of<DocumentCheckDesk>().RefuseAsync(world.Clerk, id, refused, "unreadable", "The stamp is cut off.", 7, None));

        await browser.GoAsync(Paths.My);
        Assert.Matches(@"^Replace by \d\d [A-Z][a-z]{2} 20\d\d what the school can't use among the documents\.$", Typed.Clean(browser.Page.QuerySelector(".next.yours")!.TextContent));
        await browser.GoAsync(Paths.MyApplication(id));
        var said = Typed.Clean(browser.Page.QuerySelector("[data-refused=unreadable]")!.TextContent);
        Assert.Contains("The school can't use this document: it can't be read. The stamp is cut off. Replace it by ", said, StringComparison.Ordinal);
        Assert.Contains("Can't be used: it can't be read", browser.Page.QuerySelector(".answers [data-fault]")!.TextContent, StringComparison.Ordinal);

        await browser.GoAsync(FilePaths.Replace(id));
        Assert.NotNull(browser.Page.QuerySelector("[data-fault=unreadable]"));
        Assert.Null(browser.Page.QuerySelector("[name='documents.birth_certificate']"));
        Assert.Equal($"{FilePaths.Replace(id)}?document=birth_certificate&refused=WrongType", await PostAsync(world, id, refused, "a song and no document"));
        await browser.GoAsync($"{FilePaths.Replace(id)}?document=birth_certificate&refused=WrongType");
        Assert.Contains("not a PDF, JPEG, PNG or HEIC", browser.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Paths.MyApplication(id), await PostAsync(world, id, refused, "%PDF-1.7\nsharp"));

        await browser.GoAsync(Paths.MyApplication(id));
        Assert.Contains("Sent again on", browser.Page.QuerySelector("[data-replaced]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[data-replace]"));
        // a page that was still open in another tab: nothing is there to replace any more
        Assert.Equal(Paths.MyApplication(id), await PostAsync(world, id, refused, "%PDF-1.7\nonce more"));
        var replaced = await world.Database.ScalarAsync<Guid>("select document_id from admissions.document where replaces is not null");
        Assert.Null(await world.Of<DocumentCheckDesk>().VerifyAsync(world.Clerk, id, replaced, None));
        await browser.GoAsync(FilePaths.Replace(id));
        Assert.Equal(Paths.MyApplication(id), browser.At.AbsolutePath);
        Assert.Null(browser.Page.QuerySelector("[data-refused-documents]"));
    }

    [Fact]
    public async Task In_a_returned_form_the_documents_step_says_what_the_school_cannot_use()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, Paths.My);
        var browser = world.Browser;
        var id = await world.ADraftAsync();
        await world.AddDocumentAsync(id, "of another");
        await world.SubmitAsync(id);
        Assert.Null(await world.Of<ReviewDesk>().StartReviewAsync(world.Clerk, id, null, None));
        Assert.Null(await world.Of<DocumentCheckDesk>().RefuseAsync(world.Clerk, id, await world.Database.ScalarAsync<Guid>("select document_id from admissions.document"), "another-person", null, 7, None));
        Assert.Null(await world.Of<ReviewDesk>().ReturnAsync(world.Clerk, id, null, 7, [new FieldRemark("child.name", "As on the certificate")], null, None));
        await browser.GoAsync(Paths.ApplyStep(id, "documents"));
        Assert.Contains("it is another person's", browser.Page.QuerySelector("[data-fault=another-person]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "No seat came free by the end of the admission cycle.")]
    [InlineData("ta", "சேர்க்கைக் காலம் முடியும் வரை இடம் காலியாகவில்லை.")]
    public async Task The_reason_of_a_cycles_end_is_said_in_the_readers_language(string language, string reason)
    {
        await using var world = await OwnDataApp.StartAsync(cluster, Paths.My);
        var id = await world.ADraftAsync();
        await world.SubmitAsync(id);
        Assert.Null(await world.Of<ReviewDesk>().StartReviewAsync(world.Clerk, id, null, None));
        Assert.Null(await world.Of<ReviewDesk>().AcceptAsync(world.Admin, id, null, None));
        await world.Database.ExecuteAsync("update admissions.cycle set closes_time = isolation.clock() - interval '1 minute', ends_time = isolation.clock() - interval '1 minute' where branch_id = '272501'");
        Assert.Equal(1, await world.Of<CycleEndDesk>().EndWaitingAsync(TestSchool.Pune, None));

        await world.Browser.SendAsync(("language", language));
        await world.Browser.GoAsync(Paths.MyApplication(id));
        Assert.Contains(reason, world.Browser.Page.QuerySelector(".child-card")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(reason, world.Browser.Page.QuerySelector(".timeline")!.TextContent, StringComparison.Ordinal);
        await world.Browser.GoAsync(Paths.Letter(id, new LetterName(LetterKind.Decision, 5)));
        Assert.Contains(reason, world.Browser.Text, StringComparison.Ordinal);
    }

    private static async Task<string> PostAsync(OwnDataApp world, ApplicationId id, Guid replaces, string content)
    {
        await world.Browser.GoAsync(Paths.MyApplication(id));
        var token = world.Browser.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("next"), "then" }, { file, $"documents.birth_certificate.{replaces:N}", "better.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, Paths.Upload(id)) { Content = form };
        using var answer = await world.Browser.RawAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.RequestMessage!.RequestUri!.PathAndQuery;
    }
}
