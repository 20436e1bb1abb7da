using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Vise.Web.Shell.Errors;

/// <summary>What people and clients see when something is not there, not theirs, or broken.</summary>
public static class ErrorPages
{
    /// <summary>
    /// Pages are drawn on the spot instead of running the pipeline again: signing in may be the very thing that failed.
    /// Addresses under <c>/api</c> answer with problem documents (RFC 9457).
    /// </summary>
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = http => AnswerAsync(http, StatusOf(http)),
            // an outage is told by health, a request that can't be read is its sender's
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException || Outage.IsDatabase(context.Exception),
        });
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    /// <summary>Keeps the answer 404, whatever is said after it.</summary>
    public static void SayNotFound(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return;
        }

        http.Response.OnStarting(() =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static int StatusOf(HttpContext http) => http.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        { } failure when Outage.IsDatabase(failure) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static async Task AnswerAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = Outage.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (http.Request.Path.StartsWithSegments(Paths.ApiReference, StringComparison.OrdinalIgnoreCase))
        {
            await Results.Problem(statusCode: status).ExecuteAsync(http);
            return;
        }

        // a page that said "not found" has left this header, and Blazor adds it without looking
        http.Response.Headers.Remove("blazor-enhanced-nav");

        // services of its own: those of the request may already have begun another page
        var services = http.RequestServices;
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<ErrorDocument>(new { Status = status }) { StatusCode = status }.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }
}
