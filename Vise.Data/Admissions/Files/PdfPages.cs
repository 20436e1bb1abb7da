using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Vise.Data.Admissions.Files;

/// <summary>How many pages a PDF says that it has (ISO 32000-1, 7.7.3.2: the Count of its page tree). Nothing in it is run or drawn.</summary>
internal static partial class PdfPages
{
    // what is packed is unpacked to this much in all, bytes
    private const int MostUnpacked = 16 * 1024 * 1024;
    // a stream that is none, or tiny, costs this much of it too
    private const int LeastCharged = 64 * 1024;
    private const int MostStreams = 200;
    private const int MostPages = 10_000;

    /// <summary>The number of pages; null when it can't be told, as with a locked file.</summary>
    /// <param name="pdf">The file.</param>
    /// <param name="ct">Ends the work between two streams.</param>
    public static int? Count(byte[] pdf, CancellationToken ct = default)
    {
        var text = Encoding.Latin1.GetString(pdf);
        try
        {
            var most = MostIn(text);
            var left = MostUnpacked;
            byte[]? buffer = null;
            var streams = 0;
            // one after the other: asked for their number, or for the first of them, the collection looks for all
            foreach (Match packed in Packed().Matches(text))
            {
                ct.ThrowIfCancellationRequested();
                if (left <= 0 || ++streams > MostStreams)
                {
                    break;
                }

                var unpacked = Unpack(pdf, packed.Index + packed.Length, buffer ??= new byte[1024 * 1024], Math.Min(left, 1024 * 1024));
                left -= Math.Max(LeastCharged, unpacked.Length);
                most = Math.Max(most, MostIn(unpacked));
            }

            return most is > 0 and <= MostPages ? most : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // the root of the tree counts all pages, its branches fewer
    private static int MostIn(string text) => Trees().Matches(text)
        .Select(tree => Counts().Match(tree.Value) is { Success: true } count && int.TryParse(count.Groups["pages"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var pages) ? pages : 0)
        .DefaultIfEmpty().Max();

    private static string Unpack(byte[] pdf, int start, byte[] buffer, int most)
    {
        using var packed = new ZLibStream(new MemoryStream(pdf, start, pdf.Length - start, writable: false), CompressionMode.Decompress);
        try
        {
            var read = packed.ReadAtLeast(buffer.AsSpan(0, most), most, throwOnEndOfStream: false);
            return Encoding.Latin1.GetString(buffer, 0, read);
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"<<[^<>]{0,2000}/Type\s*/Pages\b[^<>]{0,60000}", RegexOptions.None, 2000)]
    private static partial Regex Trees();

    [GeneratedRegex(@"/Count\s+(?<pages>\d{1,6})\b", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Counts();

    [GeneratedRegex(@"/ObjStm\b[^<>]{0,500}>>\s*stream\r?\n", RegexOptions.None, 2000)]
    private static partial Regex Packed();
}
