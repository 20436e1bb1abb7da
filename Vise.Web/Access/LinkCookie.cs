using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>
/// Keeps the token of a link that was opened: in a protected cookie instead of the address, so that it stands in no log, no Referer and no
/// history of the page that follows, and lasts over the way through sign-in.
/// </summary>
public sealed class LinkCookie(IDataProtectionProvider protection, AccessSettings settings)
{
    private const int LongestToken = 2000;

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>The token of the link opened last for this purpose; null when none was, or an hour ago.</summary>
    public string? Read(HttpContext http, string purpose)
    {
        try
        {
            return http.Request.Cookies[NameOf(purpose)] is { Length: > 0 } kept ? Protector(purpose).Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Clear(HttpContext http, string purpose) => http.Response.Cookies.Delete(NameOf(purpose), Options(purpose).Build(http));

    /// <summary>The doors of links: each puts its token away and leads on. Nothing is looked up, so a mail scanner that opens one uses up nothing.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Paths.InvitationLinkTemplate, (HttpContext http, LinkCookie links, string? token) => links.Keep(http, Paths.Invitation, token))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet(AccessPaths.FirstPasswordLinkTemplate, (HttpContext http, LinkCookie links, string? token) => links.Keep(http, AccessPaths.FirstPassword, token))
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>A token of several parts as one word for an address.</summary>
    public static string Pack(Guid id, string token) => WebEncoders.Base64UrlEncode(System.Text.Encoding.UTF8.GetBytes($"{id:N}.{token}"));

    /// <summary>The parts again; null for what is no such token.</summary>
    public static (Guid Id, string Token)? Unpack(string? packed)
    {
        try
        {
            var text = packed is null ? "" : System.Text.Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(packed));
            return text.Length > 33 && text[32] == '.' && Guid.TryParseExact(text[..32], "N", out var id) ? (id, text[33..]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private IResult Keep(HttpContext http, string page, string? token)
    {
        if (token is { Length: > 0 and <= LongestToken })
        {
            http.Response.Cookies.Append(NameOf(page), Protector(page).Protect(token, Lasts), Options(page).Build(http));
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.LocalRedirect(page);
    }

    private ITimeLimitedDataProtector Protector(string purpose) => protection.CreateProtector("link", purpose).ToTimeLimitedDataProtector();

    private string NameOf(string purpose) => Options(purpose).Name!;

    private CookieBuilder Options(string purpose)
    {
        var cookie = new CookieBuilder { MaxAge = Lasts };
        BrowserSignIn.Name(cookie, "vise-link" + purpose.Replace('/', '-'), settings);
        return cookie;
    }
}
