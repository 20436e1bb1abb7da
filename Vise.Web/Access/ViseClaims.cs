using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>The few claims that VISE's cookie and tokens carry; what a person may do is asked of the database each time.</summary>
public static class ViseClaims
{
    /// <summary>The id of <c>users.account</c>.</summary>
    public const string Account = "account";

    /// <summary>When the session was opened, by the database's clock: what an account ended before a moment is told by it.</summary>
    public const string Since = "since";

    /// <summary>Marks somebody who has begun a form and not registered yet.</summary>
    public const string Guest = "guest";

    public const string Name = Claims.Name;

    public const string Language = Claims.Locale;

    /// <summary>The grant chosen in the switcher, from the cookie <see cref="Visitor.GrantCookie"/>; a wish, checked against the grants in force.</summary>
    public const string ChosenGrant = "grant";

    /// <summary>The account's id as our cookie or our authority wrote it; null when nobody is signed in.</summary>
    public static Guid? AccountOf(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirst(Account)?.Value, out var id) ? id : null;

    /// <summary>Whether it is a guest, who has no more than forms begun on this device.</summary>
    public static bool IsGuest(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type is Guest);

    /// <summary>When the session was opened; long ago where it doesn't say.</summary>
    public static DateTimeOffset SinceOf(ClaimsPrincipal user) =>
        DateTimeOffset.TryParse(user.FindFirst(Since)?.Value, CultureInfo.InvariantCulture, out var since) ? since : DateTimeOffset.MinValue;

    /// <summary>The app's own session of an account.</summary>
    public static ClaimsPrincipal Session(Guid account, string name, string language, DateTimeOffset since, bool isGuest = false)
    {
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme, Name, Claims.Role);
        identity.AddClaim(new Claim(Claims.Subject, account.ToString()));
        identity.AddClaim(new Claim(Account, account.ToString()));
        identity.AddClaim(new Claim(Name, name));
        identity.AddClaim(new Claim(Language, language));
        identity.AddClaim(new Claim(Since, since.ToString("O", CultureInfo.InvariantCulture)));
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
