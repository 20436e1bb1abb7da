using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Vise.Domain.Users;
using Vise.Web.Operations;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>Which roles act only in a session that showed a second factor, and where a session without goes first.</summary>
public sealed class SecondFactorRule(AccessSettings settings)
{
    /// <summary>Setting: names of roles, as a list or with commas between them.</summary>
    public const string RolesSetting = "SignIn:SecondFactorRoles";

    /// <summary>Setting: the <c>acr</c> by which the authority is asked for a second factor, and says that there was one.</summary>
    public const string ClassSetting = "Oidc:SecondFactorAcr";

    /// <summary>Whether the user may act under a grant of the role now. A service account has its secret alone.</summary>
    public bool Allows(ClaimsPrincipal user, Role role) =>
        !settings.SecondFactorRoles.Contains(role) || IsProven(user) || ViseClaims.IsService(user);

    /// <summary>Whether a second factor was shown, by what the authority said.</summary>
    public bool IsProven(ClaimsPrincipal user) =>
        SignInMethods.HasSecondFactor(user) || user.HasClaim(Claims.AuthenticationContextReference, settings.SecondFactorClass);

    internal static IReadOnlySet<Role> RolesOf(IConfiguration configuration)
    {
        var section = configuration.GetSection(RolesSetting);
        var names = section.GetChildren().Select(child => child.Value ?? "").Concat((section.Value ?? "").Split(',')).Select(name => name.Trim()).Where(name => name.Length > 0);
        return names.Select(name => Enum.GetNames<Role>().Contains(name, StringComparer.Ordinal) && Enum.Parse<Role>(name) is var role and not (Role.Parent or Role.Student or Role.System)
            ? role
            : throw new SettingsException($"{RolesSetting} names roles that work for the schools (Clerk, BranchAdmin, DistrictOfficer, StateOfficer, SystemAdmin, Auditor), not '{name}'.")).ToHashSet();
    }

    /// <summary>Answers a request that lacks nothing but the second factor: a page is led to where it can be shown, the API is told.</summary>
    internal static async Task<bool> LeadAsync(HttpContext http, AuthorizationPolicy policy, bool forbidden)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<AccessSettings>().SecondFactorRoles.Count == 0 || !await LacksAsync(http, policy, forbidden))
        {
            return false;
        }
        if (http.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase))
        {
            await services.GetRequiredService<ApiProblems>().Of(Asked.SecondFactor).ExecuteAsync(http);
            return true;
        }
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            return false;
        }
        http.Response.Redirect(AccessPaths.Then(AccessPaths.SecondFactor, http.Request.Path + http.Request.QueryString));
        return true;
    }

    private static async Task<bool> LacksAsync(HttpContext http, AuthorizationPolicy policy, bool forbidden)
    {
        var visitor = http.RequestServices.GetRequiredService<Visitor>();
        if (forbidden)
        {
            return policy.Requirements.OfType<DutyRequirement>().FirstOrDefault() is { Duty: var duty }
                && (await visitor.AskAsync(duty, http.RequestAborted)).Answer is Answer.SecondFactor;
        }
        // the office's pages that ask inside: nothing there can be done under any grant
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<ComponentTypeMetadata>() is not null && metadata.GetMetadata<ExcludeFromInteractiveRoutingAttribute>() is null
            && metadata.GetMetadata<IAllowAnonymous>() is null
            && await visitor.LacksSecondFactorAsync(http.RequestAborted);
    }
}
