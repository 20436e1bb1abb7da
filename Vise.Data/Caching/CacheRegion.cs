namespace Vise.Data.Caching;

/// <summary>Whose a cached value is: what its key has to carry.</summary>
public enum CacheScope
{
    /// <summary>The same for everyone.</summary>
    Network,

    /// <summary>A branch's, by the branch's id or the codes it is made of.</summary>
    Branch,

    /// <summary>Of a scope: everything, a state, a district or a branch.</summary>
    Scope,

    /// <summary>One account's.</summary>
    Account,

    /// <summary>One child's record, by an id that begins with the branch's.</summary>
    Record,
}

/// <summary>A region of the cache: all keys that begin with its name and a colon.</summary>
/// <param name="Index">Its place in <see cref="CacheKeys.Regions"/>.</param>
/// <param name="Name">The first part of its keys, and its label in metrics.</param>
/// <param name="Pattern">How its keys are made.</param>
/// <param name="Lifetime">How long a value holds unless it is dropped before.</param>
/// <param name="Scope">What a key carries.</param>
/// <param name="IsPersonal">Whether its values tell of a person.</param>
/// <param name="IsOn">Whether it is cached at all. One that is off is read from the database each time.</param>
/// <param name="Why">Why it is on or off; the measurements stand in docs/modules/cache.md.</param>
public sealed record CacheRegion(
    int Index, string Name, string Pattern, TimeSpan Lifetime, CacheScope Scope, bool IsPersonal, bool IsOn, string Why)
{
    /// <summary>How its keys begin.</summary>
    public string Prefix { get; } = Name + ":";

    /// <summary>A key of this region; <paramref name="rest"/> is what comes after the name.</summary>
    internal CacheKey Key(string rest) => new(this, Prefix + rest);
}

/// <summary>A key with the region that says how long its value holds.</summary>
public readonly record struct CacheKey(CacheRegion Region, string Key)
{
    public TimeSpan Lifetime => Region.Lifetime;
}
