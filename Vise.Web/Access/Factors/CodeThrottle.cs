using System.Net;
using System.Threading.RateLimiting;

namespace Vise.Web.Access.Factors;

/// <summary>
/// Slows down the guessing of codes by whoever has the password. By address and login together, as passwords are; and, since six digits can
/// be guessed from many addresses, an app's codes by the login alone as well. That one never locks the owner out: recovery codes and
/// passkeys, which nobody can guess, are not counted by it.
/// </summary>
public sealed class CodeThrottle(SignInThrottle tries) : IDisposable
{
    /// <summary>Wrong codes of the app that a login may see in an hour, wherever they come from.</summary>
    public const int PerHour = 60;

    private readonly PartitionedRateLimiter<Guid> _perLogin = PartitionedRateLimiter.Create<Guid, Guid>(login => RateLimitPartition.GetSlidingWindowLimiter(login, _ =>
        new SlidingWindowRateLimiterOptions { PermitLimit = PerHour, Window = TimeSpan.FromHours(1), SegmentsPerWindow = 12, QueueLimit = 0 }));

    /// <summary>Runs the check of a code; returns null without running it when there were too many wrong ones.</summary>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="login">Whose code.</param>
    /// <param name="isAppCode">Whether it is six digits of an app, not a recovery code.</param>
    /// <param name="check">Whether the code is right.</param>
    /// <param name="ct">Ends the wait for the turn.</param>
    public async Task<bool?> TryAsync(IPAddress? address, Guid login, bool isAppCode, Func<Task<bool>> check, CancellationToken ct)
    {
        if (isAppCode)
        {
            using var room = _perLogin.AttemptAcquire(login, 0);
            if (!room.IsAcquired)
            {
                return null;
            }
        }
        var right = await tries.TryAsync(address, "code:" + login, SignInThrottle.Network(address), check, ct);
        if (right is false && isAppCode)
        {
            _perLogin.AttemptAcquire(login).Dispose();
        }
        return right;
    }

    public void Dispose() => _perLogin.Dispose();
}
