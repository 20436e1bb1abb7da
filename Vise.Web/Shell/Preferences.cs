using Microsoft.AspNetCore.Http.HttpResults;
using Vise.Web.Access;

namespace Vise.Web.Shell;

/// <summary>Language and theme: two small forms that work without script and leave a cookie for a year.</summary>
public static class Preferences
{
    private const string ThemeCookie = "vise-theme";

    /// <summary>The cookie's name; over https it is bound to this host.</summary>
    public static string NameOf(HttpContext http, string cookie) => http.Request.IsHttps ? "__Host-" + cookie : cookie;

    /// <summary><c>light</c> or <c>dark</c> when chosen, else null: then the device decides.</summary>
    public static string? ThemeOf(HttpContext? http) => http?.Request.Cookies[NameOf(http, ThemeCookie)] is ("light" or "dark") and var theme ? theme : null;

    /// <summary>No antiforgery token: it would set a cookie on pages that anyone may cache. A browser names the origin with each post, and another site's is refused.</summary>
    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.Language, (HttpContext http, CancellationToken ct) =>
            KeepAsync(http, Languages.Cookie, form => Languages.Meant(form["language"]), ct)).AllowAnonymous();
        routes.MapPost(Paths.Theme, (HttpContext http, CancellationToken ct) =>
            KeepAsync(http, ThemeCookie, form => form["theme"].ToString() is ("light" or "dark") and var theme ? theme : null, ct)).AllowAnonymous();
    }

    private static async Task<Results<RedirectHttpResult, BadRequest>> KeepAsync(HttpContext http, string cookie, Func<IFormCollection, string?> read, CancellationToken ct)
    {
        if (FrontDoor.IsForeign(http.Request, http.RequestServices.GetService<AccessSettings>()))
        {
            return TypedResults.BadRequest();
        }

        try
        {
            if (http.Request.HasFormContentType)
            {
                var form = await http.Request.ReadFormAsync(ct);
                return Keep(http, cookie, read(form), form["returnTo"]);
            }
        }
        catch (InvalidDataException)
        {
            // said to be a form and is none
        }

        return TypedResults.BadRequest();
    }

    private static RedirectHttpResult Keep(HttpContext http, string cookie, string? value, string? returnTo)
    {
        if (value is not null)
        {
            http.Response.Cookies.Append(NameOf(http, cookie), value, new CookieOptions
            {
                HttpOnly = true,
                Path = "/",
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            });
        }

        return TypedResults.LocalRedirect(LocalPath.OrHome(returnTo));
    }
}
