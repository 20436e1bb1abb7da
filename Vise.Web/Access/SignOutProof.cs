using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Vise.Web.Access;

/// <summary>
/// Tells the embedded authority that a sign-out was asked for on our own page. It stands in for the ID token, which we do not keep:
/// with it every cookie would grow past 4 KB.
/// </summary>
public sealed class SignOutProof(IDataProtectionProvider protection)
{
    /// <summary>The parameter of the end-session request that carries it.</summary>
    public const string Parameter = "logout_hint";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Vise.Access.SignOut").ToTimeLimitedDataProtector();

    public string Make() => _protector.Protect("sign-out", Lifetime);

    public bool Holds(string? proof)
    {
        try
        {
            return proof is { Length: > 0 } && _protector.Unprotect(proof) is "sign-out";
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
