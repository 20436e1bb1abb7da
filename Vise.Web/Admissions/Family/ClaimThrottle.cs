using System.Net;
using System.Threading.RateLimiting;
using Vise.Domain;
using Vise.Web.Access;

namespace Vise.Web.Admissions.Family;

/// <summary>
/// Slows down the guessing of claim codes: by the account, and by the network against somebody with many accounts. Only wrong tries count, and
/// nobody's tries count against a form, so that no stranger keeps its family out.
/// </summary>
public sealed class ClaimThrottle : IDisposable
{
    /// <summary>Wrong tries of one account in a quarter of an hour.</summary>
    public const int PerAccount = 5;

    /// <summary>Wrong tries from one network in a quarter of an hour; an office or a hostel shares one.</summary>
    public const int PerNetwork = 30;

    private readonly PartitionedRateLimiter<string> _perAccount = Limit(PerAccount);
    private readonly PartitionedRateLimiter<string> _perNetwork = Limit(PerNetwork);

    // one try at a time, else a burst would be let through before its first failure counts
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 20 }));

    /// <summary>Runs a try; null without running it when there were too many wrong ones.</summary>
    public async Task<Outcome<T>?> TryAsync<T>(Guid account, IPAddress? address, Func<Task<Outcome<T>>> claim, CancellationToken ct)
    {
        var (who, from) = (account.ToString("N"), SignInThrottle.Network(address));
        using var turn = await _turns.AcquireAsync(from, 1, ct);
        if (!turn.IsAcquired || !HasRoom(_perAccount, who) || !HasRoom(_perNetwork, from))
        {
            return null;
        }

        var outcome = await claim();
        if (outcome.Refusal is ClaimWrong)
        {
            _perAccount.AttemptAcquire(who).Dispose();
            _perNetwork.AttemptAcquire(from).Dispose();
        }

        return outcome;
    }

    public void Dispose()
    {
        _perAccount.Dispose();
        _perNetwork.Dispose();
        _turns.Dispose();
    }

    private static bool HasRoom(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key, 0);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limit(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = TimeSpan.FromMinutes(15),
            SegmentsPerWindow = 15,
            QueueLimit = 0,
        }));
}
