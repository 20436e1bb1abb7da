using System.Security.Cryptography;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>What every answer carries for the browser's protection, and who may open a circuit.</summary>
public static class FrontDoor
{
    private const string NonceKey = "csp-nonce";
    private const string PolicyKey = "csp-policy";
    // seconds; the throttles' windows slide
    private const string UsualWait = "60";
    private const string OwnFrames = "frame-ancestors 'self'";

    /// <summary>The nonce of this answer's scripts, for <c>ImportMap</c> and inline scripts.</summary>
    public static string ScriptNonce(this HttpContext http)
    {
        if (http.Items[NonceKey] is string made)
        {
            return made;
        }
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        http.Items[NonceKey] = nonce;
        return nonce;
    }

    /// <summary>For an endpoint whose scripts are not ours, such as the API's browsable page or a document: its own content security policy.</summary>
    public static void UseOwnScriptPolicy(this HttpContext http, string policy) => http.Items[PolicyKey] = policy;

    /// <summary>Security headers on every answer. Refuses circuits opened by another site's page.</summary>
    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<AccessSettings>();
        app.Use(app.Services.GetRequiredService<InsideChannel>().ReceiveAsync);
        app.Use((http, next) =>
        {
            var policy = Policy(http.ScriptNonce(), settings);
            // at the last moment: an error page's handler clears what was set before, and components set weaker ones of their own
            http.Response.OnStarting(() =>
            {
                Protect(http.Response, http.Items[PolicyKey] as string ?? policy, settings);
                if (http.Response.StatusCode == StatusCodes.Status429TooManyRequests && http.Response.Headers.RetryAfter.Count == 0)
                {
                    http.Response.Headers.RetryAfter = UsualWait;
                }
                return Task.CompletedTask;
            });
            if (http.Request.Path.StartsWithSegments(AccessPaths.Circuits, StringComparison.OrdinalIgnoreCase) && IsForeign(http.Request, settings))
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
            return next(http);
        });
        return app;
    }

    private static void Protect(HttpResponse response, string policy, AccessSettings settings)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (settings.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (IsPartOfPage(response))
        {
            return;
        }

        headers.ContentSecurityPolicy = policy;
        headers.XFrameOptions = policy.Contains(OwnFrames, StringComparison.Ordinal) ? "SAMEORIGIN" : "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
    }

    // A style sheet, font or script is bound by the policy of the page that loads it, and the same half a kilobyte on each of two dozen files is 10 KB of a form's
    // first load. A service worker is a page of its own in this, and a picture may be opened alone.
    private static bool IsPartOfPage(HttpResponse response) => (response.ContentType ?? "").Split(';')[0] switch
    {
        "text/css" or "font/woff2" => true,
        // the worker's script lies at the root, which is what gives it the whole site
        "text/javascript" => response.HttpContext.Request.Path.Value?.LastIndexOf('/') > 0,
        _ => false,
    };

    private static string Policy(string nonce, AccessSettings settings)
    {
        // signing out posts a form that ends at the authority
        var authority = settings.IsEmbedded ? "" : " " + settings.Authority.GetLeftPart(UriPartial.Authority);
        return $"default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'{authority}; "
            + $"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'";
    }

    /// <summary>Whether a page of another site sent the request; a client that names no origin is none.</summary>
    internal static bool IsForeign(HttpRequest request, AccessSettings? settings)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !string.Equals(origin, settings?.Address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
