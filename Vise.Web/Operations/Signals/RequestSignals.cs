using System.Diagnostics;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Signals;

/// <summary>Counts and times requests by route: the template, never the path as it came, which anybody may invent.</summary>
internal static class RequestSignals
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Goes first, so that whatever answers is counted.</summary>
    public static void UseRequestSignals(this WebApplication app)
    {
        var signals = app.Services.GetRequiredService<WebSignals>();
        var users = app.Services.GetRequiredService<ActiveUsers>();
        var readings = app.Services.GetRequiredService<Readings>();
        var management = ManagementPort.Of(app.Configuration).Port;
        app.Use(async (http, next) =>
        {
            var start = Stopwatch.GetTimestamp();
            var failed = true;
            try
            {
                await next(http);
                failed = false;
            }
            finally
            {
                var status = failed ? StatusCodes.Status500InternalServerError : http.Response.StatusCode;
                // an open live page is one request of hours
                TimeSpan? took = http.Request.Path.StartsWithSegments(AccessPaths.Circuits, StringComparison.OrdinalIgnoreCase) ? null : Stopwatch.GetElapsedTime(start);
                signals.Request(Methods.Contains(http.Request.Method) ? http.Request.Method : "other", SafePath.RouteOf(http), status, took);
                if (took is { } time && http.Connection.LocalPort != management)
                {
                    readings.Requests.Add(time.TotalSeconds, status < StatusCodes.Status500InternalServerError);
                }

                if (ViseClaims.AccountOf(http.User) is { } account)
                {
                    users.Saw(account);
                }
            }
        });
    }
}
