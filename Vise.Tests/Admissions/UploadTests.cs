using System.Text;
using ImageMagick;
using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Files that come piece by piece, documents of several pages, and what is shown of them.</summary>
public class UploadTests(TestCluster cluster)
{
    private const string Kind = "birth_certificate";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_cut_upload_goes_on_where_it_was_and_enters_one_document()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        var (documents, uploads) = Desks(school, new DiskObjects(folder.Path));
        var id = await school.ADraftAsync();
        var (file, by) = (Picture(300, 300, noise: true), school.Parent);
        Assert.True(file.Length > 2000);
        var begun = (await uploads.BeginAsync(by, id, Kind, null, "a.png", file.Length, None)).Value!;

        Assert.Equal(1000, (await uploads.AppendAsync(by, id, begun.UploadId, 0, file.AsMemory(0, 1000), None)).Value!.Received);
        // its answer was lost, and it is sent again; then one from the middle
        Assert.Equal(1000, (await uploads.AppendAsync(by, id, begun.UploadId, 0, file.AsMemory(0, 1000), None)).Value!.Received);
        Assert.Equal(1000, (await uploads.AppendAsync(by, id, begun.UploadId, 1500, file.AsMemory(1500, 100), None)).Value!.Received);
        Assert.Equal((1000, null), Facts(await uploads.StateAsync(by, id, begun.UploadId, None)));
        var twice = await Task.WhenAll(
            uploads.AppendAsync(by, id, begun.UploadId, 1000, file.AsMemory(1000), None), uploads.AppendAsync(by, id, begun.UploadId, 1000, file.AsMemory(1000), None));

        Assert.Contains(twice, one => one.Value?.DocumentId is not null);
        var entered = Assert.Single((await school.Family.DraftAsync(by, id, None)).Value!.Documents);
        Assert.Equal((file.Length, (Guid?)entered.DocumentId), Facts(await uploads.StateAsync(by, id, begun.UploadId, None)));
        Assert.True(entered.HasPreview);
        using var preview = new MagickImage((await documents.OpenPreviewAsync(by, id, entered.DocumentId, None)).Value!);
        Assert.Equal((MagickFormat.Jpeg, 240u), (preview.Format, preview.Width));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, id.Branch.Value, "uploads")));
        // the same file once more, by an upload and as a whole: it is the page that is there
        var more = (await uploads.BeginAsync(by, id, Kind, null, "b.png", file.Length, None)).Value!;
        Assert.Equal(entered.DocumentId, (await uploads.AppendAsync(by, id, more.UploadId, 0, file, None)).Value!.DocumentId);
        Assert.Equal((file.Length, (Guid?)entered.DocumentId), Facts(await uploads.StateAsync(by, id, more.UploadId, None)));
        var whole = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => documents.AddAsync(by, id, Kind, "c.png", new MemoryStream(file), new PagePlace(null), null, None)));
        Assert.All(whole, one => Assert.True(one.Value?.DocumentId == entered.DocumentId || one.Refusal is EditedByAnother or Collided));
        Assert.Equal("a.png", Assert.Single((await school.Family.DraftAsync(by, id, None)).Value!.Documents).FileName);
    }

    [Fact]
    public async Task An_upload_is_its_familys_alone_and_ends_with_the_draft()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        var (documents, uploads) = Desks(school, new DiskObjects(folder.Path));
        var (id, file) = (await school.ADraftAsync(), Picture(20, 20));
        var begun = (await uploads.BeginAsync(school.Parent, id, Kind, null, "a.png", file.Length, None)).Value!.UploadId;

        foreach (var other in (Actor[])[school.OtherParent, school.ForeignClerk])
        {
            Assert.IsType<NotFound>((await uploads.BeginAsync(other, id, Kind, null, "a.png", 10, None)).Refusal);
            Assert.IsType<NotFound>((await uploads.StateAsync(other, id, begun, None)).Refusal);
            Assert.IsType<NotFound>((await uploads.AppendAsync(other, id, begun, 0, file, None)).Refusal);
            Assert.IsType<NotFound>(await uploads.DropAsync(other, id, begun, None));
        }

        var added = (await documents.AddAsync(school.Parent, id, Kind, "a.png", new MemoryStream(file), None)).Value!.DocumentId;
        Assert.IsType<NotFound>((await documents.OpenPreviewAsync(school.OtherParent, id, added, None)).Refusal);
        Assert.IsType<NotFound>((await documents.OpenPreviewAsync(school.ForeignClerk, id, added, None)).Refusal);
        // the office sees it once the form is handed in
        Assert.IsType<NotFound>((await documents.OpenPreviewAsync(school.Clerk, id, added, None)).Refusal);
        Assert.Equal("TooLarge", Why(await uploads.BeginAsync(school.Parent, id, Kind, null, "a", Document.LargestFile + 1, None)));
        Assert.IsType<CheckFailed>((await uploads.BeginAsync(school.Parent, id, "shoe_size", null, "a", 10, None)).Refusal);
        for (var open = 1; open < Upload.MostOpen; open++)
        {
            Assert.Null((await uploads.BeginAsync(school.Parent, id, Kind, null, "a.png", 10, None)).Refusal);
        }

        Assert.Equal("TooManyOpen", Why(await uploads.BeginAsync(school.Parent, id, Kind, null, "a.png", 10, None)));
        Assert.Null(await uploads.DropAsync(school.Parent, id, begun, None));
        Assert.IsType<NotFound>((await uploads.StateAsync(school.Parent, id, begun, None)).Refusal);
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved away", None));
        Assert.IsType<NoSuchStep>((await uploads.BeginAsync(school.Parent, id, Kind, null, "a.png", 10, None)).Refusal);
    }

    [Fact]
    public async Task What_is_refused_at_the_end_is_gone_and_what_waits_for_the_scanner_is_not_sent_again()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        var objects = new DiskObjects(folder.Path);
        var (_, uploads) = Desks(school, objects, "unix:/nowhere/clamd.ctl");
        var (id, file, by) = (await school.ADraftAsync(), Picture(20, 20), school.Parent);
        var program = (await uploads.BeginAsync(by, id, Kind, null, "a.png", 20, None)).Value!.UploadId;
        Assert.Equal("WrongType", Why(await uploads.AppendAsync(by, id, program, 0, Encoding.ASCII.GetBytes("MZ this is a program"), None)));
        Assert.IsType<NotFound>((await uploads.StateAsync(by, id, program, None)).Refusal);

        var waits = (await uploads.BeginAsync(by, id, Kind, null, "a.png", file.Length, None)).Value!.UploadId;
        Assert.Equal("NotChecked", Why(await uploads.AppendAsync(by, id, waits, 0, file, None)));
        Assert.Empty((await school.Family.DraftAsync(by, id, None)).Value!.Documents);
        // the scanner is back; the next try begins a little later, and never while another is at it
        (_, uploads) = Desks(school, objects);
        Assert.IsType<Collided>((await uploads.AppendAsync(by, id, waits, file.Length, default, None)).Refusal);
        await school.Database.ExecuteAsync($"update admissions.upload set finishing_until = now() - interval '1 second' where upload_id = '{waits}'");
        Assert.NotNull((await uploads.AppendAsync(by, id, waits, file.Length, default, None)).Value!.DocumentId);

        // an old one is swept with its pieces
        var old = (await uploads.BeginAsync(by, id, Kind, null, "a.png", file.Length, None)).Value!.UploadId;
        await uploads.AppendAsync(by, id, old, 0, file.AsMemory(0, 10), None);
        await school.Database.ExecuteAsync($"update admissions.upload set begun_time = now() - interval '25 hours' where upload_id = '{old}'");
        await new DocumentSweep(school.Branches, objects).SweepAsync(TimeProvider.System.GetUtcNow().AddHours(25), None);
        Assert.IsType<NotFound>((await uploads.StateAsync(by, id, old, None)).Refusal);
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Pages_keep_their_order_when_one_is_replaced_or_taken_out_and_all_are_verified()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        var (documents, _) = Desks(school, new DiskObjects(folder.Path));
        var (id, by) = (await school.ADraftAsync(TestSchool.ClassTwo), school.Parent);
        async Task<Guid> AddAsync(string name, Guid? replaces = null, uint? width = null) => (await documents.AddAsync(
            by, id, Kind, name, new MemoryStream(Picture(width ?? (uint)(20 + name[0] + (10 * name.Length)), 20)), new PagePlace(replaces), null, None)).Value!.DocumentId;
        async Task<string> NamesAsync() => string.Join(' ', (await school.Family.DraftAsync(by, id, None)).Value!.Documents.Select(page => page.FileName));
        var (_, second, third) = (await AddAsync("1.png"), await AddAsync("2.png"), await AddAsync("3.png"));

        var better = await AddAsync("2b.png", second);
        Assert.Equal("1.png 2b.png 3.png", await NamesAsync());
        // its answer was lost and it comes again in the place of what is gone, then in its own: it is there once; in the place of another it takes that place
        Assert.Equal(better, await AddAsync("2b.png", second));
        Assert.Equal(better, await AddAsync("2b.png", better));
        Assert.NotEqual(better, third = await AddAsync("2b.png", third));
        Assert.Equal("1.png 2b.png 2b.png", await NamesAsync());
        Assert.Null(await documents.RemoveAsync(by, id, third, None));
        await AddAsync("4.pdf".Replace("pdf", "png", StringComparison.Ordinal), third);
        Assert.Equal("1.png 2b.png 4.png", await NamesAsync());
        for (var page = 4; page <= Document.MostPages; page++)
        {
            await AddAsync($"{page + 1}.png", width: 200 + (uint)page);
        }

        Assert.Equal("TooManyPages", Why(await documents.AddAsync(by, id, Kind, "x.png", new MemoryStream(Picture(20, 20)), new PagePlace(null), null, None)));

        Assert.Null(await school.Drafts.SubmitAsync(by, id, None));
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        foreach (var page in (await school.Records.OpenAsync(school.Clerk, id, None)).Value!.Documents)
        {
            Assert.IsType<DocumentUnverified>(await school.Review.AcceptAsync(school.Admin, id, null, None));
            await (await documents.OpenPreviewAsync(school.Clerk, id, page.DocumentId, None)).Value!.DisposeAsync();
            Assert.Null(await school.Checks.VerifyAsync(school.Clerk, id, page.DocumentId, None));
        }

        Assert.Null(await school.Review.AcceptAsync(school.Admin, id, null, None));
    }

    [Theory]
    [InlineData("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", 2)]
    [InlineData("<</Kids[2 0 R]/Count 12/Type/Pages>> <</Type/Pages/Parent 1 0 R/Count 5>>", 12)]
    [InlineData("<< /Type /Catalog >>", null)]
    public void The_pages_of_a_PDF_are_counted_where_it_says_them(string body, int? pages)
    {
        Assert.Equal(pages, PdfPages.Count(Encoding.ASCII.GetBytes("%PDF-1.4\n" + body)));
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(Encoding.ASCII.GetBytes(body));
        }

        byte[] whole = [.. "%PDF-1.7\n1 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length 9>>\nstream\n"u8, .. packed.ToArray(), .. "\nendstream"u8];
        Assert.Equal(pages, PdfPages.Count(whole));
    }

    private static (DocumentDesk, UploadDesk) Desks(TestSchool school, IDocumentObjects objects, string? clamd = null)
    {
        var documents = school.DocumentsIn(objects, clamd);
        return (documents, new UploadDesk(school.Branches, objects, documents, school.Codes));
    }

    private static (int, Guid?) Facts(Outcome<UploadState> outcome) => (outcome.Value!.Received, outcome.Value.DocumentId);

    private static string Why<T>(Outcome<T> outcome) => Assert.IsType<DocumentRefused>(outcome.Refusal).Why;

    internal static byte[] Picture(uint width, uint height, bool noise = false)
    {
        using var image = new MagickImage(noise ? "plasma:" : "gradient:red-blue", new MagickReadSettings { Width = width, Height = height });
        return image.ToByteArray(MagickFormat.Png);
    }
}
