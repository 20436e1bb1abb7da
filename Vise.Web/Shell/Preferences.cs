using Microsoft.AspNetCore.Http.HttpResults;

namespace Vise.Web.Shell;

/// <summary>Language and theme: two small forms that work without script and leave a cookie for a year.</summary>
public static class Preferences
{
    public const string ThemeCookie = "vise-theme";

    /// <summary><c>light</c> or <c>dark</c> when chosen, else null: then the device decides.</summary>
    public static string? ThemeOf(HttpContext? http) => http?.Request.Cookies[ThemeCookie] is ("light" or "dark") and var theme ? theme : null;

    /// <summary>No antiforgery token: it would set a cookie on pages that anyone may cache, and all a forgery could do is switch colours or language.</summary>
    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.Language, async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return Keep(http, Languages.Cookie, Languages.Meant(form["language"]), form["returnTo"]);
        }).AllowAnonymous();

        routes.MapPost(Paths.Theme, async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return Keep(http, ThemeCookie, form["theme"] == "light" || form["theme"] == "dark" ? form["theme"] : (string?)null, form["returnTo"]);
        }).AllowAnonymous();
    }

    private static RedirectHttpResult Keep(HttpContext http, string cookie, string? value, string? returnTo)
    {
        if (value is not null)
        {
            http.Response.Cookies.Append(cookie, value, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            });
        }

        return TypedResults.LocalRedirect(IsLocal(returnTo) ? returnTo! : Paths.Home);
    }

    // one leading slash, no second one and no backslash: anything else could name another host
    private static bool IsLocal(string? path) =>
        path is ['/', ..] && !(path is [_, '/' or '\\', ..]) && !path.Any(char.IsControl);
}
