using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Vise.Domain.Users;
using Vise.Web.Access;

namespace Vise.Web.Users.Codes;

/// <summary>What somebody is about with a one-time code, from asking for it to making use of it.</summary>
/// <param name="Code">The code's id.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Address">Where it went.</param>
/// <param name="ReturnTo">Where the person wanted to go.</param>
/// <param name="Account">Whose contact it is to prove, if anybody's.</param>
/// <param name="Proven">Whether the code was right; the database knows it too.</param>
public sealed record CodeErrand(Guid Code, CodePurpose Purpose, string Address, string ReturnTo, Guid? Account, bool Proven);

/// <summary>Keeps the errand in a protected cookie between its pages: no address or code stands in a URL.</summary>
public sealed class CodeErrands(IDataProtectionProvider protection, AccessSettings settings)
{
    private const string CookieName = "vise-errand";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(40);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Vise.Users.Errand").ToTimeLimitedDataProtector();

    /// <summary>The errand of this browser, or null when there is none or it took too long.</summary>
    public CodeErrand? Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[Cookie().Name!] is { Length: > 0 and <= 4000 } text ? JsonSerializer.Deserialize<CodeErrand>(_protector.Unprotect(text)) : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    public void Keep(HttpContext http, CodeErrand errand)
    {
        var cookie = Cookie();
        var options = cookie.Build(http);
        options.MaxAge = Lifetime;
        http.Response.Cookies.Append(cookie.Name!, _protector.Protect(JsonSerializer.Serialize(errand), Lifetime), options);
    }

    public void Forget(HttpContext http)
    {
        var cookie = Cookie();
        http.Response.Cookies.Delete(cookie.Name!, cookie.Build(http));
    }

    private CookieBuilder Cookie()
    {
        var cookie = new CookieBuilder();
        BrowserSignIn.Name(cookie, CookieName, settings);
        return cookie;
    }
}
