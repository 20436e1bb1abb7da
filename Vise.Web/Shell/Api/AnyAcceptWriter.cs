using Microsoft.AspNetCore.Mvc;
using Vise.Web.Access;

namespace Vise.Web.Shell.Api;

/// <summary>Writes the API's problems also for clients that accept no JSON, a browser for example; the framework's own writer leaves them bare.</summary>
internal sealed class AnyAcceptWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase);

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ApiProblems.Complete(context);
        return new ValueTask(context.HttpContext.Response.WriteAsJsonAsync<ProblemDetails>(
            context.ProblemDetails, ApiJson.Options, "application/problem+json", context.HttpContext.RequestAborted));
    }
}
