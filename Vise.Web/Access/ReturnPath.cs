using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>Where a person wanted to go before the sign-in page asked: its own round trip may be too old by the time they have registered.</summary>
public static class ReturnPath
{
    /// <summary>The path behind a return address: out of the OpenID Connect request where it is one, else the path itself; home for anything else.</summary>
    public static string Behind(HttpContext http, string? returnTo)
    {
        if (!LocalPath.Is(returnTo) || !returnTo!.StartsWith(AccessPaths.Authorize, StringComparison.OrdinalIgnoreCase))
        {
            return LocalPath.OrHome(returnTo);
        }
        var query = QueryHelpers.ParseQuery(returnTo.Contains('?', StringComparison.Ordinal) ? returnTo[returnTo.IndexOf('?', StringComparison.Ordinal)..] : "");
        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdConnectDefaults.AuthenticationScheme);
        // an app's own request carries no state of ours
        return query["state"].ToString() is { Length: > 0 } state ? LocalPath.OrHome(options.StateDataFormat.Unprotect(state)?.RedirectUri) : Paths.Home;
    }
}
