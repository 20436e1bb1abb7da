using Microsoft.AspNetCore.Http.HttpResults;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Shell;

/// <summary>Language and theme: two small forms that work without script and leave a cookie for a year. A language goes with the account to the next device too.</summary>
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
            KeepAsync(http, Languages.Cookie, form => Languages.Meant(form["language"]), ct, language => RememberAsync(http, language, ct))).AllowAnonymous();
        routes.MapPost(Paths.Theme, (HttpContext http, CancellationToken ct) =>
            KeepAsync(http, ThemeCookie, form => form["theme"].ToString() is ("light" or "dark") and var theme ? theme : null, ct)).AllowAnonymous();
    }

    /// <summary>After a sign-in: a device on which no language was chosen takes the person's own; the first choice made before signing in becomes the person's.</summary>
    public static async Task SignedInAsync(HttpContext http, Guid account, CancellationToken ct)
    {
        var here = Languages.ChosenOn(http);
        var kept = await http.RequestServices.GetRequiredService<PeopleDesk>().LanguageAtSignInAsync(account, here?.Tag, ct);
        if (here is null && Languages.Meant(kept) is { } language)
        {
            Set(http, Languages.Cookie, language);
        }
    }

    // a guest is this device, and has its cookie
    private static async Task RememberAsync(HttpContext http, string language, CancellationToken ct)
    {
        try
        {
            if (!ViseClaims.IsGuest(http.User) && http.RequestServices.GetService<Visitor>() is { } visitor && (await visitor.AskAsync(Duty.ApplyForOwnChild, ct)).Actor is { } actor)
            {
                await http.RequestServices.GetRequiredService<PeopleDesk>().ReadInAsync(actor, Languages.Of(language)!.Tag, ct);
            }
        }
        catch (Exception failure) when (Outage.IsDatabase(failure))
        {
            // this device has its cookie all the same
        }
    }

    private static async Task<Results<RedirectHttpResult, BadRequest>> KeepAsync(
        HttpContext http, string cookie, Func<IFormCollection, string?> read, CancellationToken ct, Func<string, Task>? then = null)
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
                if (read(form) is { } value)
                {
                    Set(http, cookie, value);
                    await (then?.Invoke(value) ?? Task.CompletedTask);
                }

                return TypedResults.LocalRedirect(LocalPath.OrHome(form["returnTo"]));
            }
        }
        catch (InvalidDataException)
        {
            // said to be a form and is none
        }

        return TypedResults.BadRequest();
    }

    private static void Set(HttpContext http, string cookie, string value) => http.Response.Cookies.Append(NameOf(http, cookie), value, new CookieOptions
    {
        HttpOnly = true,
        Path = "/",
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    });
}
