using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>What no document names any more goes after a day; nothing else does.</summary>
public class DocumentStoreTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Files_of_replaced_documents_go_after_a_day_and_those_of_withdrawn_forms_stay()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        var store = new DocumentStore(folder.Path);
        var desk = new DocumentDesk(school.Branches, store, school.Codes);
        var sweep = new DocumentSweep(school.Branches, store);
        var id = await school.ADraftAsync();
        foreach (var version in (string[])["first", "second"])
        {
            Assert.Null((await desk.AddAsync(school.Parent, id, "birth_certificate", "a.pdf", Pdf(version), None)).Refusal);
        }

        // the same content in another branch, named by nothing there
        await store.PutAsync(TestSchool.Haveli, Pdf("second"), None);
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved away", None));
        Assert.Equal(0, await sweep.SweepAsync(DateTimeOffset.UnixEpoch.AddDays(1), None));
        Assert.Equal(3, Files(folder).Count);
        var later = new DateTimeOffset(Files(folder).Max(File.GetLastWriteTimeUtc), TimeSpan.Zero).AddHours(25);
        Assert.Equal(2, await sweep.SweepAsync(later, None));
        Assert.Equal(0, await sweep.SweepAsync(later, None));

        var left = Assert.Single(Files(folder));
        Assert.Contains(TestSchool.Pune.Value, left, StringComparison.Ordinal);
        // a sweep was killed when it had moved the file aside
        File.Move(left, left + ".going");
        Assert.Equal(0, await sweep.SweepAsync(later, None));
        Assert.True(File.Exists(left));
    }

    [Fact]
    public async Task A_file_that_was_put_in_again_just_now_stays()
    {
        using var folder = new TestFolder();
        var store = new DocumentStore(folder.Path);
        var file = (await store.PutAsync(TestSchool.Pune, Pdf("real"), None)).Value!;
        var moment = new DateTimeOffset(File.GetLastWriteTimeUtc(Files(folder).Single()), TimeSpan.Zero);

        Assert.False(store.DeleteOlderThan(TestSchool.Pune, file.Hash, moment));
        await store.Open(TestSchool.Pune, file.Hash).DisposeAsync();
        Assert.True(store.DeleteOlderThan(TestSchool.Pune, file.Hash, moment.AddSeconds(1)));
        Assert.False(store.DeleteOlderThan(TestSchool.Pune, file.Hash, moment.AddSeconds(1)));
        Assert.Throws<FileNotFoundException>(() => store.Open(TestSchool.Pune, file.Hash));
    }

    private static MemoryStream Pdf(string words) => new([.. "%PDF-1.7\n"u8, .. System.Text.Encoding.UTF8.GetBytes(words)]);

    private static List<string> Files(TestFolder folder) => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)];
}
