using Microsoft.AspNetCore.Antiforgery;

namespace Vise.Web.Access;

/// <summary>
/// Blazor leaves an antiforgery cookie, and forbids the browser to keep the page, wherever a page is drawn. Pages that take no token
/// (<c>[RequireAntiforgeryToken(required: false)]</c>) have no use for either while nobody is signed in.
/// </summary>
internal sealed class CookielessPages(IAntiforgery antiforgery) : IAntiforgery
{
    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext)
    {
        if (!TakesNone(httpContext))
        {
            return antiforgery.GetAndStoreTokens(httpContext);
        }

        if (!httpContext.Response.HasStarted && httpContext.Response.Headers.CacheControl.Count == 0)
        {
            // going back shows it at once, coming again asks anew: it depends on language and theme
            httpContext.Response.Headers.CacheControl = "private, no-cache";
        }

        return antiforgery.GetTokens(httpContext);
    }

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => antiforgery.GetTokens(httpContext);

    public Task<bool> IsRequestValidAsync(HttpContext httpContext) => antiforgery.IsRequestValidAsync(httpContext);

    public Task ValidateRequestAsync(HttpContext httpContext) => antiforgery.ValidateRequestAsync(httpContext);

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (!TakesNone(httpContext))
        {
            antiforgery.SetCookieTokenAndHeader(httpContext);
        }
    }

    /// <summary>Puts it in front of the framework's own.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var own = services.Single(service => service.ServiceType == typeof(IAntiforgery));
        services.Remove(own);
        services.AddSingleton<IAntiforgery>(sp => new CookielessPages((IAntiforgery)ActivatorUtilities.CreateInstance(sp, own.ImplementationType!)));
    }

    // who is signed in has a form on every page: the one that signs out
    private static bool TakesNone(HttpContext http) =>
        http.User.Identity?.IsAuthenticated != true && http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false };
}
