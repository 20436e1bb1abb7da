using System.Diagnostics;
using ImageMagick;
using Vise.Domain;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions.Files;

/// <summary>A picture made anew.</summary>
public sealed record CleanPicture(byte[] Content, string ContentType, byte[] Preview);

/// <summary>
/// Makes a picture anew from its pixels: turned upright, shrunk to what print needs, and without anything that came along (place, camera, time, comments).
/// HEIC becomes JPEG. How large it is stands in its header and is looked at before a pixel is unpacked.
/// </summary>
public static class PictureWork
{
    // an ordinary picture takes a second at most; looked at between steps, each of which the number of pixels bounds
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static PictureWork()
    {
        ResourceLimits.Thread = 1;
        // of what a header may say at all, so that it can be read and refused with its reason
        ResourceLimits.Width = ResourceLimits.Height = 100_000;
        ResourceLimits.ListLength = 4;
        // of all pictures at once: 4 bytes a pixel, nearly twice while it is made smaller, two at a time
        ResourceLimits.Memory = 640UL * 1024 * 1024;
        // what doesn't fit the memory is refused and not laid on the disk
        ResourceLimits.Disk = 0;
    }

    /// <summary>Refuses a picture with more pixels than are taken, one that can't be read, and one that takes too long.</summary>
    /// <param name="content">The picture as it came.</param>
    /// <param name="type">Its type by content.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public static Outcome<CleanPicture> Clean(byte[] content, string type, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return Clean(content, type, () =>
            {
                ct.ThrowIfCancellationRequested();
                return Stopwatch.GetElapsedTime(start) > Patience ? new DocumentRefused("Unreadable") : null;
            });
        }
        catch (MagickException)
        {
            return new DocumentRefused("Unreadable");
        }
    }

    private static Outcome<CleanPicture> Clean(byte[] content, string type, Func<DocumentRefused?> late)
    {
        var format = type switch { "image/png" => MagickFormat.Png, "image/heic" => MagickFormat.Heic, _ => MagickFormat.Jpeg };
        using (var header = new MagickImage())
        {
            header.Ping(content, Reading(format));
            if (header.Width > Document.LongestSide || header.Height > Document.LongestSide || (long)header.Width * header.Height > Document.MostPixels)
            {
                return new DocumentRefused("TooManyPixels");
            }
        }

        using var image = new MagickImage(content, Reading(format));
        if (late() is { } unread)
        {
            return unread;
        }

        // first of all, so that whatever else is done with it is done with fewer pixels
        if (image.Width > Document.PrintSide || image.Height > Document.PrintSide)
        {
            image.Resize(Document.PrintSide, Document.PrintSide);
        }

        if (format != MagickFormat.Heic)
        {
            // the library turns a HEIC upright itself
            image.AutoOrient();
        }

        // colours as they look, before the profile that says so goes with the rest
        image.TransformColorSpace(ColorProfiles.SRGB);
        image.ColorSpace = image.ColorSpace == ColorSpace.Gray ? ColorSpace.Gray : ColorSpace.sRGB;
        image.Strip();
        if (late() is { } slow)
        {
            return slow;
        }

        var (kept, keptType) = format == MagickFormat.Png ? (MagickFormat.Png, "image/png") : (MagickFormat.Jpeg, "image/jpeg");
        var whole = Written(image, kept);
        image.Thumbnail(Document.PreviewSide, Document.PreviewSide);
        // what was see-through lies on white, as on paper
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        return new CleanPicture(whole, keptType, Written(image, MagickFormat.Jpeg));
    }

    private static byte[] Written(MagickImage image, MagickFormat format)
    {
        if (format == MagickFormat.Png)
        {
            // the same picture gives the same bytes
            image.Settings.SetDefine(MagickFormat.Png, "exclude-chunks", "date,time");
        }
        else
        {
            image.Quality = 85;
        }

        return image.ToByteArray(format);
    }

    // the format is said, so that nothing but its own reader looks at the bytes; of several frames the first counts
    private static MagickReadSettings Reading(MagickFormat format) => new() { Format = format, FrameIndex = 0, FrameCount = 1 };
}
