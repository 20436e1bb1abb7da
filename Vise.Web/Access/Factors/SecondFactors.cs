using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Vise.Web.Access.Factors;

/// <summary>A login's authenticator app and recovery codes: switched on by a code, used at sign-in, renewed, switched off.</summary>
public sealed class SecondFactors(UserManager<Login> logins, IUserStore<Login> store, CodeThrottle throttle, SignInThrottle passwords, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How many recovery codes are given out at a time.</summary>
    public const int RecoveryCodes = 10;

    private static readonly TimeSpan SetUpTime = TimeSpan.FromMinutes(15);

    private readonly LoginStore _store = (LoginStore)store;

    /// <summary>The login that the app's cookie stands for; null with another authority, or when it is gone.</summary>
    public async Task<Login?> OfAsync(HttpContext http) => ViseClaims.LoginOf(http.User) is { } id ? await logins.FindByIdAsync(id) : null;

    /// <summary>Whether there is a second factor to ask for.</summary>
    public async Task<bool> HasAnyAsync(Login login) => login.TwoFactorEnabled || (await logins.GetPasskeysAsync(login)).Count > 0;

    /// <summary>Whether the session must show the second factor that there is before it may change anything about it.</summary>
    public async Task<bool> IsLockedAsync(HttpContext http, Login login) => !SignInMethods.HasSecondFactor(http.User) && await HasAnyAsync(login);

    public Task<int> RecoveryCodesLeftAsync(Login login) => logins.CountRecoveryCodesAsync(login);

    /// <summary>Whether the password is right; null after too many wrong ones. A login without a password has nothing to ask for.</summary>
    public async Task<bool?> CheckPasswordAsync(HttpContext http, Login login, string? password) =>
        login.PasswordHash is null ? true
        : password is not { Length: > 0 and <= 256 } ? false
        : await passwords.TryAsync(http.Connection.RemoteIpAddress, "security:" + login.Id, null, () => logins.CheckPasswordAsync(login, PasswordRules.Normal(password)), http.RequestAborted);

    /// <summary>A new secret, as the form of the set-up carries it: sealed, for this login, for a quarter of an hour.</summary>
    public string NewSetUp(Login login) => Protector(login).Protect(Totp.NewKey(), SetUpTime);

    /// <summary>The secret in a set-up, or null when it is too old or not this login's.</summary>
    public string? KeyOf(Login login, string? setUp)
    {
        try
        {
            return setUp is { Length: > 0 } ? Protector(login).Unprotect(setUp) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Switches the authenticator on when the code is the secret's.</summary>
    /// <returns>The recovery codes, to be shown this once; none when the code is wrong, null after too many wrong ones.</returns>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(HttpContext http, Login login, string key, string code)
    {
        var right = await throttle.TryAsync(http.Connection.RemoteIpAddress, login.Id, IsAppCode(code), async () =>
        {
            if (Totp.Match(key, Plain(code), clock.GetUtcNow()) is not { } step)
            {
                return false;
            }
            await _store.SetAuthenticatorKeyAsync(login, key, http.RequestAborted);
            await _store.SetLastStepAsync(login, step, http.RequestAborted);
            return (await logins.SetTwoFactorEnabledAsync(login, true)).Succeeded;
        }, http.RequestAborted);
        return right is null ? null : right.Value ? await RenewCodesAsync(login) : [];
    }

    /// <summary>Takes a code of the app or a recovery code: each once.</summary>
    /// <returns>True, false when it is wrong or was used, null after too many wrong ones.</returns>
    public Task<bool?> TakeAsync(HttpContext http, Login login, string? code) => throttle.TryAsync(
        http.Connection.RemoteIpAddress, login.Id, IsAppCode(code), () => TakeAsync(login, code ?? "", http.RequestAborted), http.RequestAborted);

    /// <summary>New recovery codes; the old ones are worth nothing any more.</summary>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(Login login) => [.. await logins.GenerateNewTwoFactorRecoveryCodesAsync(login, RecoveryCodes) ?? []];

    /// <summary>Switches the authenticator off.</summary>
    public async Task TurnOffAsync(Login login, CancellationToken ct)
    {
        await _store.ForgetAsync(login, ct);
        await logins.SetTwoFactorEnabledAsync(login, false);
    }

    /// <summary>Notes at the authority what this session proved just now, so that it need not be asked again.</summary>
    public static Task NoteAsync(HttpContext http, Login login, params string[] methods) =>
        Authority.OpenSessionAsync(http, login, [.. SignInMethods.ListOf(http.User), .. methods], ViseClaims.SessionOf(http.User));

    private async Task<bool> TakeAsync(Login login, string code, CancellationToken ct)
    {
        if (!IsAppCode(code))
        {
            // two at once: the row's version lets one through
            return (await logins.RedeemTwoFactorRecoveryCodeAsync(login, code)).Succeeded;
        }
        if (await _store.GetAuthenticatorKeyAsync(login, ct) is not { } key
            || Totp.Match(key, Plain(code), clock.GetUtcNow()) is not { } step
            || step <= await _store.LastStepAsync(login, ct))
        {
            return false;
        }
        await _store.SetLastStepAsync(login, step, ct);
        return (await logins.UpdateAsync(login)).Succeeded;
    }

    private static bool IsAppCode(string? code) => Plain(code).Length == 6 && Plain(code).All(char.IsAsciiDigit);

    private static string Plain(string? code) => string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit));

    private ITimeLimitedDataProtector Protector(Login login) => protection.CreateProtector("Vise.Access.SetUp", login.Id.ToString("N")).ToTimeLimitedDataProtector();
}
