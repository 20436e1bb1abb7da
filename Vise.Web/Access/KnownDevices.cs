using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Vise.Web.Access;

/// <summary>
/// Remembers on a browser who has signed in there before, in a protected cookie of a year. It opens nothing: what others guess or ask for
/// from elsewhere only doesn't count against somebody on such a device.
/// </summary>
public sealed class KnownDevices(IDataProtectionProvider protection, AccessSettings settings)
{
    private const string Name = "vise-device";
    private const int MostPeople = 10;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Vise.Access.Device").ToTimeLimitedDataProtector();

    /// <summary>The device's own name when that person has signed in on it before, else null.</summary>
    public string? Of(HttpContext http, Login? login) =>
        login is not null && Read(http) is [var device, .. var people] && people.Contains(login.Id.ToString("N")) ? device : null;

    /// <summary>Notes that a person has signed in here.</summary>
    public void Remember(HttpContext http, Login login)
    {
        var known = Read(http);
        var device = known.Length > 0 ? known[0] : Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var people = known.Skip(1).Prepend(login.Id.ToString("N")).Distinct(StringComparer.Ordinal).Take(MostPeople);
        var cookie = new CookieBuilder();
        BrowserSignIn.Name(cookie, Name, settings);
        var options = cookie.Build(http);
        options.MaxAge = Lifetime;
        http.Response.Cookies.Append(cookie.Name!, _protector.Protect(string.Join(' ', people.Prepend(device)), Lifetime), options);
    }

    private string[] Read(HttpContext http)
    {
        var cookie = new CookieBuilder();
        BrowserSignIn.Name(cookie, Name, settings);
        try
        {
            return http.Request.Cookies[cookie.Name!] is { Length: > 0 and <= 2000 } text ? _protector.Unprotect(text).Split(' ') : [];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
