using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>Where a person wanted to go before the sign-in page asked: its own round trip may be too old by the time they have registered.</summary>
public static class ReturnPath
{
    /// <summary>
    /// The path behind a return address: out of the OpenID Connect request where it is our own, else the path itself; home for anything else.
    /// Another app's request stays as it is: that app waits for its answer.
    /// </summary>
    public static string Behind(HttpContext http, string? returnTo)
    {
        if (!LocalPath.Is(returnTo) || !returnTo!.StartsWith(AccessPaths.Authorize, StringComparison.OrdinalIgnoreCase))
        {
            return LocalPath.OrHome(returnTo);
        }
        var query = QueryHelpers.ParseQuery(returnTo.Contains('?', StringComparison.Ordinal) ? returnTo[returnTo.IndexOf('?', StringComparison.Ordinal)..] : "");
        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdConnectDefaults.AuthenticationScheme);
        return options.StateDataFormat.Unprotect(query.GetValueOrDefault("state")) is { } ours ? LocalPath.OrHome(ours.RedirectUri) : returnTo;
    }
}
