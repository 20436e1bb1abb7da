using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Vise.Data.Caching;

/// <summary>The layer in memory, bounded in bytes: each value counts with what it takes, and the least used go first.</summary>
internal sealed class SizedMemory : IMemoryCache
{
    /// <summary>How much it holds at most, MiB: the network's codes take three.</summary>
    public const int MostMegabytes = 64;

    // keys, the library's entry and the dictionary's node
    private const int Overhead = 400;
    private readonly MemoryCache _memory = new(Options.Create(new MemoryCacheOptions { SizeLimit = MostMegabytes * 1024L * 1024L, CompactionPercentage = 0.1, TrackStatistics = true }));

    /// <summary>The keys that are there now.</summary>
    public IEnumerable<string> Keys => _memory.Keys.OfType<string>();

    public bool Holds(string key) => _memory.TryGetValue(key, out _);

    public long Entries => _memory.Count;

    public long Bytes => _memory.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    public ICacheEntry CreateEntry(object key) => new SizedEntry(_memory.CreateEntry(key));

    public void Remove(object key) => _memory.Remove(key);

    public bool TryGetValue(object key, out object? value) => _memory.TryGetValue(key, out value);

    public void Dispose() => _memory.Dispose();

    private sealed class SizedEntry(ICacheEntry entry) : ICacheEntry
    {
        public object Key => entry.Key;

        public object? Value
        {
            get => entry.Value;
            set => entry.Value = value;
        }

        public DateTimeOffset? AbsoluteExpiration
        {
            get => entry.AbsoluteExpiration;
            set => entry.AbsoluteExpiration = value;
        }

        public TimeSpan? AbsoluteExpirationRelativeToNow
        {
            get => entry.AbsoluteExpirationRelativeToNow;
            set => entry.AbsoluteExpirationRelativeToNow = value;
        }

        public TimeSpan? SlidingExpiration
        {
            get => entry.SlidingExpiration;
            set => entry.SlidingExpiration = value;
        }

        public IList<Microsoft.Extensions.Primitives.IChangeToken> ExpirationTokens => entry.ExpirationTokens;

        public IList<PostEvictionCallbackRegistration> PostEvictionCallbacks => entry.PostEvictionCallbacks;

        public CacheItemPriority Priority
        {
            get => entry.Priority;
            set => entry.Priority = value;
        }

        public long? Size
        {
            get => entry.Size;
            set => entry.Size = value;
        }

        // it is put into the cache now
        public void Dispose()
        {
            entry.Size = Overhead + (CachedIn.Of(entry.Value)?.Bytes ?? 0);
            entry.Dispose();
        }
    }
}
