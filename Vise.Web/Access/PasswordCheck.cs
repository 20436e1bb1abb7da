using Microsoft.AspNetCore.Identity;
using Vise.Domain.Users;

namespace Vise.Web.Access;

/// <summary>The embedded authority's question: is this the person?</summary>
public sealed class PasswordCheck(UserManager<Login> logins, LoginBook book, KnownDevices devices, SignInThrottle throttle)
{
    // of no account: checked where there is none, so that the time taken tells nothing
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Login>().HashPassword(new Login(), Guid.NewGuid().ToString()));

    /// <summary>Opens the authority's session when the password is right.</summary>
    /// <param name="http">The request.</param>
    /// <param name="name">The e-mail address or mobile number as typed.</param>
    /// <param name="password">As typed.</param>
    /// <returns>True, false when name or password is wrong, null when there were too many wrong tries.</returns>
    public async Task<bool?> SignInAsync(HttpContext http, string name, string password)
    {
        var login = await book.FindAsync(name);
        var right = await throttle.TryAsync(
            http.Connection.RemoteIpAddress,
            // however it is written, it is one name
            ContactAddress.Read(name) ?? name,
            devices.Of(http, login),
            async () =>
            {
                if (login is null)
                {
                    logins.PasswordHasher.VerifyHashedPassword(new Login(), NobodysHash.Value, password);
                    return false;
                }
                return await logins.CheckPasswordAsync(login, PasswordRules.Normal(password));
            },
            http.RequestAborted);
        if (right is true)
        {
            devices.Remember(http, login!);
            await Authority.OpenSessionAsync(http, login!);
        }
        return right;
    }
}
