using System.Collections.Concurrent;
using System.Reflection;

namespace Vise.Data.Caching;

/// <summary>What the layers need to know of a cached value whatever it is.</summary>
internal interface ICached
{
    /// <summary>The moment of the database that it was read after.</summary>
    DatabaseMoment AsOf { get; }

    /// <summary>About how many bytes of memory it takes.</summary>
    long Bytes { get; }
}

/// <summary>Finds our value inside the library's own entry, whose type it keeps to itself.</summary>
internal static class CachedIn
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Values = new();

    /// <summary>The value of an entry; null for what is no entry of ours.</summary>
    public static ICached? Of(object? entry) => entry is null ? null : Values.GetOrAdd(entry.GetType(), ValueOf)?.GetValue(entry) as ICached;

    private static PropertyInfo? ValueOf(Type type) => type.GetProperty("Value", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}

/// <summary>A value as it is cached: with the moment it is true for, so that one from before a change is told apart wherever it comes from.</summary>
internal sealed class Cached<T>(T value, DatabaseMoment asOf, long until, long bytes) : ICached
{
    private int _fromRedis;

    public T Value => value;

    public DatabaseMoment AsOf => asOf;

    /// <summary>Until when "there is none" holds, UTC milliseconds; 0 for a value, which holds as long as its region says.</summary>
    public long Until => until;

    public long Bytes => bytes;

    /// <summary>Marks it as just come from the second layer.</summary>
    public Cached<T> FromRedis()
    {
        _fromRedis = 1;
        return this;
    }

    /// <summary>Whether the asker is the one for whom it was fetched; the others find it in memory.</summary>
    public bool WasFetched() => _fromRedis != 0 && Interlocked.Exchange(ref _fromRedis, 0) != 0;
}
