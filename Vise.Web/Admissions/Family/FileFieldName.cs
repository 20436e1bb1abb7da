namespace Vise.Web.Admissions.Family;

/// <summary>
/// The names of the documents step's file fields: <c>documents.KIND</c> for one more page, <c>documents.KIND.camera</c> for the same by the camera,
/// <c>documents.KIND.ID</c> for another in the place of a page.
/// </summary>
internal static class FileFieldName
{
    private const string Prefix = "documents.";
    private const string Camera = "camera";

    public static string Of(string kind) => Prefix + kind;

    public static string CameraOf(string kind) => $"{Prefix}{kind}.{Camera}";

    public static string InPlaceOf(string kind, Guid page) => $"{Prefix}{kind}.{page:N}";

    /// <summary>Whether it is such a name; <paramref name="replaces"/> is the page in whose place the file goes, if any.</summary>
    public static bool TryParse(string name, out string kind, out Guid? replaces)
    {
        (kind, replaces) = ("", null);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name[Prefix.Length..].Split('.') is not [{ Length: > 0 } first, .. var rest] || rest.Length > 1)
        {
            return false;
        }

        kind = first;
        if (rest is [not Camera and var page])
        {
            if (!Guid.TryParseExact(page, "N", out var known))
            {
                return false;
            }

            replaces = known;
        }

        return true;
    }
}
