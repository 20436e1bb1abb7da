using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
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

/// <summary>How a refusal looks: problem documents for the API, and no sign-in page for an address that leads nowhere.</summary>
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
        await _usual.HandleAsync(next, context, policy, authorizeResult);
        if (!authorizeResult.Succeeded && context.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase) && !context.Response.HasStarted)
        {
            await context.RequestServices.GetRequiredService<IProblemDetailsService>()
                .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = context.Response.StatusCode } });
        }
    }
}
