using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>Sends somebody who is signed in to the authority once more, to show the second factor.</summary>
public static class StepUp
{
    /// <summary>The parameter of the challenge that becomes <c>acr_values</c>.</summary>
    public const string Class = "acr_values";

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet(AccessPaths.StepUp, Start).AllowAnonymous().ExcludeFromDescription();

    private static IResult Start(AccessSettings settings, string? returnTo)
    {
        var properties = new AuthenticationProperties { RedirectUri = LocalPath.OrHome(returnTo) };
        properties.SetParameter(Class, settings.SecondFactorClass);
        return Results.Challenge(properties, [OpenIdConnectDefaults.AuthenticationScheme]);
    }
}
