using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>Addresses of files on their way, and of their small pictures; <see cref="Paths"/> has those of whole documents.</summary>
public static class FilePaths
{
    public const string UploadsTemplate = Paths.Apply + "/{id}/uploads";
    public const string PieceTemplate = UploadsTemplate + "/{upload:guid}";
    public const string FamilyPreviewTemplate = Paths.FamilyDocumentTemplate + Preview;
    public const string DeskPreviewTemplate = Paths.DeskDocumentTemplate + Preview;

    private const string Preview = "/preview";

    /// <summary>Where a family replaces what the school can't use of a form that is handed in.</summary>
    public static string Replace(ApplicationId id) => Paths.MyApplication(id) + "/documents";

    /// <summary>Where the documents step's script sends files piece by piece.</summary>
    public static string Uploads(ApplicationId id) => Paths.ApplyStep(id, "uploads");

    public static string FamilyPreview(ApplicationId id, Guid document) => Paths.FamilyDocument(id, document) + Preview;

    public static string DeskPreview(ApplicationId id, Guid document) => Paths.DeskDocument(id, document) + Preview;
}
