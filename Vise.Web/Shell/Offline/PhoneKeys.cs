using Microsoft.AspNetCore.WebUtilities;
using Vise.Data.Secrets;

namespace Vise.Web.Shell.Offline;

/// <summary>Who is signed in on a phone, as its script hears it.</summary>
/// <param name="Person">As <see cref="PhoneKeys.PersonOf"/>.</param>
/// <param name="Token">The token that a post carries.</param>
/// <param name="Seal">As <see cref="PhoneKeys.SealOf"/>.</param>
public sealed record PhoneFacts(string Person, string Token, string Seal);

/// <summary>
/// By whom a phone keeps what could not be sent, and what seals the secrets among it. Both are made anew out of the account each time, by every
/// node alike: a phone that nobody is signed in on holds sealed bytes, and no key to them.
/// </summary>
public sealed class PhoneKeys(FieldSeal seal)
{
    private const int PersonBytes = 12;

    /// <summary>A name for the account that says nothing about it.</summary>
    public string PersonOf(Guid account) => WebEncoders.Base64UrlEncode(seal.Hash("phone-person", account.ToString("N")).AsSpan(0, PersonBytes));

    /// <summary>The account's key for AES-256-GCM, base64; it goes to that account's pages and is never kept on the phone.</summary>
    public string SealOf(Guid account) => Convert.ToBase64String(seal.Hash("phone-seal", account.ToString("N")));
}
