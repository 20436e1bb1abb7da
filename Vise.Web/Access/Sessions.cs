using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Vise.Data.Users;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>The browser's session: opened as somebody comes back from the authority, ended as they sign out.</summary>
public sealed class Sessions(SessionDesk desk, AccessSettings settings, SecondFactorRule rule)
{
    /// <summary>
    /// Opens the session that the app's cookie will carry. The embedded authority's own session is the same, so that ending it leaves no way
    /// back in without a password; with another authority it is ours alone.
    /// </summary>
    public async Task OpenAsync(TokenValidatedContext context, ClaimsIdentity identity, Guid account)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        var known = context.Principal!;
        var before = (await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal;
        var old = before is null ? null : ViseClaims.SessionOf(before);
        var goesOn = old is not null && ViseClaims.AccountOf(before!) == account;
        var id = settings.IsEmbedded ? ViseClaims.SessionOf(known) : goesOn ? old : Guid.NewGuid();
        var methods = SignInMethods.ListOf(known).Append(rule.IsProven(known) ? SignInMethods.SecondFactor : "").Where(method => method.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (id is null || !await desk.OpenAsync(id.Value, account, Devices.Of(http.Request.Headers.UserAgent), SignInMethods.TextOf(methods), ct))
        {
            context.Fail("The session has ended.");
            return;
        }
        if (old is not null && old != id)
        {
            // its cookie is being replaced
            await desk.EndAsync(old.Value, ct);
        }
        identity.AddClaim(new Claim(ViseClaims.Session, id.Value.ToString()));
        identity.AddClaims(methods.Select(method => new Claim(ViseClaims.Methods, method)));
        if (known.FindFirst(Claims.AuthenticationTime)?.Value is { } proven)
        {
            identity.AddClaim(new Claim(Claims.AuthenticationTime, proven));
        }

        if (settings.IsEmbedded && known.FindFirst(Claims.Subject)?.Value is { } login)
        {
            identity.AddClaim(new Claim(ViseClaims.Login, login));
        }
    }

    /// <summary>Ends the session that a cookie names; nothing where it names none.</summary>
    public Task EndOfAsync(ClaimsPrincipal? user, CancellationToken ct) =>
        user is not null && ViseClaims.SessionOf(user) is { } session ? desk.EndAsync(session, ct) : Task.CompletedTask;
}
