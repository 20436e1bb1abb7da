using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace Vise.Data.Caching;

/// <summary>
/// What stands between VISE and Redis (or another store). Every value carries a keyed hash over its key and its bytes, so one that lies under
/// another branch's key, or that somebody made up, is refused, counted and loaded anew; so is one from before a change. Whoever asks waits
/// <see cref="Patience"/> at most: a store that does not answer is left alone until it answers a probe.
/// </summary>
internal sealed class SecondLayer(IDistributedCache store, byte[] key, DropLedger ledger, CacheMeter meter, ILogger<SecondLayer> logs) : IDistributedCache, IDisposable
{
    /// <summary>How long a page waits before it goes on without.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    private const int HashBytes = 16;
    private const string ProbeKey = "probe";
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private int _isDown;
    private long _downSince;

    /// <summary>For how long it has not answered; null while it does.</summary>
    public TimeSpan? DownFor => Volatile.Read(ref _isDown) == 0 ? null : Stopwatch.GetElapsedTime(Volatile.Read(ref _downSince));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        if (DownFor is not null)
        {
            return null;
        }

        try
        {
            return await store.GetAsync(key, token).WaitAsync(Patience, token) is { } found ? Open(key, found) : null;
        }
        catch (Exception e) when (IsOutage(e, token))
        {
            Fail(e);
            return null;
        }
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        TryAsync(() => store.SetAsync(key, [.. Hash(key, value), .. value], options, token), token);

    public Task RemoveAsync(string key, CancellationToken token = default) => TryAsync(() => store.RemoveAsync(key, token), token);

    public Task RefreshAsync(string key, CancellationToken token = default) => TryAsync(() => store.RefreshAsync(key, token), token);

    // asked by nothing of ours, which is all asynchronous
    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    /// <summary>Asks the store for nothing, for health.</summary>
    public async Task<bool> ProbeAsync(CancellationToken ct)
    {
        try
        {
            await store.GetAsync(ProbeKey, ct).WaitAsync(ProbePatience, ct);
            return true;
        }
        catch (Exception e) when (IsOutage(e, ct))
        {
            return false;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task TryAsync(Func<Task> work, CancellationToken token)
    {
        if (DownFor is not null)
        {
            return;
        }

        try
        {
            await work().WaitAsync(Patience, token);
        }
        catch (Exception e) when (IsOutage(e, token))
        {
            Fail(e);
        }
    }

    // the store's own key has the library's mark of its format before ours
    private byte[]? Open(string storeKey, byte[] found)
    {
        var own = storeKey.AsSpan(storeKey.IndexOf(':', StringComparison.Ordinal) + 1);
        if (CacheKeys.RegionOf(own) is not { } region)
        {
            return null;
        }

        if (found.Length <= HashBytes || !CryptographicOperations.FixedTimeEquals(Hash(storeKey, found.AsSpan(HashBytes)), found.AsSpan(0, HashBytes)))
        {
            meter.Refused(region);
            logs.LogWarning("A value in the second layer of the cache was not ours and was refused; region {Region}", region.Name);
            return null;
        }

        var value = found[HashBytes..];
        if (CacheSerializer.MomentOf(value) is { } moment && ledger.Accepts(new CacheKey(region, own.ToString()), moment))
        {
            return value;
        }

        meter.Outdated(region);
        return null;
    }

    private byte[] Hash(string storeKey, ReadOnlySpan<byte> value)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(storeKey));
        hash.AppendData([0]);
        hash.AppendData(value);
        return hash.GetHashAndReset()[..HashBytes];
    }

    // whatever a broken store or its client throws; never the asker's own change of mind
    private static bool IsOutage(Exception e, CancellationToken token) => e is not OperationCanceledException || !token.IsCancellationRequested;

    private void Fail(Exception e)
    {
        if (Interlocked.Exchange(ref _isDown, 1) != 0)
        {
            return;
        }

        Volatile.Write(ref _downSince, Stopwatch.GetTimestamp());
        logs.LogWarning("The cache's second layer does not answer ({Why}); memory and database serve", e.GetType().Name);
        _ = ReturnAsync();
    }

    private async Task ReturnAsync()
    {
        try
        {
            do
            {
                await Task.Delay(ProbeEvery, _end.Token);
            }
            while (!await ProbeAsync(_end.Token));
            logs.LogWarning("The cache's second layer answers again after {Seconds:0.0} s", DownFor?.TotalSeconds);
            Volatile.Write(ref _isDown, 0);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // the app ends
        }
    }
}
