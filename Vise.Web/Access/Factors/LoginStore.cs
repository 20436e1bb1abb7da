using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Vise.Data.Users;

namespace Vise.Web.Access.Factors;

/// <summary>
/// Identity's store with two rules of ours: the secret of an authenticator app and the hashes of recovery codes rest sealed with the
/// data-protection keys, which are themselves sealed with the key file and follow its rotation; and
/// whatever changes the security stamp (password, second factor) ends the person's other sessions.
/// </summary>
public sealed class LoginStore(AuthContext context, IDataProtectionProvider protection, SessionDesk sessions, IHttpContextAccessor http)
    : UserOnlyStore<Login, AuthContext, Guid>(context)
{
    private const string Provider = "[Vise]";
    private const string Key = "AuthenticatorKey";
    private const string Step = "AuthenticatorStep";
    private const string Codes = "RecoveryCodes";

    private Guid? _changed;

    public override async Task SetAuthenticatorKeyAsync(Login user, string key, CancellationToken cancellationToken) =>
        await SetTokenAsync(user, Provider, Key, Protector(user).Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(Login user, CancellationToken cancellationToken) =>
        await GetTokenAsync(user, Provider, Key, cancellationToken) is { } text ? Protector(user).Unprotect(text) : null;

    /// <summary>The last step whose code was taken; no code of it or of an earlier one is taken again.</summary>
    public async Task<long> LastStepAsync(Login user, CancellationToken ct) =>
        long.TryParse(await GetTokenAsync(user, Provider, Step, ct), System.Globalization.CultureInfo.InvariantCulture, out var step) ? step : 0;

    public Task SetLastStepAsync(Login user, long step, CancellationToken ct) =>
        SetTokenAsync(user, Provider, Step, step.ToString(System.Globalization.CultureInfo.InvariantCulture), ct);

    public override Task ReplaceCodesAsync(Login user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        KeepAsync(user, recoveryCodes.Select(code => HashOf(user, code)), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(Login user, string code, CancellationToken cancellationToken)
    {
        var left = await HashesAsync(user, cancellationToken);
        if (!left.Remove(HashOf(user, code)))
        {
            return false;
        }
        await KeepAsync(user, left, cancellationToken);
        return true;
    }

    public override async Task<int> CountCodesAsync(Login user, CancellationToken cancellationToken) => (await HashesAsync(user, cancellationToken)).Count;

    /// <summary>Takes away secret, last step and recovery codes.</summary>
    public async Task ForgetAsync(Login user, CancellationToken ct)
    {
        foreach (var name in (string[])[Key, Step, Codes])
        {
            await RemoveTokenAsync(user, Provider, name, ct);
        }
    }

    public override Task SetSecurityStampAsync(Login user, string stamp, CancellationToken cancellationToken = default)
    {
        // a login that is being made has none
        _changed = user.SecurityStamp is null ? _changed : user.Id;
        return base.SetSecurityStampAsync(user, stamp, cancellationToken);
    }

    public override async Task<IdentityResult> UpdateAsync(Login user, CancellationToken cancellationToken = default)
    {
        var result = await base.UpdateAsync(user, cancellationToken);
        if (result.Succeeded && _changed == user.Id)
        {
            _changed = null;
            var here = http.HttpContext?.User;
            var own = here is not null && ViseClaims.LoginOf(here) == user.Id.ToString() ? ViseClaims.SessionOf(here) : null;
            await sessions.EndOthersAsync(AccessSettings.EmbeddedIssuer, user.Id.ToString(), own, cancellationToken);
        }
        return result;
    }

    private Task KeepAsync(Login user, IEnumerable<string> hashes, CancellationToken ct) =>
        SetTokenAsync(user, Provider, Codes, Protector(user).Protect(string.Join(';', hashes)), ct);

    private async Task<List<string>> HashesAsync(Login user, CancellationToken ct) =>
        await GetTokenAsync(user, Provider, Codes, ct) is { } text ? [.. Protector(user).Unprotect(text).Split(';', StringSplitOptions.RemoveEmptyEntries)] : [];

    private IDataProtector Protector(Login user) => protection.CreateProtector("Vise.Access.Authenticator", user.Id.ToString("N"));

    // as typed: small letters, blanks and dashes make no difference
    private static string HashOf(Login user, string code) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes($"recovery:{user.Id:N}:{string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()}")));
}
