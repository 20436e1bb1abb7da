using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Vise.Web.Access;

/// <summary>
/// Slows down the guessing of passwords: by the network and name together, by the network alone against lists of names, and by the name
/// alone against many networks. Only wrong passwords count, and only for a while. On a device where the person has signed in before, only
/// what was typed on that device counts, so that no guesser locks the owner out.
/// </summary>
public sealed class SignInThrottle : IDisposable
{
    private readonly PartitionedRateLimiter<string> _perEmail = Limit(permits: 8, TimeSpan.FromMinutes(5));
    private readonly PartitionedRateLimiter<string> _perAddress = Limit(permits: 100, TimeSpan.FromMinutes(5));
    private readonly PartitionedRateLimiter<string> _perName = Limit(permits: 50, TimeSpan.FromHours(1));

    // one try at a time for the same key, else a burst would be let through before its first failure counts
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 20 }));

    /// <summary>Runs the check of a password; returns null without running it when there were too many wrong ones.</summary>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="name">The e-mail address or mobile number as typed.</param>
    /// <param name="device">The device's own name when the person has signed in on it before; see <see cref="KnownDevices"/>.</param>
    /// <param name="check">Whether the password is right.</param>
    /// <param name="ct">Ends the wait for the turn.</param>
    public async Task<bool?> TryAsync(IPAddress? address, string name, string? device, Func<Task<bool>> check, CancellationToken ct)
    {
        var from = device ?? Network(address);
        var who = name.Trim().ToUpperInvariant();
        var key = $"{from} {who}";
        using var turn = await _turns.AcquireAsync(key, 1, ct);
        if (!turn.IsAcquired || !HasRoom(_perEmail, key) || !HasRoom(_perAddress, from) || (device is null && !HasRoom(_perName, who)))
        {
            return null;
        }
        if (await check())
        {
            return true;
        }
        _perEmail.AttemptAcquire(key).Dispose();
        _perAddress.AttemptAcquire(from).Dispose();
        if (device is null)
        {
            _perName.AttemptAcquire(who).Dispose();
        }
        return false;
    }

    public void Dispose()
    {
        _perEmail.Dispose();
        _perAddress.Dispose();
        _perName.Dispose();
        _turns.Dispose();
    }

    private static bool HasRoom(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key, 0);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limit(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(key, _ =>
            new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = 10, QueueLimit = 0 }));

    // a household's IPv6 addresses share their first 64 bits
    internal static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
