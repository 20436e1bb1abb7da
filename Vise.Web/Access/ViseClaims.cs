using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>The few claims that VISE's cookie and tokens carry; what a person may do is asked of the database each time.</summary>
public static class ViseClaims
{
    /// <summary>The id of <c>users.account</c>.</summary>
    public const string Account = "account";

    /// <summary>Marks somebody who has begun a form and not registered yet.</summary>
    public const string Guest = "guest";

    public const string Name = Claims.Name;

    public const string Language = Claims.Locale;

    /// <summary>The grant chosen in the switcher, from the cookie <see cref="Visitor.GrantCookie"/>; a wish, checked against the grants in force.</summary>
    public const string ChosenGrant = "grant";

    /// <summary>The id of the session in <c>users.session</c>; a service account's token has none.</summary>
    public const string Session = "session";

    /// <summary>The embedded authority's login behind the account; none with another authority.</summary>
    public const string Login = "login";

    /// <summary>How the person proved who they are (RFC 8176): <c>pwd</c>, <c>otp</c>, <c>hwk</c>, <c>mfa</c>.</summary>
    public const string Methods = Claims.AuthenticationMethodReference;

    /// <summary>The session as our cookie or our authority wrote it.</summary>
    public static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirst(Session)?.Value, out var id) ? id : null;

    /// <summary>The embedded authority's login behind our cookie.</summary>
    public static string? LoginOf(ClaimsPrincipal user) => user.FindFirst(Login)?.Value;

    /// <summary>The account's id as our cookie or our authority wrote it; null when nobody is signed in.</summary>
    public static Guid? AccountOf(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirst(Account)?.Value, out var id) ? id : null;

    /// <summary>Whether it is a guest, who has no more than forms begun on this device.</summary>
    public static bool IsGuest(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type is Guest);

    /// <summary>Whom the app's cookie is written for; the session is added as it is opened.</summary>
    public static ClaimsPrincipal Of(Guid account, string name, string language, bool isGuest = false)
    {
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme, Name, Claims.Role);
        identity.AddClaim(new Claim(Claims.Subject, account.ToString()));
        identity.AddClaim(new Claim(Account, account.ToString()));
        identity.AddClaim(new Claim(Name, name));
        identity.AddClaim(new Claim(Language, language));
        if (isGuest)
        {
            identity.AddClaim(new Claim(Guest, "yes"));
        }
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Whether a token speaks for a service account, whose subject is its client id, and not for a person.</summary>
    public static bool IsService(ClaimsPrincipal user) =>
        user.FindFirst(Claims.ClientId)?.Value is { } client && client.Equals(user.FindFirst(Claims.Subject)?.Value, StringComparison.Ordinal);
}
