using System.Globalization;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Users.Data;

/// <summary>How a person's proof was taken.</summary>
public enum Proof
{
    Given,

    /// <summary>The password is wrong, or missing.</summary>
    Wrong,

    /// <summary>Too many wrong ones.</summary>
    TooMany,

    /// <summary>First to the authority: the second factor is to be shown, or another authority is to ask anew.</summary>
    Elsewhere,
}

/// <summary>
/// Before a grave step the person proves anew who they are, whoever left the device open: by the password, in a session that showed the second factor there
/// is; with another authority by having been asked there a moment ago.
/// </summary>
public sealed class FreshProof(SecondFactors factors, AccessSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Whether a password is asked for on our own page.</summary>
    public bool AsksPassword => settings.IsEmbedded;

    /// <summary>Whether the person must go to the authority before the page can take the step, and the way there and back.</summary>
    public async Task<string?> WayAsync(HttpContext http, string back)
    {
        var way = AccessPaths.Then(AccessPaths.StepUp, back);
        return settings.IsEmbedded
            ? await factors.OfAsync(http) is { } login && await factors.IsLockedAsync(http, login) ? way : null
            : WasAskedNow(http) ? null : way + "&fresh=true";
    }

    public async Task<Proof> CheckAsync(HttpContext http, string? password)
    {
        if (!settings.IsEmbedded)
        {
            return WasAskedNow(http) ? Proof.Given : Proof.Elsewhere;
        }

        if (await factors.OfAsync(http) is not { } login)
        {
            return Proof.Wrong;
        }

        return await factors.IsLockedAsync(http, login) ? Proof.Elsewhere : await factors.CheckPasswordAsync(http, login, password) switch
        {
            true => Proof.Given,
            false => Proof.Wrong,
            null => Proof.TooMany,
        };
    }

    private bool WasAskedNow(HttpContext http) =>
        long.TryParse(http.User.FindFirst(Claims.AuthenticationTime)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) < Fresh;
}
