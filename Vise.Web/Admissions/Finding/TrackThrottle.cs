using System.Net;
using System.Threading.RateLimiting;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Access;

namespace Vise.Web.Admissions.Finding;

/// <summary>How a try to track an application ended.</summary>
/// <param name="Found">Where it stands; null when number and date don't belong together.</param>
/// <param name="Wait">How long to wait at most after too many wrong tries, when this one was not looked up; null when it was.</param>
public sealed record TrackAnswer(TrackedApplication? Found, TimeSpan? Wait);

/// <summary>
/// Slows down the guessing of birth dates: by the network, and by the application's number against somebody with many networks. Only wrong tries count, a number that
/// was never given like any other, and each answer takes at least <see cref="Least"/>, so that neither words nor time tell a guesser which of the two was wrong.
/// </summary>
public sealed class TrackThrottle(TrackQueries queries, TimeProvider clock) : IDisposable
{
    /// <summary>Wrong tries for one number in an hour, from wherever. A family finds its own application by signing in all the same.</summary>
    public const int PerNumber = 10;

    /// <summary>Wrong tries from one network in a quarter of an hour; many phones of one provider share one.</summary>
    public const int PerNetwork = 60;

    /// <summary>What a look-up takes at least: longer than the database needs, whatever it finds.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    /// <summary>For how long a wrong try for a number counts.</summary>
    public static readonly TimeSpan NumberRests = TimeSpan.FromHours(1);

    /// <summary>For how long a wrong try from a network counts.</summary>
    public static readonly TimeSpan NetworkRests = TimeSpan.FromMinutes(15);

    private readonly PartitionedRateLimiter<string> _perNumber = Limit(PerNumber, NumberRests);
    private readonly PartitionedRateLimiter<string> _perNetwork = Limit(PerNetwork, NetworkRests);

    // one try at a time for a number and for a network, else a burst would be let through before its first failure counts
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 200 }));

    /// <summary>Looks the application up, unless there were too many wrong tries.</summary>
    public async Task<TrackAnswer> TryAsync(ApplicationId id, DateOnly born, IPAddress? address, CancellationToken ct)
    {
        var least = Task.Delay(Least, clock, ct);
        var answer = await LookAsync(id, born, SignInThrottle.Network(address), ct);
        await least;
        return answer;
    }

    public void Dispose()
    {
        _perNumber.Dispose();
        _perNetwork.Dispose();
        _turns.Dispose();
    }

    private async Task<TrackAnswer> LookAsync(ApplicationId id, DateOnly born, string network, CancellationToken ct)
    {
        using var networksTurn = await _turns.AcquireAsync(network, 1, ct);
        using var numbersTurn = await _turns.AcquireAsync(id.Value, 1, ct);
        // the number first, whose wait is the longer; it is told for a number that was never given too
        TimeSpan? wait = !HasRoom(_perNumber, id.Value) ? NumberRests
            : !HasRoom(_perNetwork, network) || !networksTurn.IsAcquired || !numbersTurn.IsAcquired ? NetworkRests
            : null;
        if (wait is not null)
        {
            return new TrackAnswer(null, wait);
        }

        var found = await queries.OfAsync(id, born, ct);
        if (found is null)
        {
            _perNetwork.AttemptAcquire(network).Dispose();
            _perNumber.AttemptAcquire(id.Value).Dispose();
        }

        return new TrackAnswer(found, null);
    }

    private static bool HasRoom(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key, 0);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limit(int permits, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = 15, QueueLimit = 0 }));
}
