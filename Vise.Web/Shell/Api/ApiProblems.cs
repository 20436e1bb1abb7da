using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vise.Web.Access;

namespace Vise.Web.Shell.Api;

/// <summary>Problem documents (RFC 9457): a stable type, a title of the type, what happened in the language of the request, and each field's messages.</summary>
public sealed class ApiProblems(IStringLocalizer<ApiWords> words)
{
    /// <summary>The stable name of a kind of problem: <c>NoSuchStep</c> → <c>urn:vise:problem:no-such-step</c>.</summary>
    public static string TypeOf(string code)
    {
        var name = new StringBuilder("urn:vise:problem:");
        for (var at = 0; at < code.Length; at++)
        {
            name.Append(char.IsUpper(code[at]) && at > 0 ? "-" : "").Append(char.ToLowerInvariant(code[at]));
        }

        return name.ToString();
    }

    /// <summary>A problem by its code.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">What type and title are found by, for example <c>NoSuchStep</c>.</param>
    /// <param name="detail">What happened, in words; null for the code's own words.</param>
    /// <param name="errors">Messages by field.</param>
    public IResult Of(int status, string code, string? detail = null, IEnumerable<(string Path, string Message)>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Type = TypeOf(code), Title = words["Title." + code], Detail = detail ?? Detail(code) };
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors
                .GroupBy(error => error.Path, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray(), StringComparer.Ordinal);
        }

        return Results.Problem(problem);
    }

    /// <summary>What the visitor was answered, when that was no.</summary>
    public IResult Of(Asked asked) => asked.Answer switch
    {
        Answer.SignedOut => Of(StatusCodes.Status401Unauthorized, "SignedOut"),
        Answer.SecondFactor => Of(StatusCodes.Status403Forbidden, "SecondFactor"),
        Answer.Forbidden => Of(StatusCodes.Status403Forbidden, "Forbidden"),
        _ => NotFound(),
    };

    /// <summary>The one answer for what does not exist and for what lies out of scope.</summary>
    public IResult NotFound() => Of(StatusCodes.Status404NotFound, "NotFound");

    /// <summary>Parts of the request that can't be read: query, header, body.</summary>
    public IResult Unreadable(params (string Path, string Message)[] errors) => Of(StatusCodes.Status400BadRequest, "BadRequest", errors: errors);

    /// <summary>A message beside a field.</summary>
    public string Error(string name, params object[] arguments) => words["Error." + name, arguments];

    /// <summary>Dresses the problems that the framework itself writes under <c>/api</c>.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (!context.HttpContext.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        if (problem.Type?.StartsWith("urn:", StringComparison.Ordinal) != true)
        {
            var problems = context.HttpContext.RequestServices.GetRequiredService<ApiProblems>();
            var code = CodeOf(status);
            problem.Type = TypeOf(code);
            problem.Title = problems.Title(code);
            problem.Detail = problems.WhatWasUnreadable(context.HttpContext) ?? problems.Detail(code);
        }

        if (status < StatusCodes.Status500InternalServerError)
        {
            // one body for what does not exist and what is out of scope; only a fault of ours needs its trace
            problem.Extensions.Remove("traceId");
        }
    }

    private string? WhatWasUnreadable(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest, InnerException: JsonException json }
            ? json.Path is { Length: > 1 } path ? words["Detail.BadJsonAt", path].Value : words["Detail.BadJson"].Value
            : null;

    private string Title(string code) => words["Title." + code];

    private string? Detail(string code) => words["Detail." + code] is { ResourceNotFound: false } said ? said.Value : null;

    private static string CodeOf(int status) => status switch
    {
        401 => "SignedOut",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        412 => "EditedByAnother",
        413 => "TooLarge",
        415 => "UnsupportedMediaType",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        503 => "Unavailable",
        >= 500 => "Failure",
        _ => "BadRequest",
    };
}
