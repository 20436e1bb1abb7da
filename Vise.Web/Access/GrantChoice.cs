using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>
/// Carries the switcher's choice from its cookie to the principal, so that circuits, which see no cookies, know it too.
/// A wish only: <see cref="Visitor"/> looks for it among the grants in force.
/// </summary>
public sealed class GrantChoice(IHttpContextAccessor http) : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.Identity is ClaimsIdentity { AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme } identity
            && !identity.HasClaim(c => c.Type is ViseClaims.ChosenGrant)
            && http.HttpContext?.Request.Cookies[Visitor.GrantCookie] is { Length: > 0 and <= 40 } chosen)
        {
            var copy = new ClaimsIdentity(identity);
            copy.AddClaim(new Claim(ViseClaims.ChosenGrant, chosen));
            return Task.FromResult(new ClaimsPrincipal(copy));
        }
        return Task.FromResult(principal);
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(AccessPaths.ChooseGrant, ChooseAsync).DisableAntiforgery().ExcludeFromDescription();

    // form fields: grant (Visitor.KeyOf) and returnTo
    private static async Task<IResult> ChooseAsync(HttpContext http, IAntiforgery antiforgery, Visitor visitor, AccessSettings settings)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var chosen = (await visitor.GrantsAsync(http.RequestAborted)).FirstOrDefault(g => Visitor.KeyOf(g) == form["grant"]);
        if (chosen is null)
        {
            return Results.NotFound();
        }
        http.Response.Cookies.Append(Visitor.GrantCookie, Visitor.KeyOf(chosen), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = settings.IsHttps,
            MaxAge = TimeSpan.FromDays(180),
        });
        return Results.LocalRedirect(LocalPath.OrHome(form["returnTo"]));
    }
}
