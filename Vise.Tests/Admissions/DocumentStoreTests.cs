using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Documents in a folder and on a real S3-compatible server: what no document names any more goes after a day; nothing else does.</summary>
public class DocumentStoreTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("disk")]
    [InlineData("s3")]
    public async Task Files_of_replaced_documents_go_at_once_what_nobody_names_after_a_day_and_those_of_withdrawn_forms_stay(string kind)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var place = await Place.OpenAsync(kind);
        var desk = school.DocumentsIn(place.Objects);
        var sweep = new DocumentSweep(school.Branches, place.Objects);
        var (id, sibling) = (await school.ADraftAsync(), await school.ADraftAsync());
        Assert.Null((await desk.AddAsync(school.Parent, sibling, "birth_certificate", "a.pdf", Pdf("both"), None)).Refusal);
        foreach (var version in (string[])["both", "first", "second"])
        {
            Assert.Null((await desk.AddAsync(school.Parent, id, "birth_certificate", "a.pdf", Pdf(version), None)).Refusal);
        }

        // the first is gone; what was replaced here is named elsewhere, until it is taken out there
        Assert.Equal(2, (await place.ListAsync()).Count);
        Assert.Null(await desk.RemoveAsync(school.Parent, sibling, (await school.Family.DraftAsync(school.Parent, sibling, None)).Value!.Documents[0].DocumentId, None));
        Assert.Single(await place.ListAsync());

        // the same content in another branch, named by nothing there, and half of a file that a killed process left
        await new DocumentStore(place.Objects).PutAsync(TestSchool.Haveli, Pdf("second").ToArray(), None);
        await place.Objects.PutAsync("272501/ab/abcdefgh.ijk.part", Pdf("half"), None);
        await place.Objects.PutAsync("272501/uploads/0123456789abcdef0123456789abcdef/00000000", Pdf("piece"), None);
        // not VISE's
        await place.Objects.PutAsync("backup/notes.txt", Pdf("theirs"), None);
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved away", None));
        Assert.Equal(0, await sweep.SweepAsync(DateTimeOffset.UnixEpoch.AddDays(1), None));
        var before = await place.ListAsync();
        Assert.Equal(5, before.Count);
        var later = before.Max(file => file.PutTime).AddHours(25);
        Assert.Equal(3, await sweep.SweepAsync(later, None));
        Assert.Equal(0, await sweep.SweepAsync(later, None));

        Assert.Contains(await place.ListAsync(), file => file.Key == "backup/notes.txt");
        var left = Assert.Single(await place.ListAsync(), file => file.Key.StartsWith("272501/", StringComparison.Ordinal));
        Assert.Equal(2, (await place.ListAsync()).Count);
        await using var content = (await place.Objects.OpenAsync(left.Key, None))!;
        Assert.Equal("%PDF-1.7\nsecond", await new StreamReader(content, Encoding.UTF8).ReadToEndAsync(None));
    }

    [Theory]
    [InlineData("disk")]
    [InlineData("s3")]
    public async Task A_store_keeps_what_it_is_given_whole(string kind)
    {
        await using var place = await Place.OpenAsync(kind);
        var (content, objects) = (new byte[300_000], place.Objects);
        new Random(1).NextBytes(content);
        Assert.Null(await objects.HeadAsync("272501/ab/x", None));
        Assert.Null(await objects.OpenAsync("272501/ab/x", None));
        await objects.DeleteAsync("272501/ab/x", None);

        await objects.PutAsync("272501/ab/x", new MemoryStream([1]), None);
        await objects.PutAsync("272501/ab/x", new MemoryStream(content), None);
        await objects.PutAsync("272502/ab/x", new MemoryStream([2]), None);

        Assert.Equal(content.Length, (await objects.HeadAsync("272501/ab/x", None))!.Bytes);
        await using (var open = (await objects.OpenAsync("272501/ab/x", None))!)
        {
            using var read = new MemoryStream();
            await open.CopyToAsync(read, None);
            Assert.Equal(content, read.ToArray());
        }

        var one = new List<string>();
        await foreach (var found in objects.ListAsync("272501/", None))
        {
            one.Add(found.Key);
        }

        Assert.Equal(["272501/ab/x"], one);
        await objects.DeleteAsync("272501/ab/x", None);
        Assert.Equal("272502/ab/x", Assert.Single(await place.ListAsync()).Key);
    }

    [Fact]
    public async Task What_lies_on_the_disk_is_for_the_servers_own_account_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            // it has no such modes
            return;
        }

        using var folder = new TestFolder();
        var root = Path.Combine(folder.Path, "documents");
        await new DiskObjects(root).PutAsync("272501/ab/x", new MemoryStream([1]), None);

        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(root, "272501/ab/x")));
        foreach (var path in (string[])["", "272501", "272501/ab"])
        {
            Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(root, path)));
        }
    }

    [Fact]
    public async Task A_sweep_waits_for_a_row_that_is_being_entered_and_leaves_its_file()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var place = await Place.OpenAsync("disk");
        var id = await school.ADraftAsync();
        var hash = await new DocumentStore(place.Objects).PutAsync(TestSchool.Pune, Pdf("same").ToArray(), None);
        var later = (await place.ListAsync()).Single().PutTime.AddHours(25);
        Task<int> sweeping = Task.FromResult(0);

        await school.Branches.WriteAsync(school.Parent, Vise.Domain.Users.Duty.ApplyForOwnChild, id, async db =>
        {
            await DocumentSweep.HoldAsync(db, TestSchool.Pune, hash, alone: false, None);
            sweeping = new DocumentSweep(school.Branches, place.Objects).SweepAsync(later, None);
            while (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())").SingleAsync(None) == 0)
            {
                Assert.False(sweeping.IsCompleted, "The sweep didn't wait.");
                await Task.Delay(10, None);
            }

            db.Add(Vise.Domain.Admissions.Document.Of(id, "photo", 1, "a.pdf", new Vise.Domain.Admissions.KeptFile("application/pdf", hash, 13), school.Parent, db.Now));
            return null;
        }, None);

        Assert.Equal(0, await sweeping);
        Assert.Single(await place.ListAsync());
    }

    [Fact]
    public async Task A_store_that_is_away_when_a_file_should_go_stands_in_the_log_and_the_file_does_not()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var heard = new Heard();

        await new DocumentSweep(school.Branches, new AwayObjects(), heard).ForgetAsync(TestSchool.Pune, ["ab12cd34"], None);

        var (level, line) = Assert.Single(heard.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("272501", line, StringComparison.Ordinal);
        Assert.DoesNotContain("ab12", line, StringComparison.Ordinal);
    }

    private static MemoryStream Pdf(string words) => new([.. "%PDF-1.7\n"u8, .. Encoding.UTF8.GetBytes(words)]);

    private sealed class AwayObjects : IDocumentObjects
    {
        public Task PutAsync(string key, Stream content, CancellationToken ct) => throw new IOException(key);

        public Task<Stream?> OpenAsync(string key, CancellationToken ct) => throw new IOException(key);

        public Task<StoredObject?> HeadAsync(string key, CancellationToken ct) => throw new IOException(key);

        public Task DeleteAsync(string key, CancellationToken ct) => throw new IOException(key);

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken ct) => throw new IOException(prefix);
    }

    private sealed class Heard : ILogger<DocumentSweep>
    {
        public List<(LogLevel Level, string Line)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception) + exception));
    }

    private sealed class Place(IDocumentObjects objects, IAsyncDisposable? server, TestFolder? folder) : IAsyncDisposable
    {
        public IDocumentObjects Objects => objects;

        public static async Task<Place> OpenAsync(string kind)
        {
            if (kind == "s3")
            {
                var server = await TestObjectServer.StartAsync();
                return new Place(new S3Objects(server.Settings), server, null);
            }

            var folder = new TestFolder();
            return new Place(new DiskObjects(folder.Path), null, folder);
        }

        public async Task<List<StoredObject>> ListAsync()
        {
            var found = new List<StoredObject>();
            await foreach (var one in objects.ListAsync("", None))
            {
                found.Add(one);
            }

            return found;
        }

        public async ValueTask DisposeAsync()
        {
            (objects as IDisposable)?.Dispose();
            folder?.Dispose();
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }
}
