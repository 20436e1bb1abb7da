using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>The addresses of the API as templates, and those that answers point to (SPEC 9).</summary>
public static class ApiPaths
{
    public const string V1 = "/api/v1";
    public const string Me = V1 + "/me";
    public const string States = V1 + "/codes/states";
    public const string Districts = States + "/{state}/districts";
    public const string Branches = Districts + "/{district}/branches";
    public const string Institutions = Branches + "/{branch}/institutions";
    public const string Curriculum = Institutions + "/{institution}/curriculum";
    public const string Applications = V1 + "/applications";
    public const string Application = Applications + "/{applicationId}";
    public const string Submit = Application + "/submit";
    public const string Transitions = Application + "/transitions";
    public const string Events = Application + "/events";
    public const string Documents = Application + "/documents";
    public const string Document = Documents + "/{documentId:guid}";
    public const string VerifyDocument = Document + "/verify";
    public const string Payments = Application + "/payments";
    public const string OpenApiTemplate = "/openapi/{documentName}.json";
    public const string Ready = "/ready";
    public const string Live = "/live";

    public static string ApplicationOf(ApplicationId id) => $"{Applications}/{id}";

    public static string DocumentOf(ApplicationId id, Guid document) => $"{Applications}/{id}/documents/{document:D}";

    public static string PaymentsOf(ApplicationId id) => $"{Applications}/{id}/payments";
}

/// <summary>What the management port answers, and nothing else does (SPEC 8).</summary>
public static class ManagementPaths
{
    public const string Metrics = "/metrics";
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";
    public const string Database = "/health/db";
    public const string Cache = "/health/cache";
    public const string Applications = "/vise/metrics/applications";
    public const string Performance = "/vise/metrics/performance";

    public static IReadOnlyList<string> All { get; } = [Metrics, Live, Ready, Database, Cache, Applications, Performance];
}
