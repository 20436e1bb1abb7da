using Vise.Data.Operations;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Operations.Signals;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Operations;

/// <summary>
/// Health on the web port (SPEC 8): for balancers and people a word, nothing about versions or parts; with the details for a SystemAdmin.
/// </summary>
public static class Health
{
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var root in (string[])["", ApiPaths.V1])
        {
            app.MapGet(root + Paths.Health, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
            app.MapGet(root + Paths.Health + ApiPaths.Live, Live).AllowAnonymous().ExcludeFromDescription();
            app.MapGet(root + Paths.Health + ApiPaths.Ready, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
            app.MapGet(root + Paths.HealthDetailed, DetailedAsync).RequireAuthorization(nameof(Duty.ReadOperations)).ExcludeFromDescription();
            app.MapGet(root + Paths.HealthDatabase, DatabaseAsync).RequireAuthorization(nameof(Duty.ReadOperations)).ExcludeFromDescription();
        }

        app.MapGet(ApiPaths.Ready, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Live(HttpContext http) => Say(http, true);

    private static async Task<IResult> ReadyAsync(HttpContext http, Parts parts, CancellationToken ct) =>
        Say(http, (await parts.DatabaseAsync(ct)).Status is Wellness.Healthy);

    private static async Task<IResult> DetailedAsync(HttpContext http, Visitor visitor, Parts parts, ProcessHealth process, Jobs.Backlog backlog, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var asked = await visitor.AskAsync(Duty.ReadOperations, ct);
        if (asked.Actor is null)
        {
            return Results.StatusCode(asked.StatusCode);
        }

        return ApiJson.Result(HealthBody.Of(http.RequestServices, new Dictionary<string, PartHealth>(StringComparer.Ordinal)
        {
            ["database"] = await parts.DatabaseAsync(ct),
            ["cache"] = await parts.CacheAsync(ct),
            ["process"] = process.Read(),
            ["background"] = await backlog.ReadAsync(ct),
        }));
    }

    private static async Task<IResult> DatabaseAsync(HttpContext http, Visitor visitor, DatabaseFigures figures, Readings readings, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var asked = await visitor.AskAsync(Duty.ReadOperations, ct);
        return asked.Actor is { } actor && await figures.ReportAsync(actor, ct) is { } report
            ? ApiJson.Result(new { report.LargestTables, report.MostUsedIndexes, report.Server, Pool = readings.Pool() })
            : Results.StatusCode(asked.StatusCode);
    }

    private static IResult Say(HttpContext http, bool well)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { status = well ? "ok" : "unavailable" }, statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
