using System.Globalization;
using Vise.Data.Migrations;
using Vise.Web.Operations;

namespace Vise.Web.Access;

/// <summary>The settings of sign-in, read once; a wrong one stops the start with one sentence (SPEC 9).</summary>
public sealed class AccessSettings
{
    private readonly IConfiguration _configuration;

    private AccessSettings(IConfiguration configuration)
    {
        _configuration = configuration;
        Address = SafeAddress(configuration[PublicAddress.Setting]);
        DemoEnabled = DemoMode.IsOn(configuration);
        ClientId = configuration["Oidc:ClientId"] is { Length: > 0 } id ? id : "vise-web";
        ClientSecret = configuration["Oidc:ClientSecret"] is { Length: > 0 } secret ? secret : null;
        RecheckEvery = RecheckOf(configuration[RecheckSetting]);
        SecondFactorRoles = SecondFactorRule.RolesOf(configuration);
        SecondFactorClass = configuration[SecondFactorRule.ClassSetting] is { Length: > 0 } known ? known : "mfa";
        Audience = configuration["Oidc:Audience"] is { Length: > 0 } audience ? audience : ClientId;
        if (configuration["Oidc:Authority"] is { Length: > 0 } authority)
        {
            Authority = Uri.TryCreate(authority, UriKind.Absolute, out var uri) && IsSafe(uri)
                ? uri
                : throw new SettingsException("Oidc:Authority must be an https address; http is allowed on this machine's own loopback address only.");
            IsEmbedded = false;
        }
        else
        {
            Authority = Address;
            IsEmbedded = true;
        }
    }

    /// <summary>Where people reach VISE: issuer of the embedded authority and base of every redirect. No trailing slash in its path.</summary>
    public Uri Address { get; }

    public Uri Authority { get; }

    /// <summary>Whether VISE's own authority serves, because no other was set.</summary>
    public bool IsEmbedded { get; }

    public string ClientId { get; }

    public string? ClientSecret { get; }

    /// <summary>Setting: after how many seconds, 1-30, an open session is held against the database again.</summary>
    public const string RecheckSetting = "SignIn:RecheckSeconds";

    /// <summary>How long an open cookie or circuit may go without being held against account and grants; every write is held at once.</summary>
    public TimeSpan RecheckEvery { get; }

    /// <summary>The roles whose grants need a session with a second factor.</summary>
    public IReadOnlySet<Domain.Users.Role> SecondFactorRoles { get; }

    /// <summary>The <c>acr</c> by which the authority is asked for a second factor, and says that there was one; beside <c>amr</c> with <c>mfa</c>.</summary>
    public string SecondFactorClass { get; }

    /// <summary>The audience that an external authority writes into access tokens for the API.</summary>
    public string Audience { get; }

    public bool DemoEnabled { get; }

    public bool IsHttps => UsesHttps(Address);

    /// <summary>The issuer recorded with an account. The embedded authority's is a constant, so a changed address orphans nobody.</summary>
    public string Issuer => IsEmbedded ? EmbeddedIssuer : Authority.AbsoluteUri;

    public const string EmbeddedIssuer = Vise.Data.Users.PeopleDesk.EmbeddedIssuer;

    /// <summary>The second login's connection (SPEC 4); read late, since a private cluster picks its port while starting.</summary>
    public string AuthConnection =>
        _configuration[Connections.ViseAuth] is { Length: > 0 } own ? own
        : _configuration[Connections.Vise] is { Length: > 0 } shared ? DatabaseLogins.SameWith(shared, DatabaseLogins.AuthName)
        : throw new SettingsException($"Set {Connections.Vise}, or {Connections.ViseAuth} for sign-in alone.");

    /// <summary>Reads and checks the settings; throws <see cref="SettingsException"/> with a sentence for the operator.</summary>
    public static AccessSettings From(IConfiguration configuration) => new(configuration);

    /// <summary>A full address of VISE for a local path.</summary>
    public Uri At(string path) => new(Address, path);

    /// <summary>Whether passwords and codes may travel there: https, or http that never leaves this machine.</summary>
    public static bool IsSafe(Uri uri) =>
        UsesHttps(uri) || (uri.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.Ordinal) && uri.IsLoopback);

    public static bool UsesHttps(Uri uri) => uri.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.Ordinal);

    private static TimeSpan RecheckOf(string? text) =>
        string.IsNullOrEmpty(text) ? TimeSpan.FromSeconds(30)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 30 ? TimeSpan.FromSeconds(seconds)
        : throw new SettingsException($"{RecheckSetting} must be a number from 1 to 30, not '{text}'.");

    private static Uri SafeAddress(string? text)
    {
        var address = string.IsNullOrEmpty(text) ? "http://127.0.0.1:8080" : text;
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsSafe(uri) && uri.AbsolutePath is "/"
            ? uri
            : throw new SettingsException($"{PublicAddress.Setting} must be an https address without a path; http is allowed on this machine's own loopback address only.");
    }
}
