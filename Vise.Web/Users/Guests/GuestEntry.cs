using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Web.Access;

namespace Vise.Web.Users.Guests;

/// <summary>
/// Lets somebody begin a form before registering: a guest's account, known by this device's cookie alone, which holds as long as an idle draft.
/// It has no login and no token, and no more than its own forms.
/// </summary>
public sealed class GuestEntry(PeopleDesk people, SessionDesk sessions, GuestThrottle throttle, Visitor visitor, TimeProvider time)
{
    /// <summary>Makes the visitor a guest, for the rest of the request too. False when too many came from this network.</summary>
    public async Task<bool> EnterAsync(HttpContext http)
    {
        if (!throttle.Allows(SignInThrottle.Network(http.Connection.RemoteIpAddress)))
        {
            return false;
        }

        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var account = await people.GuestAsync(language, http.RequestAborted);
        var guest = ViseClaims.Of(account, PeopleDesk.GuestName, language, isGuest: true);
        var session = Guid.NewGuid();
        await sessions.OpenAsync(session, account, Devices.Of(http.Request.Headers.UserAgent), SessionDesk.Guest, http.RequestAborted);
        ((ClaimsIdentity)guest.Identity!).AddClaim(new Claim(ViseClaims.Session, session.ToString()));
        var kept = new AuthenticationProperties { IsPersistent = true, ExpiresUtc = time.GetUtcNow().AddDays(Application.DraftDays) };
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, guest, kept);
        http.User = guest;
        visitor.Become(guest);
        return true;
    }
}

/// <summary>How many guests one network may bring: a village behind one address, and no script.</summary>
public sealed class GuestThrottle : IDisposable
{
    /// <summary>Guests in an hour from one network.</summary>
    public const int Most = 30;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = Most, Window = TimeSpan.FromHours(1), SegmentsPerWindow = 12, QueueLimit = 0 }));

    public bool Allows(string network)
    {
        using var lease = _networks.AttemptAcquire(network);
        return lease.IsAcquired;
    }

    public void Dispose() => _networks.Dispose();
}
