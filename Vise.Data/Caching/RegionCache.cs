using System.Diagnostics;
using Microsoft.Extensions.Caching.Hybrid;

namespace Vise.Data.Caching;

/// <summary>
/// What queries ask: the value of a key, from memory, else from Redis, else from the database, where however many ask at once load it once. Lifetimes
/// come from <see cref="CacheKeys"/>; a value from before a change that this node knows of is never returned.
/// </summary>
public sealed class RegionCache(HybridCache cache, DropLedger ledger, CacheMeter meter, TimeProvider clock)
{
    // a change that commits during each of so many loads in a row: the next asks the database for itself alone
    private const int Tries = 3;

    /// <summary>The database's time as this node knows it, for what is cached with a from and a to; right to a fraction of a second.</summary>
    public DateTimeOffset DatabaseTime => clock.GetUtcNow() + ledger.Skew;

    /// <summary>The value of a key.</summary>
    /// <param name="key">Whose region may be off: then the database is asked.</param>
    /// <param name="load">Reads it from the database; null means that there is none, which holds for <see cref="CacheKeys.NoneLifetime"/>.</param>
    /// <param name="ct">Ends the asking.</param>
    public ValueTask<T> GetAsync<T>(CacheKey key, Func<CancellationToken, Task<T>> load, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        if (!key.Region.IsOn)
        {
            return new ValueTask<T>(AloneAsync(key, load, start, ct));
        }

        var asked = new Asked<T>(this, key, load);
        var found = Ask(asked, ct);
        if (!found.IsCompletedSuccessfully)
        {
            return LaterAsync(asked, found, start, ct);
        }

        // what memory has is there at once, without a state machine
        var value = found.Result;
        if (asked.Loaded || !IsTrue(key, value))
        {
            return LaterAsync(asked, new ValueTask<Cached<T>>(value), start, ct);
        }

        meter.Answered(key.Region, value.WasFetched() ? CacheSource.Redis : CacheSource.Memory, start);
        return new ValueTask<T>(value.Value);
    }

    /// <summary>Puts a value where it will be asked for; what is being warmed was read after <paramref name="asOf"/>.</summary>
    public ValueTask PutAsync<T>(CacheKey key, T value, DatabaseMoment asOf, CancellationToken ct) =>
        key.Region.IsOn ? cache.SetAsync(key.Key, Wrap(value, asOf), cancellationToken: ct) : default;

    /// <summary>The moment to hand to <see cref="PutAsync"/>: taken before the database is asked.</summary>
    public DatabaseMoment Moment => ledger.Now;

    private ValueTask<Cached<T>> Ask<T>(Asked<T> asked, CancellationToken ct) =>
        cache.GetOrCreateAsync(asked.Key.Key, asked, static (asked, ct) => asked.Cache.LoadAsync(asked, ct), options: null, tags: null, ct);

    private async ValueTask<T> LaterAsync<T>(Asked<T> asked, ValueTask<Cached<T>> asking, long start, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var value = await asking;
            if (IsTrue(asked.Key, value))
            {
                meter.Answered(asked.Key.Region, asked.Loaded ? CacheSource.Database : value.WasFetched() ? CacheSource.Redis : CacheSource.Memory, start);
                return value.Value;
            }

            if (tries == Tries)
            {
                return await AloneAsync(asked.Key, asked.Load, start, ct);
            }

            // a change committed while it was being loaded, or "there is none" has become old
            meter.Outdated(asked.Key.Region);
            await cache.RemoveAsync(asked.Key.Key, ct);
            asking = Ask(asked, ct);
        }
    }

    private bool IsTrue<T>(CacheKey key, Cached<T> value) =>
        ledger.Accepts(key, value.AsOf) && (value.Until == 0 || clock.GetUtcNow().ToUnixTimeMilliseconds() < value.Until);

    private async ValueTask<Cached<T>> LoadAsync<T>(Asked<T> asked, CancellationToken ct)
    {
        asked.Loaded = true;
        var asOf = ledger.Now;
        try
        {
            var value = await asked.Load(ct);
            meter.Loaded(asked.Key.Region);
            return Wrap(value, asOf);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            meter.Failed(asked.Key.Region);
            throw;
        }
    }

    private async Task<T> AloneAsync<T>(CacheKey key, Func<CancellationToken, Task<T>> load, long start, CancellationToken ct)
    {
        var value = await load(ct);
        meter.Loaded(key.Region);
        meter.Answered(key.Region, CacheSource.Database, start);
        return value;
    }

    private Cached<T> Wrap<T>(T value, DatabaseMoment asOf) =>
        new(value, asOf, value is null ? (clock.GetUtcNow() + CacheKeys.NoneLifetime).ToUnixTimeMilliseconds() : 0, CacheSerializer.SizeOf(value));

    private sealed class Asked<T>(RegionCache cache, CacheKey key, Func<CancellationToken, Task<T>> load)
    {
        public RegionCache Cache => cache;

        public CacheKey Key => key;

        public Func<CancellationToken, Task<T>> Load => load;

        /// <summary>Whether this asker is the one who loaded it.</summary>
        public bool Loaded { get; set; }
    }
}
