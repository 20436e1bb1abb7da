using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Vise.Data.Users;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>The embedded OpenID Connect authority: who is at the door, and which tokens they get.</summary>
public static class Authority
{
    /// <summary>The cookie scheme of the authority's own session, apart from the app's.</summary>
    public const string Scheme = "authority";

    /// <summary>The audience and scope of access tokens for <c>/api/v1</c>.</summary>
    public const string ApiScope = "vise_api";

    private const string Stamp = "stamp";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods(AccessPaths.Authorize, [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapPost(AccessPaths.Token, TokenAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapMethods(AccessPaths.EndSession, [HttpMethods.Get, HttpMethods.Post], EndSessionAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>Opens the authority's session for a login who proved who they are.</summary>
    /// <param name="http">The request.</param>
    /// <param name="login">Who.</param>
    /// <param name="methods">How (RFC 8176); by the password where not given. A login with a second factor goes no further until <c>mfa</c> is among them.</param>
    /// <param name="session">The session that goes on; a new one where not given.</param>
    public static Task OpenSessionAsync(HttpContext http, Login login, IEnumerable<string>? methods = null, Guid? session = null)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.AddClaim(new Claim(Claims.Subject, login.Id.ToString()));
        identity.AddClaim(new Claim(Stamp, login.SecurityStamp ?? ""));
        identity.AddClaim(new Claim(ViseClaims.Session, (session ?? Guid.NewGuid()).ToString()));
        foreach (var method in (methods ?? [SignInMethods.Password]).Distinct(StringComparer.Ordinal))
        {
            identity.AddClaim(new Claim(ViseClaims.Methods, method));
        }
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Who goes on through the authority, and how they proved it; null for nobody, or when the session has ended.</summary>
    public static async Task<(Login Login, ClaimsPrincipal Session)?> SessionAsync(HttpContext http) =>
        await AtTheDoorAsync(http) is var (login, session)
        && !await http.RequestServices.GetRequiredService<SessionDesk>().HasEndedAsync(ViseClaims.SessionOf(session)!.Value, http.RequestAborted)
            ? (login, session)
            : null;

    /// <summary>Who gave a password here, whether or not they may go on.</summary>
    public static async Task<(Login Login, ClaimsPrincipal Session)?> AtTheDoorAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var session = (await http.AuthenticateAsync(Scheme)).Principal;
        var login = await LoginOfAsync(services.GetRequiredService<UserManager<Login>>(), session, services.GetRequiredService<AccessSettings>());
        return login is not null && session is not null
            && string.Equals(session.FindFirst(Stamp)?.Value, login.SecurityStamp, StringComparison.Ordinal)
            && ViseClaims.SessionOf(session) is not null
            ? (login, session)
            : null;
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, SecondFactors factors, AccessSettings settings)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OpenID Connect request.");
        if (await SessionAsync(http) is not var (login, session))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "Nobody is signed in.")
                : Results.Challenge(new AuthenticationProperties { RedirectUri = Again(http) }, [Scheme]);
        }
        if (!SignInMethods.HasSecondFactor(session) && (login.TwoFactorEnabled || (request.GetAcrValues().Contains(settings.SecondFactorClass) && await factors.HasAnyAsync(login))))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.InteractionRequired, "A second factor is needed.")
                : Results.LocalRedirect(AccessPaths.Then(AccessPaths.FactorCode, Again(http)));
        }
        var identity = IdentityOf(login, session);
        identity.SetScopes(request.GetScopes());
        Complete(identity, request);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> TokenAsync(HttpContext http, UserManager<Login> logins, AccountDesk desk, IOpenIddictApplicationManager clients, AccessSettings settings)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OpenID Connect request.");
        var ct = http.RequestAborted;
        if (request.IsClientCredentialsGrantType())
        {
            return await ServiceTokenAsync(request, desk, clients, settings, ct);
        }
        // only the code flow is left: the server refuses every other grant before this
        var code = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var login = await LoginOfAsync(logins, code.Principal, settings);
        if (login is null || code.Principal is null)
        {
            return Refuse(Errors.InvalidGrant, "The account may not sign in.");
        }
        var identity = IdentityOf(login, code.Principal);
        identity.SetScopes(code.Principal.GetScopes());
        if (identity.HasScope(ApiScope))
        {
            var account = await desk.SignInAsync(AccessSettings.EmbeddedIssuer, login.Id.ToString(), login.DisplayName, login.Email, ct);
            if (account is null || ViseClaims.SessionOf(code.Principal) is not { } session
                || !await http.RequestServices.GetRequiredService<SessionDesk>().OpenAsync(session, account.Value, Devices.App, SignInMethods.Of(code.Principal), ct))
            {
                return Refuse(Errors.InvalidGrant, "The account may not sign in.");
            }
            identity.SetClaim(ViseClaims.Account, account.Value.ToString());
        }
        Complete(identity, request);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> ServiceTokenAsync(
        OpenIddictRequest request, AccountDesk desk, IOpenIddictApplicationManager clients, AccessSettings settings, CancellationToken ct)
    {
        // the secret was checked before this; here the account behind the client is
        var id = request.ClientId!;
        var client = await clients.FindByClientIdAsync(id, ct) ?? throw new InvalidOperationException("The client was there a moment ago.");
        var name = await clients.GetDisplayNameAsync(client, ct) ?? id;
        var account = IsClosedDemo(id, settings) ? null : await desk.SignInAsync(AccessSettings.EmbeddedIssuer, id, name, null, ct);
        if (account is null)
        {
            return Refuse(Errors.InvalidClient, "The service account is closed.");
        }
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, id).SetClaim(Claims.Name, name).SetClaim(ViseClaims.Account, account.Value.ToString());
        identity.SetScopes(request.GetScopes().Add(ApiScope));
        Complete(identity, request);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> EndSessionAsync(HttpContext http, SignOutProof proof)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OpenID Connect request.");
        if (request.IdTokenHint is null && !proof.Holds((string?)request.GetParameter(SignOutProof.Parameter)))
        {
            // a link on another site must not sign anybody out: ask first
            return Results.LocalRedirect(AccessPaths.SignOut);
        }
        await http.RequestServices.GetRequiredService<Sessions>().EndOfAsync((await http.AuthenticateAsync(Scheme)).Principal, http.RequestAborted);
        await http.SignOutAsync(Scheme);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = AccessPaths.SignedOut }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    /// <summary>Whether a demo account asks to come in where demo mode is off.</summary>
    public static bool IsClosedDemo(string? id, AccessSettings settings) => !settings.DemoEnabled && DemoAccounts.Find(id) is not null;

    private static async Task<Login?> LoginOfAsync(UserManager<Login> logins, ClaimsPrincipal? user, AccessSettings settings)
    {
        var login = user?.FindFirst(Claims.Subject)?.Value is { } subject ? await logins.FindByIdAsync(subject) : null;
        return login is null || IsClosedDemo(login.Email, settings) ? null : login;
    }

    private static ClaimsIdentity IdentityOf(Login login, ClaimsPrincipal session)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        return identity.SetClaim(Claims.Subject, login.Id.ToString()).SetClaim(Claims.Name, login.DisplayName)
            .SetClaim(Claims.Email, login.Email).SetClaim(Claims.Locale, login.Language)
            .SetClaim(ViseClaims.Session, session.FindFirst(ViseClaims.Session)?.Value)
            .SetClaims(ViseClaims.Methods, [.. session.FindAll(ViseClaims.Methods).Select(claim => claim.Value)]);
    }

    private static void Complete(ClaimsIdentity identity, OpenIddictRequest request)
    {
        identity.SetResources(identity.HasScope(ApiScope) ? [ApiScope] : []);
        identity.SetDestinations(claim => claim.Type switch
        {
            Claims.Email or Claims.Locale => [Destinations.IdentityToken],
            ViseClaims.Account => [Destinations.AccessToken],
            _ => [Destinations.AccessToken, Destinations.IdentityToken],
        });
    }

    private static IResult Refuse(string error, string description) =>
        Results.Forbid(
            new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
            }),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    // the same question once more, after the sign-in page
    private static string Again(HttpContext http) => http.Request.PathBase + http.Request.Path + QueryString.Create(
        http.Request.HasFormContentType ? [.. http.Request.Form] : [.. http.Request.Query]);
}
