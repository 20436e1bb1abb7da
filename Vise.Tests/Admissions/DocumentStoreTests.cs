using Vise.Data.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class DocumentStoreTests
{
    [Fact]
    public async Task A_deleted_file_is_gone_from_its_branch_and_stays_in_others()
    {
        using var folder = new TestFolder();
        var store = new DocumentStore(folder.Path);
        using var content = new MemoryStream([.. "%PDF-1.7\nreal"u8]);
        var file = (await store.PutAsync(TestSchool.Pune, content, CancellationToken.None)).Value!;
        content.Position = 0;
        await store.PutAsync(TestSchool.Haveli, content, CancellationToken.None);

        store.Delete(TestSchool.Pune, file.Hash);
        store.Delete(TestSchool.Pune, file.Hash);
        store.Delete(TestSchool.Pune, new string('0', 64));

        Assert.Throws<FileNotFoundException>(() => store.Open(TestSchool.Pune, file.Hash));
        await using var other = store.Open(TestSchool.Haveli, file.Hash);
        Assert.Equal(file.Bytes, other.Length);
    }
}
