using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>Sends somebody who is signed in to the authority once more, to show the second factor, or with another authority to prove anew who they are.</summary>
public static class StepUp
{
    /// <summary>The parameter of the challenge that becomes <c>acr_values</c>.</summary>
    public const string Class = "acr_values";

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet(AccessPaths.StepUp, Start).AllowAnonymous().ExcludeFromDescription();

    private static IResult Start(AccessSettings settings, string? returnTo, bool fresh = false)
    {
        var properties = new AuthenticationProperties { RedirectUri = LocalPath.OrHome(returnTo) };
        if (fresh && !settings.IsEmbedded)
        {
            // OpenID Connect Core 3.1.2.1: the person is asked anew, and the answer says when
            properties.SetParameter(OpenIdConnectParameterNames.Prompt, "login");
            properties.SetParameter<TimeSpan?>(OpenIdConnectParameterNames.MaxAge, TimeSpan.Zero);
            return Results.Challenge(properties, [OpenIdConnectDefaults.AuthenticationScheme]);
        }

        properties.SetParameter(Class, settings.SecondFactorClass);
        return Results.Challenge(properties, [OpenIdConnectDefaults.AuthenticationScheme]);
    }
}
