using Vise.Domain.Codes;

namespace Vise.Data.Caching;

/// <summary>Which values a change of the database makes old, by the source and place of codes.change (V017).</summary>
public static class CacheDrops
{
    /// <summary>What a person asks for: a key, a pattern or a region to drop, or a region to warm.</summary>
    public const string Command = "command";

    private const string KeyWord = "key:";
    private const string PatternWord = "pattern:";
    private const string RegionWord = "region:";
    private const string WarmWord = "warm:";
    private const int FirstSession = 2000;
    private static readonly int[] ScopeLengths = [0, 2, 4, 6];

    /// <summary>How a person's wish is written down.</summary>
    public static string PlaceOf(CacheDrop drop) => drop.Key is { } key ? KeyWord + key : drop.Pattern is { } pattern ? PatternWord + pattern : RegionWord + drop.Region.Name;

    /// <summary>The same for warming.</summary>
    public static string PlaceOfWarming(CacheRegion region) => WarmWord + region.Name;

    /// <summary>The region that a person wants warm, or null for another wish.</summary>
    public static CacheRegion? WarmingOf(string source, string place) =>
        source is Command && place.StartsWith(WarmWord, StringComparison.Ordinal) ? CacheKeys.Region(place[WarmWord.Length..]) : null;

    /// <summary>The drops for a change; none for what nothing is cached of. An empty place means all of the source.</summary>
    public static IEnumerable<CacheDrop> Of(string source, string place) => (source, place.Length) switch
    {
        ("codes.geographic", 4) => [CacheDrop.Of(CacheKeys.States), CacheDrop.Of(CacheKeys.Districts(place[..2]))],
        ("codes.geographic", _) => [new(CacheKeys.Geo)],
        ("codes.branch", 6) => [CacheDrop.Of(CacheKeys.Branches(place[..2], place[2..4])), CacheDrop.Of(CacheKeys.Branch(BranchId.Parse(place)))],
        ("codes.branch", _) => [new(CacheKeys.Places)],
        ("codes.institution", 8) => [CacheDrop.Of(CacheKeys.Institutions(BranchId.Parse(place[..6]))), School(place)],
        ("codes.institution", _) => [new(CacheKeys.Institution), new(CacheKeys.Offered)],
        ("codes.curriculum", 8) => [CacheDrop.Of(CacheKeys.Curriculum(BranchId.Parse(place[..6]), place[6..]))],
        ("codes.curriculum", _) => [new(CacheKeys.Taught)],
        ("codes.term", _) => [new(CacheKeys.Words)],
        ("codes.age_rule", 2) when place is not "00" => [CacheDrop.Of(CacheKeys.AgeRules(place))],
        // the norm holds in every state without a rule of its own
        ("codes.age_rule", _) => [new(CacheKeys.Ages)],
        ("codes.income_cap", _) => [new(CacheKeys.Incomes)],
        ("admissions.cycle", 8) => [new(CacheKeys.Open), School(place)],
        ("admissions.cycle", _) => [new(CacheKeys.Open), new(CacheKeys.Offered)],
        ("admissions.cycle_class" or "admissions.seat", 8) => [School(place)],
        ("admissions.cycle_class" or "admissions.seat", _) => [new(CacheKeys.Offered)],
        ("users.access_grant" or "users.account" or "users.session", 36) => [CacheDrop.Of(CacheKeys.Access(Guid.Parse(place)))],
        ("users.access_grant" or "users.account" or "users.session", _) => [new(CacheKeys.Grants)],
        ("admissions.application_event", 8) => Figures(place[..6], int.Parse(place[6..], System.Globalization.CultureInfo.InvariantCulture)),
        ("admissions.application_event", _) => [new(CacheKeys.Figures)],
        (Command, _) => Wished(place),
        _ => [],
    };

    /// <summary>The drop of one key, or of all keys that match a pattern with <c>*</c>; none where that lies in no region.</summary>
    public static IEnumerable<CacheDrop> Matching(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
        {
            return CacheKeys.RegionOf(pattern) is { } only ? [new(only, Key: pattern)] : [];
        }

        // up to the first star it is plain text: the region it names, or the beginning of some names
        var plain = pattern[..pattern.IndexOf('*', StringComparison.Ordinal)];
        return CacheKeys.Regions
            .Where(region => plain.StartsWith(region.Prefix, StringComparison.Ordinal) || region.Prefix.StartsWith(plain, StringComparison.Ordinal))
            .Select(region => new CacheDrop(region, Pattern: pattern));
    }

    private static CacheDrop School(string place) => CacheDrop.Of(CacheKeys.School(BranchId.Parse(place[..6]), place[6..]));

    // the figures of the branch itself and of every scope that it lies in
    private static IEnumerable<CacheDrop> Figures(string branch, int year) =>
        ScopeLengths.Select(length => CacheDrop.Of(CacheKeys.Statistics(branch[..length], AcademicYear.StartingIn(FirstSession + year))));

    private static IEnumerable<CacheDrop> Wished(string place) =>
        place.StartsWith(RegionWord, StringComparison.Ordinal) ? CacheKeys.Region(place[RegionWord.Length..]) is { } region ? [new(region)] : []
        : place.StartsWith(KeyWord, StringComparison.Ordinal) ? Matching(place[KeyWord.Length..])
        : place.StartsWith(PatternWord, StringComparison.Ordinal) ? Matching(place[PatternWord.Length..])
        : [];
}
