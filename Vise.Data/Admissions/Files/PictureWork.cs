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
public sealed class PictureWork : IDisposable
{
    // an unpacked picture takes 4 bytes a pixel, twice while it is made smaller: one at a time
    private readonly SemaphoreSlim _one = new(1);

    static PictureWork()
    {
        ResourceLimits.Thread = 1;
        // of what a header may say at all, so that it can be read and refused with its reason
        ResourceLimits.Width = ResourceLimits.Height = 100_000;
        ResourceLimits.ListLength = 4;
        ResourceLimits.Memory = 512UL * 1024 * 1024;
        // what doesn't fit the memory is refused and not laid on the disk
        ResourceLimits.Disk = 0;
    }

    /// <summary>Refuses a picture with more pixels than are taken, and one that can't be read.</summary>
    public async Task<Outcome<CleanPicture>> CleanAsync(byte[] content, string type, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Clean(content, type), ct);
        }
        catch (MagickException)
        {
            return new DocumentRefused("Unreadable");
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static Outcome<CleanPicture> Clean(byte[] content, string type)
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
        if (format != MagickFormat.Heic)
        {
            // the library turns a HEIC upright itself
            image.AutoOrient();
        }

        // colours as they look, before the profile that says so goes with the rest
        image.TransformColorSpace(ColorProfiles.SRGB);
        image.ColorSpace = image.ColorSpace == ColorSpace.Gray ? ColorSpace.Gray : ColorSpace.sRGB;
        image.Strip();
        if (image.Width > Document.PrintSide || image.Height > Document.PrintSide)
        {
            image.Resize(Document.PrintSide, Document.PrintSide);
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
