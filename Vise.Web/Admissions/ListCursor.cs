using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions;

/// <summary>A place in the list as one opaque word, for the API's <c>cursor</c> and the queue's address alike.</summary>
public static class ListCursor
{
    public static string? Write(QueueCursor? place) => place is null
        ? null
        : Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.UpdatedTime.UtcTicks}.{place.Id}")));

    /// <summary>False for anything that <see cref="Write"/> didn't make; no word at all is the beginning.</summary>
    public static bool TryRead(string? word, out QueueCursor? place)
    {
        place = null;
        if (string.IsNullOrEmpty(word))
        {
            return true;
        }

        if (word.Length > 100 || !Base64Url.IsValid(word))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(word)).Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks || !ApplicationId.TryParse(parts[1], out var id))
        {
            return false;
        }

        place = new QueueCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        return true;
    }
}
