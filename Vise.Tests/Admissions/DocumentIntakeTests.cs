using System.Buffers.Binary;
using System.Text;
using ImageMagick;
using Vise.Data.Admissions.Files;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Files on their way in: real ones, made for the test.</summary>
public sealed class DocumentIntakeTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly IntakeGate _gate = new();

    [Theory]
    [InlineData(MagickFormat.Jpeg, "image/jpeg")]
    [InlineData(MagickFormat.Png, "image/png")]
    public async Task A_picture_is_kept_upright_without_where_and_when_it_was_taken(MagickFormat format, string type)
    {
        var photo = Photo(format);
        Assert.Contains("GPS place", Encoding.Latin1.GetString(photo), StringComparison.Ordinal);

        var taken = await TakeAsync(photo);

        Assert.Equal(type, taken.Value!.ContentType);
        using var kept = new MagickImage(taken.Value.Content);
        // the telephone lay on its side: what is kept stands
        Assert.Equal((60u, 120u), (kept.Width, kept.Height));
        Assert.Null(kept.GetExifProfile());
        Assert.Empty(kept.ProfileNames);
        var bytes = Encoding.Latin1.GetString(taken.Value.Content);
        Assert.All((string[])["GPS place", "Exif", "a comment", "eXIf", "tEXt"], word => Assert.DoesNotContain(word, bytes, StringComparison.Ordinal));
        Assert.Equal(taken.Value.Content, (await TakeAsync(photo)).Value!.Content);
    }

    [Fact]
    public async Task A_HEIC_becomes_a_JPEG()
    {
        var taken = await TakeAsync(await File.ReadAllBytesAsync(Source.File("Vise.Tests", "Admissions", "small.heic"), None));

        Assert.Equal("image/jpeg", taken.Value!.ContentType);
        using var kept = new MagickImage(taken.Value.Content);
        Assert.Equal((MagickFormat.Jpeg, 640u, 480u), (kept.Format, kept.Width, kept.Height));
    }

    [Fact]
    public async Task A_picture_larger_than_print_needs_is_made_smaller()
    {
        using var large = new MagickImage(MagickColors.Bisque, 5000, 1000);

        using var kept = new MagickImage((await TakeAsync(large.ToByteArray(MagickFormat.Jpeg))).Value!.Content);

        Assert.Equal(((uint)Document.PrintSide, 702u), (kept.Width, kept.Height));
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(11_000, 11_000)]
    [InlineData(7_000, 6_000)]
    [InlineData(65_000, 10)]
    public async Task A_picture_bomb_is_refused_by_its_header(int width, int height)
    {
        var before = GC.GetTotalAllocatedBytes();

        Assert.Equal("TooManyPixels", await RefusedAsync(Bomb(width, height)));

        Assert.True(GC.GetTotalAllocatedBytes() - before < 20_000_000);
    }

    [Fact]
    public async Task What_is_no_document_is_refused_with_its_reason()
    {
        var photo = Photo(MagickFormat.Jpeg);
        Assert.Equal("Empty", await RefusedAsync([]));
        Assert.Equal("WrongType", await RefusedAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()));
        Assert.Equal("WrongType", await RefusedAsync("GIF89a and more of it"u8.ToArray()));
        Assert.Equal("Unreadable", await RefusedAsync([0xFF, 0xD8, 0xFF, 0xE0, .. "a program, renamed and more"u8]));
        Assert.Equal("Unreadable", await RefusedAsync(photo[..200]));
        Assert.Equal("TooLarge", await RefusedAsync([.. photo, .. new byte[Document.LargestFile]]));
    }

    [Fact]
    public async Task A_virus_is_refused_and_what_a_scanner_cannot_look_at_is_not_taken()
    {
        byte[] infected = [.. "%PDF-1.7\n"u8, .. Encoding.ASCII.GetBytes(TestScanner.Virus)];
        Assert.NotNull((await TakeAsync(infected)).Value);
        string address;
        await using (var scanner = await TestScanner.StartAsync())
        {
            address = scanner.Address;
            Assert.Equal("Infected", await RefusedAsync(infected, address));
            Assert.NotNull((await TakeAsync(Photo(MagickFormat.Jpeg), address)).Value);
        }

        Assert.Equal("NotChecked", await RefusedAsync(Photo(MagickFormat.Jpeg), address));
        Assert.Equal("NotChecked", await RefusedAsync(infected, "unix:/nowhere/clamd.ctl"));
    }

    [Fact]
    public async Task Of_one_account_one_file_is_unpacked_at_a_time_of_all_two_and_what_finds_no_room_is_refused_for_now()
    {
        using var open = new ManualResetEventSlim();
        var (inside, most) = (0, 0);
        var accounts = Enumerable.Range(0, 1 + (IntakeGate.MostInside / IntakeGate.MostOfOne)).Select(_ => Guid.NewGuid()).ToArray();
        Task<Vise.Domain.Outcome<string>> WorkAsync(Guid account) => _gate.WithinAsync<string>(account, place => place.UnpackAsync<string>(() =>
        {
            var now = Interlocked.Increment(ref inside);
            InterlockedMost(ref most, now);
            open.Wait(None);
            Interlocked.Decrement(ref inside);
            return "done";
        }, None));
        async Task<string> WhyAsync(Guid account) => Assert.IsType<Vise.Domain.DocumentRefused>((await WorkAsync(account)).Refusal).Why;
        var first = Enumerable.Range(0, IntakeGate.MostOfOne).Select(_ => WorkAsync(accounts[0])).ToList();

        Assert.Equal("NotChecked", await WhyAsync(accounts[0]));
        var others = accounts.Skip(1).SelectMany(account => Enumerable.Range(0, IntakeGate.MostOfOne).Select(_ => WorkAsync(account))).ToList();
        Assert.Equal(IntakeGate.MostInside, first.Concat(others).Count(work => !work.IsCompleted));
        Assert.Equal("NotChecked", await WhyAsync(Guid.NewGuid()));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref inside) == 2, TimeSpan.FromSeconds(20)));
        open.Set();

        Assert.Equal(IntakeGate.MostInside, (await Task.WhenAll(first.Concat(others))).Count(outcome => outcome.Value == "done"));
        Assert.Equal(2, most);
        Assert.Equal("done", (await WorkAsync(accounts[0])).Value);
    }

    [Fact]
    public async Task A_file_that_finds_no_room_is_not_even_read_and_one_that_is_being_entered_keeps_its_place()
    {
        await using var scanner = await TestScanner.StartAsync();
        var (account, intake) = (Guid.NewGuid(), new DocumentIntake(_gate, new ClamAv(scanner.Address)));
        using var reached = new SemaphoreSlim(0);
        var entered = new TaskCompletionSource();
        Task<Vise.Domain.Outcome<string>> TakeAsync(string content) => intake.TakeAsync<string>(account, new MemoryStream(Encoding.ASCII.GetBytes(content)), async _ =>
        {
            reached.Release();
            await entered.Task;
            return "in";
        }, None);
        var first = Enumerable.Range(0, IntakeGate.MostOfOne).Select(_ => TakeAsync("%PDF-1.7")).ToList();
        foreach (var _ in first)
        {
            await reached.WaitAsync(None);
        }

        // were it read, the scanner would find it
        Assert.Equal("NotChecked", Assert.IsType<Vise.Domain.DocumentRefused>((await TakeAsync("%PDF-1.7 " + TestScanner.Virus)).Refusal).Why);

        entered.SetResult();
        Assert.All(await Task.WhenAll(first), outcome => Assert.Equal("in", outcome.Value));
    }

    [Fact]
    public void A_PDF_of_nothing_but_packed_streams_costs_little()
    {
        var pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n" + string.Concat(Enumerable.Repeat("/ObjStm>>stream\n", 300_000)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(PdfPages.Count(pdf, None));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.Throws<OperationCanceledException>(() => PdfPages.Count(pdf, new CancellationToken(canceled: true)));
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Vise.Domain.Outcome<TakenFile>> TakeAsync(byte[] file, string? clamd = null) =>
        await new DocumentIntake(_gate, new ClamAv(clamd)).TakeAsync<TakenFile>(Guid.NewGuid(), new MemoryStream(file), taken => Task.FromResult<Vise.Domain.Outcome<TakenFile>>(taken), None);

    private async Task<string> RefusedAsync(byte[] file, string? clamd = null) => Assert.IsType<Vise.Domain.DocumentRefused>((await TakeAsync(file, clamd)).Refusal).Why;

    private static void InterlockedMost(ref int most, int now)
    {
        for (var known = Volatile.Read(ref most); known < now; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, now, known);
        }
    }

    // as a telephone writes it that was held on its side: 120 by 60, to be turned by 90 degrees
    private static byte[] Photo(MagickFormat format)
    {
        using var image = new MagickImage("gradient:red-blue", new MagickReadSettings { Width = 120, Height = 60 });
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Orientation, (ushort)6);
        exif.SetValue(ExifTag.GPSLatitudeRef, "N");
        exif.SetValue(ExifTag.GPSLatitude, [new Rational(18u), new Rational(31u), new Rational(12u)]);
        exif.SetValue(ExifTag.ImageDescription, "GPS place");
        exif.SetValue(ExifTag.DateTimeOriginal, "2026:06:01 10:00:00");
        image.SetProfile(exif);
        image.Orientation = Orientation.RightTop;
        image.Comment = "a comment";
        return image.ToByteArray(format);
    }

    // a PNG that says it is huge; its pixels, all black, are a few bytes
    private static byte[] Bomb(int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 0);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", head), .. Chunk("IDAT", [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]), .. Chunk("IEND", [])];
    }

    private static uint Crc(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return ~sum;
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. content];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
        return [.. length, .. body, .. sum];
    }
}
