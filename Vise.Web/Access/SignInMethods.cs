using System.Security.Claims;

namespace Vise.Web.Access;

/// <summary>How people prove who they are: the values of RFC 8176 that we write, and read from any authority.</summary>
public static class SignInMethods
{
    public const string Password = "pwd";
    public const string OneTimeCode = "otp";
    public const string Passkey = "hwk";

    /// <summary>More than one factor: a code after the password, or a passkey that knew its owner.</summary>
    public const string SecondFactor = "mfa";

    /// <summary>Whether a second factor was shown, by <c>amr</c>.</summary>
    public static bool HasSecondFactor(ClaimsPrincipal user) => user.HasClaim(ViseClaims.Methods, SecondFactor);

    public static IReadOnlyList<string> ListOf(ClaimsPrincipal user) => [.. user.FindAll(ViseClaims.Methods).Select(claim => claim.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The methods as <c>users.session</c> keeps them; another authority's own words are left out.</summary>
    public static string Of(ClaimsPrincipal user) => TextOf(ListOf(user));

    public static string TextOf(IEnumerable<string> methods) =>
        string.Join(' ', methods.Where(method => method.Length <= 8 && method.All(char.IsAsciiLetterOrDigit)).Select(method => method.ToLowerInvariant()).Take(8));
}
