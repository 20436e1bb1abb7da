using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Vise.Web.Access.Factors;

/// <summary>
/// Passkeys (WebAuthn level 3) of the embedded authority's logins. Each asks that the device knew its owner, so it counts as two factors.
/// The question that a browser answers lies in a sealed cookie for five minutes and is asked once.
/// </summary>
public sealed class Passkeys(IPasskeyHandler<Login> handler, UserManager<Login> logins, IDataProtectionProvider protection, AccessSettings settings)
{
    /// <summary>How many a login may have.</summary>
    public const int Most = 10;

    private const int LongestName = 60;
    private const int LongestAnswer = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Vise.Access.Passkey").ToTimeLimitedDataProtector();

    /// <summary>Whether passkeys work at this address: browsers refuse them where the host is a bare IP address.</summary>
    public static bool AreOffered(AccessSettings settings) => settings.IsEmbedded && !IPAddress.TryParse(settings.Address.Host.Trim('[', ']'), out _);

    internal static void Configure(IdentityPasskeyOptions options, AccessSettings settings)
    {
        var origin = settings.Address.GetLeftPart(UriPartial.Authority);
        options.ServerDomain = settings.Address.Host;
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AuthenticatorTimeout = Lifetime;
        options.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && string.Equals(asked.Origin, origin, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The login's passkeys, the newest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> OfAsync(Login login) => [.. (await logins.GetPasskeysAsync(login)).OrderByDescending(key => key.CreatedAt)];

    /// <summary>What the browser needs to make a passkey (JSON); null when the login has enough of them.</summary>
    public async Task<string?> AskForNewAsync(HttpContext http, Login login)
    {
        if ((await logins.GetPasskeysAsync(login)).Count >= Most)
        {
            return null;
        }
        var name = login.Email ?? login.DisplayName;
        var made = await handler.MakeCreationOptionsAsync(new() { Id = login.Id.ToString(), Name = name, DisplayName = login.DisplayName }, http);
        Keep(http, login.Id.ToString(), made.AttestationState);
        return made.CreationOptionsJson;
    }

    /// <summary>Adds the passkey that the browser made; false when it is not the answer to what was asked.</summary>
    public async Task<bool> AddAsync(HttpContext http, Login login, string? answer, string? name)
    {
        if (!IsAnswer(answer) || Taken(http, login.Id.ToString()) is not { } state)
        {
            return false;
        }
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = answer!, AttestationState = state });
        if (!result.Succeeded || !result.Passkey.IsUserVerified)
        {
            return false;
        }
        var device = Devices.Of(http.Request.Headers.UserAgent);
        result.Passkey.Name = name?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : $"{device.System} {device.Browser}".Trim();
        // a changed second factor ends the other sessions: so the stamp changes with it
        return (await logins.AddOrUpdatePasskeyAsync(login, result.Passkey)).Succeeded && (await logins.UpdateSecurityStampAsync(login)).Succeeded;
    }

    /// <summary>Removes one of the login's passkeys.</summary>
    /// <param name="login">Whose.</param>
    /// <param name="id">As <see cref="IdOf"/> writes it.</param>
    public async Task RemoveAsync(Login login, string? id)
    {
        if ((await logins.GetPasskeysAsync(login)).FirstOrDefault(key => IdOf(key) == id) is { } known)
        {
            await logins.RemovePasskeyAsync(login, known.CredentialId);
            await logins.UpdateSecurityStampAsync(login);
        }
    }

    /// <summary>What the browser needs to show a passkey (JSON): any of this site that its owner chooses.</summary>
    public async Task<string> AskAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        Keep(http, "", made.AssertionState);
        return made.RequestOptionsJson;
    }

    /// <summary>Whose passkey it is that the browser showed; null when it is nobody's, or not the answer to what was asked.</summary>
    public async Task<Login?> ShownAsync(HttpContext http, string? answer)
    {
        if (!IsAnswer(answer) || Taken(http, "") is not { } state)
        {
            return null;
        }
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer!, AssertionState = state });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || Authority.IsClosedDemo(result.User.Email, settings))
        {
            return null;
        }
        // its counter moved on
        return (await logins.AddOrUpdatePasskeyAsync(result.User, result.Passkey)).Succeeded ? result.User : null;
    }

    public static string IdOf(UserPasskeyInfo key) => Convert.ToHexString(SHA256.HashData(key.CredentialId)[..8]);

    private string CookieName => settings.IsHttps ? "__Host-vise-passkey" : "vise-passkey";

    private void Keep(HttpContext http, string login, string? state) => http.Response.Cookies.Append(
        CookieName, _protector.Protect(JsonSerializer.Serialize(new Question(login, state)), Lifetime), CookieOf());

    private string? Taken(HttpContext http, string login)
    {
        http.Response.Cookies.Delete(CookieName, CookieOf());
        try
        {
            return http.Request.Cookies[CookieName] is { Length: > 0 } text && JsonSerializer.Deserialize<Question>(_protector.Unprotect(text)) is { } asked && asked.Login == login
                ? asked.State
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private CookieOptions CookieOf() => new() { HttpOnly = true, IsEssential = true, Path = "/", SameSite = SameSiteMode.Strict, Secure = settings.IsHttps };

    // JSON of an object; the library takes it from there
    private static bool IsAnswer(string? answer) => answer is { Length: > 2 and <= LongestAnswer } && answer[0] == '{';

    private sealed record Question(string Login, string? State);
}
