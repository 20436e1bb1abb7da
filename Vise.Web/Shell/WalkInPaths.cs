using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>Where the office enters forms handed in on paper.</summary>
public static class WalkInPaths
{
    /// <summary>Where one is begun: the school and class first.</summary>
    public const string New = $"{Paths.Desk}/new";

    public const string UploadTemplate = Paths.Desk + "/{id}/files";

    /// <summary>Where its answers are entered.</summary>
    public static string Form(ApplicationId id) => $"{Paths.Desk}/{id}/form";

    /// <summary>Where its documents are sent to.</summary>
    public static string Upload(ApplicationId id) => $"{Paths.Desk}/{id}/files";
}
