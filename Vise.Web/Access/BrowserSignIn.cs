using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Vise.Data.Users;
using Vise.Web.Shell;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>The browser's side of sign-in: one OpenID Connect client, whoever the authority is.</summary>
public static class BrowserSignIn
{
    public static void Configure(OpenIdConnectOptions options, AccessSettings settings)
    {
        options.Authority = settings.Authority.AbsoluteUri.TrimEnd('/');
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.RequireHttpsMetadata = AccessSettings.UsesHttps(settings.Authority);
        options.ResponseType = ResponseTypes.Code;
        options.ResponseMode = ResponseModes.Query;
        options.UsePkce = true;
        options.DisableTelemetry = true;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.CallbackPath = AccessPaths.Callback;
        options.SignedOutCallbackPath = AccessPaths.SignedOutCallback;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.SignOutScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.Scope.Clear();
        options.Scope.Add(Scopes.OpenId);
        options.Scope.Add(Scopes.Profile);
        options.Scope.Add(Scopes.Email);
        options.TokenValidationParameters.NameClaimType = ViseClaims.Name;
        // the answer comes as a link of this site's own, so Lax carries them; None would be dropped on plain http
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy =
            settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Events.OnRedirectToIdentityProvider = c => RedirectAsync(c, settings);
        options.Events.OnRedirectToIdentityProviderForSignOut = c =>
        {
            c.ProtocolMessage.ClientId = settings.ClientId;
            if (settings.IsEmbedded)
            {
                c.ProtocolMessage.SetParameter(SignOutProof.Parameter, c.HttpContext.RequestServices.GetRequiredService<SignOutProof>().Make());
            }
            return Task.CompletedTask;
        };
        options.Events.OnTokenValidated = c => AdmitAsync(c, settings);
        options.Events.OnRemoteFailure = c =>
        {
            c.HttpContext.RequestServices.GetRequiredService<ILogger<AuthContext>>().LogWarning("A sign-in failed: {Reason}", c.Failure?.Message);
            c.HandleResponse();
            c.Response.Redirect(AccessPaths.SignInFailed);
            return Task.CompletedTask;
        };
    }

    /// <summary>The app's own session.</summary>
    public static void Configure(CookieAuthenticationOptions options, AccessSettings settings)
    {
        Name(options.Cookie, "vise", settings);
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = c =>
        {
            c.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = c =>
        {
            c.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = c => RecheckAsync(c, settings);
    }

    /// <summary>The authority's own session: signing out of it is the end-session endpoint's work.</summary>
    public static void ConfigureAuthority(CookieAuthenticationOptions options, AccessSettings settings)
    {
        Name(options.Cookie, "vise-authority", settings);
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = AccessPaths.Password;
        options.ReturnUrlParameter = "returnTo";
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(AccessPaths.SignIn, Start).AllowAnonymous().ExcludeFromDescription();
        // before the confirmation page of the same address
        app.MapPost(AccessPaths.SignOut, EndAsync).AllowAnonymous().DisableAntiforgery().WithOrder(-1).ExcludeFromDescription();
    }

    private static IResult Start(HttpContext http, AccessSettings settings, string? returnTo)
    {
        var target = LocalPath.OrHome(returnTo);
        return IsElsewhere(http.Request, settings)
            ? Results.Redirect(settings.At(Paths.SignIn(target)).AbsoluteUri)
            : Results.Challenge(new AuthenticationProperties { RedirectUri = target }, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    private static async Task<Results<SignOutHttpResult, BadRequest>> EndAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.BadRequest();
        }
        await http.RequestServices.GetRequiredService<Sessions>().EndOfAsync(http.User, http.RequestAborted);
        return TypedResults.SignOut(
            new AuthenticationProperties { RedirectUri = AccessPaths.SignedOut },
            [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
    }

    private static Task RedirectAsync(RedirectContext context, AccessSettings settings)
    {
        var request = context.Request;
        context.ProtocolMessage.AcrValues = context.Properties.GetParameter<string>(StepUp.Class);
        if (IsElsewhere(request, settings))
        {
            // the correlation cookie must be set where the answer will come to
            context.Response.Redirect(settings.At(Paths.SignIn(request.Path + request.QueryString)).AbsoluteUri);
            context.HandleResponse();
        }
        return Task.CompletedTask;
    }

    // the account behind the identity, made at the first sign-in; the cookie gets the few claims that are needed
    private static async Task AdmitAsync(TokenValidatedContext context, AccessSettings settings)
    {
        var known = context.Principal!;
        var subject = known.FindFirst(Claims.Subject)?.Value;
        var email = known.FindFirst(Claims.Email)?.Value;
        var name = known.FindFirst(Claims.Name)?.Value ?? email ?? subject;
        var desk = context.HttpContext.RequestServices.GetRequiredService<AccountDesk>();
        var account = subject is null ? null : await desk.SignInAsync(settings.Issuer, subject, name!, email, context.HttpContext.RequestAborted);
        if (account is null)
        {
            context.Fail("The account is closed.");
            return;
        }
        var ct = context.HttpContext.RequestAborted;
        var guest = await context.HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (guest.Principal is { } before && ViseClaims.IsGuest(before) && ViseClaims.AccountOf(before) is { } forms)
        {
            // what was begun on this device before is the person's own
            await context.HttpContext.RequestServices.GetRequiredService<PeopleDesk>().AdoptAsync(forms, account.Value, ct);
        }
        var admitted = ViseClaims.Of(account.Value, name!, known.FindFirst(Claims.Locale)?.Value ?? "en");
        await Preferences.SignedInAsync(context.HttpContext, account.Value, ct);
        await context.HttpContext.RequestServices.GetRequiredService<Sessions>().OpenAsync(context, (ClaimsIdentity)admitted.Identity!, account.Value);
        context.Principal = admitted;
    }

    // a closed account or a session ended elsewhere is out within half a minute; grants are asked for on every request anyway
    private static async Task RecheckAsync(CookieValidatePrincipalContext context, AccessSettings settings)
    {
        var every = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AsksForSession>() is null ? settings.RecheckEvery : AsksForSession.Every;
        // a renewed cookie counts as issued when it was renewed
        if (context.Options.TimeProvider!.GetUtcNow() - context.Properties.IssuedUtc < every)
        {
            return;
        }
        var desk = context.HttpContext.RequestServices.GetRequiredService<SessionDesk>();
        if (ViseClaims.AccountOf(context.Principal!) is { } account && ViseClaims.SessionOf(context.Principal!) is { } session
            && await desk.SeeAsync(account, session, context.HttpContext.RequestAborted))
        {
            context.ShouldRenew = true;
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Writes the open session anew with a changed name and language.</summary>
    public static async Task RenewAsync(HttpContext http, string name, string language)
    {
        var open = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (open.Principal?.Identity is ClaimsIdentity { IsAuthenticated: true } known)
        {
            var identity = new ClaimsIdentity(known.Claims.Where(claim => claim.Type is not (ViseClaims.Name or ViseClaims.Language)), known.AuthenticationType, known.NameClaimType, known.RoleClaimType);
            identity.AddClaims([new Claim(ViseClaims.Name, name), new Claim(ViseClaims.Language, language)]);
            await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity), open.Properties);
        }
    }

    /// <summary>The properties every cookie of sign-in has; over https its name binds it to this host.</summary>
    public static void Name(CookieBuilder cookie, string name, AccessSettings settings)
    {
        cookie.Name = settings.IsHttps ? "__Host-" + name : name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    /// <summary>
    /// Who answers where nobody is signed in: a page is led to the authority; a script's call gets a plain 401, since it shows "sign in again" itself and loses
    /// nothing, and since each way to the authority would leave two cookies more.
    /// </summary>
    internal static string ChallengeOf(HttpRequest request) =>
        IsScriptsCall(request) ? CookieAuthenticationDefaults.AuthenticationScheme : OpenIdConnectDefaults.AuthenticationScheme;

    private static bool IsScriptsCall(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && (accept.Contains("json", StringComparison.OrdinalIgnoreCase) || request.Headers["Sec-Fetch-Dest"] == "empty");
    }

    private static bool IsElsewhere(HttpRequest request, AccessSettings settings) =>
        !string.Equals(request.Host.Value, settings.Address.Authority, StringComparison.OrdinalIgnoreCase);
}
