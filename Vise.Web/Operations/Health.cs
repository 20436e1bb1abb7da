using Npgsql;
using Vise.Web.Shell;

namespace Vise.Web.Operations;

/// <summary>Whether VISE lives and can work, for balancers and people: a word and a status, nothing about versions or parts (SPEC 8).</summary>
public static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var root in (string[])[Paths.Health, ApiPaths.V1 + Paths.Health])
        {
            app.MapGet(root, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
            app.MapGet(root + ApiPaths.Live, Live).AllowAnonymous().ExcludeFromDescription();
            app.MapGet(root + ApiPaths.Ready, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
        }

        app.MapGet(ApiPaths.Ready, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Live(HttpContext http) => Say(http, true);

    private static async Task<IResult> ReadyAsync(HttpContext http, NpgsqlDataSource database, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await using var ping = database.CreateCommand("select 1");
            await ping.ExecuteScalarAsync(patience.Token);
            return Say(http, true);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return Say(http, false);
        }
    }

    private static IResult Say(HttpContext http, bool well)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { status = well ? "ok" : "unavailable" }, statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
