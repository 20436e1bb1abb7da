using Vise.Data.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Import;

/// <summary>Branches, institutions and curriculum of the visitor's grant as one file.</summary>
public static class ExportRoute
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(SetupPaths.Export, ExportAsync).RequireAuthorization(nameof(Duty.SetUpBranch)).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(HttpContext http, Visitor visitor, ImportDesk desk)
    {
        var asked = await visitor.AskAsync(Duty.SetUpBranch, http.RequestAborted);
        if (asked.Actor is not { } actor || await desk.ExportAsync(actor, http.RequestAborted) is not { } file)
        {
            return Results.StatusCode(asked.StatusCode);
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.File(file, "text/csv; charset=utf-8", actor.Scope.Prefix.Length == 0 ? "codes.csv" : $"codes-{actor.Scope}.csv");
    }
}
