using System.Globalization;
using System.Threading.RateLimiting;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Users.Codes;

/// <summary>
/// Sends one-time codes, and answers the same whether an address is known or not: what differs stands only in the message. Limits count by
/// address (<see cref="CodeDesk"/>) and by network.
/// </summary>
public sealed class CodeSending(CodeDesk codes, CodeErrands errands, LoginBook logins, KnownDevices devices, CodeThrottle throttle, AccessSettings settings)
{
    /// <summary>Sends a code and begins the errand. False when there were too many from this network or to this address.</summary>
    public async Task<bool> SendAsync(HttpContext http, CodePurpose purpose, string address, string returnTo, Guid? account)
    {
        var device = settings.IsEmbedded ? devices.Of(http, await logins.FindAsync(address)) : null;
        if (!throttle.Allows(device ?? SignInThrottle.Network(http.Connection.RemoteIpAddress)))
        {
            return false;
        }

        var taken = settings.IsEmbedded && await logins.IsTakenAsync(address);
        (string, string)? instead = (purpose, taken) switch
        {
            (CodePurpose.Register, true) => (PostKinds.CodeKnown, AccessPaths.Reset),
            (CodePurpose.Reset, false) => (PostKinds.CodeUnknown, AccessPaths.Register),
            _ => null,
        };
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var wish = new CodeWish(purpose, address, language, device ?? SignInThrottle.Network(http.Connection.RemoteIpAddress), account, instead, device is not null);
        var sent = await codes.SendAsync(wish, http.RequestAborted);
        if (sent.Refusal is not null)
        {
            return false;
        }

        errands.Keep(http, new CodeErrand(sent.Value, purpose, address, returnTo, account, Proven: false));
        return true;
    }
}

/// <summary>How many codes one network may ask for: a village behind one address, and no script.</summary>
public sealed class CodeThrottle : IDisposable
{
    /// <summary>Codes in ten minutes from one network.</summary>
    public const int Most = 40;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = Most, Window = TimeSpan.FromMinutes(10), SegmentsPerWindow = 10, QueueLimit = 0 }));

    public bool Allows(string network)
    {
        using var lease = _networks.AttemptAcquire(network);
        return lease.IsAcquired;
    }

    public void Dispose() => _networks.Dispose();
}
