using Microsoft.AspNetCore.Identity;

namespace Vise.Web.Access;

/// <summary>The embedded authority's question: is this the person?</summary>
public sealed class PasswordCheck(UserManager<Login> logins, SignInThrottle throttle, AccessSettings settings)
{
    // of no account: checked where there is none, so that the time taken tells nothing
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Login>().HashPassword(new Login(), Guid.NewGuid().ToString()));

    /// <summary>Opens the authority's session when the password is right.</summary>
    /// <returns>True, false when e-mail or password is wrong, null when there were too many wrong tries.</returns>
    public async Task<bool?> SignInAsync(HttpContext http, string email, string password)
    {
        Login? login = null;
        var right = await throttle.TryAsync(
            http.Connection.RemoteIpAddress,
            email,
            async () =>
            {
                login = Authority.IsClosedDemo(email, settings) ? null : await logins.FindByEmailAsync(email.Trim());
                if (login is null)
                {
                    logins.PasswordHasher.VerifyHashedPassword(new Login(), NobodysHash.Value, password);
                    return false;
                }
                return await logins.CheckPasswordAsync(login, password);
            },
            http.RequestAborted);
        if (right is true)
        {
            await Authority.OpenSessionAsync(http, login!);
        }
        return right;
    }
}
