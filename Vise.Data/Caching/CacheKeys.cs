using Vise.Domain.Codes;

namespace Vise.Data.Caching;

/// <summary>A cache key with the time it lives. Every key is built here, so that key, lifetime and scope stand side by side (SPEC 6).</summary>
public readonly record struct CacheKey(string Key, TimeSpan Lifetime);

/// <summary>Only codes are cached, which everyone may read; each key carries the branch it belongs to.</summary>
public static class CacheKeys
{
    public static CacheKey States => new("geo::", TimeSpan.FromHours(24));

    public static CacheKey Districts(string state) => new($"geo:{state}:", TimeSpan.FromHours(24));

    public static CacheKey Branches(string state, string district) => new($"branch:{state}:{district}:", TimeSpan.FromHours(8));

    public static CacheKey Branch(BranchId branch) => new($"branch:{branch.State}:{branch.District}:{branch.Branch}", TimeSpan.FromHours(8));

    public static CacheKey Institutions(BranchId branch) => new($"institution:{branch}:", TimeSpan.FromHours(12));

    public static CacheKey Curriculum(BranchId branch, string institution) => new($"curriculum:{branch}:{institution}::", TimeSpan.FromHours(4));

    public static CacheKey Terms => new("terms:", TimeSpan.FromHours(24));

    /// <summary>Places where a cycle is open, of the whole network; a day that opens or closes one shows within the minute.</summary>
    public static CacheKey OpenPlaces => new("open:", TimeSpan.FromMinutes(1));

    public static CacheKey AgeRules(string state) => new($"ages:{state}", TimeSpan.FromHours(24));
}
