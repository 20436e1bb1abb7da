namespace Vise.Data.Caching;

/// <summary>Where values are kept; the setting <c>Cache:Mode</c>.</summary>
public enum CacheMode
{
    /// <summary>In memory and in Redis, the usual way.</summary>
    Redis,

    /// <summary>In each node's memory alone.</summary>
    Memory,

    /// <summary>Nowhere: the database is asked each time.</summary>
    None,

    /// <summary>In memory and in whatever <c>IDistributedCache</c> the host registered.</summary>
    Distributed,
}
