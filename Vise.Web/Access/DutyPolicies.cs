using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>One policy per duty, of the same name: the visitor holds any grant that carries the duty.</summary>
public static class DutyPolicies
{
    public static void Add(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.DefaultPolicy = signedIn;
        options.FallbackPolicy = signedIn;
        foreach (var duty in Enum.GetValues<Duty>())
        {
            options.AddPolicy(duty.ToString(), policy => policy.RequireAuthenticatedUser().AddRequirements(new DutyRequirement(duty)));
        }
    }
}

/// <summary>The visitor holds a grant that carries the duty, somewhere.</summary>
public sealed record DutyRequirement(Duty Duty) : IAuthorizationRequirement;

/// <summary>Asks the visitor, who asks the database. Where the branch is known, the handler asks again with it.</summary>
public sealed class DutyHandler(Visitor visitor) : AuthorizationHandler<DutyRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, DutyRequirement requirement)
    {
        var ct = context.Resource is HttpContext http ? http.RequestAborted : CancellationToken.None;
        if ((await visitor.AskAsync(requirement.Duty, ct)).Answer is Answer.Granted)
        {
            context.Succeed(requirement);
        }
    }
}

/// <summary>
/// How a refusal looks: problem documents for the API, no sign-in page for an address that leads nowhere, and 404 for an address whose
/// application or branch lies out of the visitor's scope, whatever the role (SPEC 4).
/// </summary>
public sealed class RefusalAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Succeeded && context.GetEndpoint() is null)
        {
            await next(context);
            return;
        }
        if (authorizeResult.Forbidden && await IsSignedOutAsync(context))
        {
            // the account closed or the session ended since: ask who it is, and not only at the next recheck
            if (context.User.Identity?.AuthenticationType is CookieAuthenticationDefaults.AuthenticationScheme)
            {
                await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            }
            authorizeResult = PolicyAuthorizationResult.Challenge();
        }
        if (authorizeResult.Forbidden && await IsOutOfScopeAsync(context, policy))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (!authorizeResult.Challenged && await SecondFactorRule.LeadAsync(context, policy, authorizeResult.Forbidden))
        {
            return;
        }
        await _usual.HandleAsync(next, context, policy, authorizeResult);
        if (!authorizeResult.Succeeded && context.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase) && !context.Response.HasStarted)
        {
            await context.RequestServices.GetRequiredService<IProblemDetailsService>()
                .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = context.Response.StatusCode } });
        }
    }

    private static async Task<bool> IsSignedOutAsync(HttpContext context) =>
        (await context.RequestServices.GetRequiredService<Visitor>().AskAsync(Duty.ApplyForOwnChild, context.RequestAborted)).Answer is Answer.SignedOut;

    private static async Task<bool> IsOutOfScopeAsync(HttpContext context, AuthorizationPolicy policy)
    {
        if (policy.Requirements.OfType<DutyRequirement>().FirstOrDefault() is not { Duty: var duty } || !Names(context.Request, out var branch))
        {
            return false;
        }
        var visitor = context.RequestServices.GetRequiredService<Visitor>();
        return branch is null || (await visitor.AskAsync(duty, branch.Value, context.RequestAborted)).Answer is Answer.OutOfScope;
    }

    // whether the address names an application or a branch; null for one that can't be, which lies in nobody's scope
    private static bool Names(HttpRequest request, out BranchId? branch)
    {
        var (id, place) = (request.RouteValues["id"] as string, request.RouteValues["branch"] as string ?? request.Query["branch"].ToString());
        branch = id is not null && ApplicationId.TryParse(id, out var application) ? application.Branch
            : id is null && BranchId.TryParse(place, out var named) ? named
            : null;
        return id is not null || place.Length > 0;
    }
}
