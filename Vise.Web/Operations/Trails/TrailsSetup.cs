using Vise.Data.Operations.Trails;
using Vise.Web.Access;
using Vise.Web.Admissions.Desk;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Operations.Trails;

/// <summary>The trail's part of the running app: refusals taken down, rows sealed.</summary>
public static class TrailsSetup
{
    public static WebApplicationBuilder AddTrails(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<TrailValues>();
        builder.Services.AddHostedService<RefusalService>();
        if (NodeRole.Works(builder.Configuration))
        {
            builder.Services.AddHostedService<SealingService>();
        }

        return builder;
    }

    /// <summary>Early in the pipeline, so that it sees the answer as it goes out: a refused address that names a child's record is taken down.</summary>
    public static WebApplication UseTrails(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
            {
                await NoteAsync(http);
            }
        });
        return app;
    }

    // what exists is found out where it is written, long after the answer has gone
    private static async Task NoteAsync(HttpContext http)
    {
        var named = (http.Request.RouteValues["id"] ?? http.Request.RouteValues["applicationId"]) as string;
        if (http.GetEndpoint() is not RouteEndpoint endpoint || !ApplicationId.TryParse(named, out var id))
        {
            return;
        }

        try
        {
            var visitor = http.RequestServices.GetRequiredService<Visitor>();
            var grant = await visitor.ChosenGrantAsync(http.RequestAborted);
            if (visitor.Account is { } account)
            {
                http.RequestServices.GetRequiredService<RefusalBook>().Note(new NotedRefusal(
                    id, account, grant?.Role ?? Domain.Users.Role.Parent, grant?.Scope ?? default, $"{http.Request.Method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}",
                    http.Response.StatusCode == StatusCodes.Status404NotFound, System.Diagnostics.Activity.Current?.TraceId.ToHexString()));
            }
        }
        catch (Exception e) when (Outage.IsDatabase(e) || e is OperationCanceledException)
        {
            // nobody was let in, and nobody can be asked who it was
        }
    }
}
