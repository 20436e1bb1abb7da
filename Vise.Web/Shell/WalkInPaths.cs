using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>Where the office enters forms handed in on paper.</summary>
public static class WalkInPaths
{
    /// <summary>Where one is begun: the school and class first.</summary>
    public const string New = $"{Paths.Desk}/new";

    public const string UploadTemplate = Paths.Desk + "/{id}/files";

    public const string RemoveTemplate = Paths.Desk + "/{id}/files/{document:guid}/remove";

    /// <summary>Where its answers are entered.</summary>
    public static string Form(ApplicationId id) => $"{Paths.Desk}/{id}/form";

    /// <summary>Where its documents are sent to.</summary>
    public static string Upload(ApplicationId id) => $"{Paths.Desk}/{id}/files";

    /// <summary>Takes a document out again.</summary>
    public static string Remove(ApplicationId id, Guid document) => $"{Paths.Desk}/{id}/files/{document:N}/remove";
}
