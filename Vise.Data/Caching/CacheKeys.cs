using System.Collections.Frozen;
using Vise.Domain.Codes;

namespace Vise.Data.Caching;

/// <summary>
/// Every region, key and lifetime of the cache (SPEC 6), and nothing else makes a key. A place that a key leaves empty means all of it:
/// <c>geo:27:</c> is the list of the districts of 27. Every region drops on commit (<see cref="CacheDrops"/>).
/// </summary>
public static class CacheKeys
{
    private const bool On = true;
    private const bool Off = false;
    private const bool Personal = true;
    private const bool Nobodys = false;

    private static readonly List<CacheRegion> All = [];

    //                                        name           key                                                            holds       scope               tells of   is    because
    public static readonly CacheRegion Geo = Of("geo", "geo:{state}:{district}", Hours(24), CacheScope.Network, Nobodys, On, "asked by every form and picker, changed once a year");
    public static readonly CacheRegion Institution = Of("institution", "institution:{branch_id}:{institution}", Hours(12), CacheScope.Branch, Nobodys, On, "asked by every picker");
    public static readonly CacheRegion Places = Of("branch", "branch:{state}:{district}:{branch}", Hours(8), CacheScope.Branch, Nobodys, On, "asked by every page with a name or a deadline on it");
    public static readonly CacheRegion Taught = Of("curriculum", "curriculum:{branch_id}:{institution}:{programme}:{department}", Hours(4), CacheScope.Branch, Nobodys, On, "asked by every form");
    public static readonly CacheRegion Grants = Of("access", "access:{account}", Hours(2), CacheScope.Account, Personal, On, "asked by every request of whoever works for the school: a statement saved each time; a write asks the database");
    public static readonly CacheRegion Student = Of("student", "student:{enrollment_id}", Minutes(30), CacheScope.Record, Personal, Off, "opened once, and every look is a write to the trail");
    public static readonly CacheRegion Application = Of("app", "app:{application_id}", Minutes(20), CacheScope.Record, Personal, Off, "opened once, changed by the next click, and every look is a write to the trail");
    public static readonly CacheRegion Figures = Of("stats", "stats:app:{branch_id}:{status}", Minutes(10), CacheScope.Scope, Nobodys, On, "counting 50,000 applications takes 36 ms, and whoever has the same scope sees the same");
    public static readonly CacheRegion Session = Of("session", "session:{id}", Minutes(15), CacheScope.Account, Personal, Off, "held with the account's access, in one look-up");
    public static readonly CacheRegion Authentication = Of("auth", "auth:{id}", Minutes(5), CacheScope.Account, Personal, Off, "asked once in 30 seconds a session, and has to be true");
    public static readonly CacheRegion Draft = Of("draft", "draft:{id}", Minutes(5), CacheScope.Record, Personal, Off, "every keystroke changes it");
    public static readonly CacheRegion Valid = Of("valid", "valid:{hash}", Minutes(2), CacheScope.Record, Personal, Off, "a form is checked when it is handed in, in 0.2 ms, and nobody asks a second time");
    public static readonly CacheRegion Search = Of("search", "search:{scope}:{hash}", Minutes(1), CacheScope.Scope, Personal, Off, "names of children; a page of the queue takes 0.4 ms");

    // of our own
    public static readonly CacheRegion Words = Of("terms", "terms:", Hours(24), CacheScope.Network, Nobodys, On, "asked by every form");
    public static readonly CacheRegion Ages = Of("ages", "ages:{state}", Hours(24), CacheScope.Network, Nobodys, On, "asked by every form");
    public static readonly CacheRegion Incomes = Of("incomes", "incomes:", Hours(24), CacheScope.Network, Nobodys, On, "asked by every form");
    public static readonly CacheRegion Offered = Of("school", "school:{branch_id}:{institution}", Minutes(1), CacheScope.Branch, Nobodys, On, "a school's public page: counting its seats takes 1 ms, and a whole town looks at once; a day that opens or closes a cycle shows within the minute");
    public static readonly CacheRegion Open = Of("open", "open:", Minutes(1), CacheScope.Network, Nobodys, On, "asked by every picker; a day that opens or closes a cycle shows within the minute");

    /// <summary>All of them, by <see cref="CacheRegion.Index"/>.</summary>
    public static readonly IReadOnlyList<CacheRegion> Regions = All;

    /// <summary>How long "there is none" holds: long enough for a crowd that asks for what is not there, short enough for what is about to be.</summary>
    public static readonly TimeSpan NoneLifetime = TimeSpan.FromSeconds(30);

    private static readonly FrozenDictionary<string, CacheRegion> ByName = All.ToFrozenDictionary(region => region.Name, StringComparer.Ordinal);

    public static CacheKey States => Geo.Key(":");

    public static CacheKey Districts(string state) => Geo.Key($"{state}:");

    public static CacheKey Branches(string state, string district) => Places.Key($"{state}:{district}:");

    public static CacheKey Branch(BranchId branch) => Places.Key($"{branch.State}:{branch.District}:{branch.Branch}");

    public static CacheKey Institutions(BranchId branch) => Institution.Key($"{branch}:");

    /// <summary>What a school offers: its address, cycles, classes and how many seats are free.</summary>
    public static CacheKey School(BranchId branch, string institution) => Offered.Key($"{branch}:{institution}");

    public static CacheKey Curriculum(BranchId branch, string institution) => Taught.Key($"{branch}:{institution}::");

    public static CacheKey Access(Guid account) => Grants.Key(account.ToString("N"));

    /// <summary>The figures of all statuses of a scope in a session.</summary>
    public static CacheKey Statistics(string scope, AcademicYear year) => Figures.Key($"app:{scope}::{year}");

    public static CacheKey Terms => Words.Key("");

    public static CacheKey AgeRules(string state) => Ages.Key(state);

    /// <summary>The income caps of all states that have one.</summary>
    public static CacheKey IncomeCaps => Incomes.Key("");

    /// <summary>Places where a cycle is open, of the whole network.</summary>
    public static CacheKey OpenPlaces => Open.Key("");

    /// <summary>The region of that name, or null.</summary>
    public static CacheRegion? Region(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The region that a key belongs to, or null.</summary>
    public static CacheRegion? RegionOf(ReadOnlySpan<char> key) =>
        key.IndexOf(':') is > 0 and var end && ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key[..end], out var region) ? region : null;

    private static CacheRegion Of(string name, string pattern, TimeSpan lifetime, CacheScope scope, bool personal, bool on, string why)
    {
        var region = new CacheRegion(All.Count, name, pattern, lifetime, scope, personal, on, why);
        All.Add(region);
        return region;
    }

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
