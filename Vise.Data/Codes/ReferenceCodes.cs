using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

/// <summary>A code with its name and the name's translations by language.</summary>
public sealed record Named(string Code, string Name, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>The name in a language (BCP 47, the main tag counts), else the plain name.</summary>
    public string In(string language) => Names.GetValueOrDefault(language.Split('-')[0], Name);
}

/// <summary>A branch as pages need it.</summary>
public sealed record BranchInfo(string BranchId, string Name, IReadOnlyDictionary<string, string> Names, string TimeZone)
{
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public string In(string language) => Names.GetValueOrDefault(language.Split('-')[0], Name);
}

/// <summary>One class that an institution teaches.</summary>
public sealed record TaughtClass(string ProgrammeCode, string DepartmentCode, string ClassCode, IReadOnlyList<string> Media);

/// <summary>The ages a class takes, as data.</summary>
public sealed record AgeRow(string ClassCode, int CutoffMonth, int CutoffDay, int MinYears, int? MaxYears, int RelaxationDays, string Category = "all", bool OnlyWarns = false);

/// <summary>
/// The network's map and its words; everyone may read them. What the snapshot has is answered from it, what changed just now from the cache until the
/// snapshot is renewed.
/// </summary>
/// <param name="branches">Where the cache loads from.</param>
/// <param name="cache">What answers where there is no snapshot.</param>
/// <param name="current">The node's snapshot; null for one without.</param>
public sealed class ReferenceCodes(BranchDb branches, RegionCache cache, CurrentCodes? current = null)
{
    // of each cached list once, however many forms are checked against it; gone with the list
    private static readonly ConditionalWeakTable<IReadOnlyList<AgeRow>, Dictionary<string, IReadOnlyList<AgeRule>>> AgesOf = [];

    public ValueTask<IReadOnlyList<Named>> StatesAsync(CancellationToken ct) =>
        current?.Of(CacheKeys.Geo) is { } now ? new(now.States) : GetAsync<IReadOnlyList<Named>>(CacheKeys.States, async db => await db.Geography
            .Where(place => place.DistrictCode == Geographic.WholeState && place.RetiredTime == null)
            .OrderBy(place => place.Name).Select(place => new Named(place.StateCode, place.Name, place.Names)).ToListAsync(ct), ct);

    public ValueTask<IReadOnlyList<Named>> DistrictsAsync(string state, CancellationToken ct) =>
        current?.Of(CacheKeys.Geo) is { } now ? new(now.Districts(state)) : GetAsync<IReadOnlyList<Named>>(CacheKeys.Districts(state), async db => await db.Geography
            .Where(place => place.StateCode == state && place.DistrictCode != Geographic.WholeState && place.RetiredTime == null)
            .OrderBy(place => place.Name).Select(place => new Named(place.DistrictCode, place.Name, place.Names)).ToListAsync(ct), ct);

    /// <summary>The branches of a district; the code is the branch's own two characters.</summary>
    public ValueTask<IReadOnlyList<Named>> BranchesAsync(string state, string district, CancellationToken ct) =>
        current?.Of(CacheKeys.Places) is { } now ? new(now.Branches(state, district)) : GetAsync<IReadOnlyList<Named>>(CacheKeys.Branches(state, district), async db => await db.Branches
            .Where(branch => branch.StateCode == state && branch.DistrictCode == district && branch.RetiredTime == null)
            .OrderBy(branch => branch.Name).Select(branch => new Named(branch.BranchCode, branch.Name, branch.Names)).ToListAsync(ct), ct);

    /// <summary>One branch, or null when there is none.</summary>
    public ValueTask<BranchInfo?> BranchAsync(BranchId id, CancellationToken ct) =>
        current?.Of(CacheKeys.Places) is { } now ? new(now.Branch(id)) : GetAsync(CacheKeys.Branch(id), db => db.Branches
            .Where(branch => branch.BranchId == id)
            .Select(branch => new BranchInfo(branch.StateCode + branch.DistrictCode + branch.BranchCode, branch.Name, branch.Names, branch.TimeZone))
            .SingleOrDefaultAsync(ct), ct);

    public ValueTask<IReadOnlyList<Named>> InstitutionsAsync(BranchId branch, CancellationToken ct) =>
        current?.Of(CacheKeys.Institution) is { } now ? new(now.Institutions(branch)) : GetAsync<IReadOnlyList<Named>>(CacheKeys.Institutions(branch), async db => await db.Institutions
            .Where(school => school.BranchId == branch && school.RetiredTime == null)
            .OrderBy(school => school.Name).Select(school => new Named(school.InstitutionCode, school.Name, school.Names)).ToListAsync(ct), ct);

    /// <summary>What an institution teaches.</summary>
    public ValueTask<IReadOnlyList<TaughtClass>> CurriculumAsync(BranchId branch, string institution, CancellationToken ct) =>
        current?.Of(CacheKeys.Taught) is { } now ? new(now.Curriculum(branch, institution)) : GetAsync<IReadOnlyList<TaughtClass>>(CacheKeys.Curriculum(branch, institution), async db => await db.Curriculum
            .Where(taught => taught.BranchId == branch && taught.InstitutionCode == institution && taught.RetiredTime == null)
            .OrderBy(taught => taught.ProgrammeCode).ThenBy(taught => taught.DepartmentCode).ThenBy(taught => taught.ClassCode)
            .Select(taught => new TaughtClass(taught.ProgrammeCode, taught.DepartmentCode, taught.ClassCode, taught.Media)).ToListAsync(ct), ct);

    /// <summary>The words of a list (codes.term) in their order; empty for a list that does not exist.</summary>
    public async ValueTask<IReadOnlyList<Named>> TermsAsync(string list, CancellationToken ct)
    {
        if (current?.Of(CacheKeys.Words) is { } now)
        {
            return now.Terms(list);
        }

        var lists = await cache.GetAsync(CacheKeys.Terms, LoadTermsAsync, ct);
        return lists.GetValueOrDefault(list) ?? [];
    }

    /// <summary>The age rules of a class by category, the one for all first: the state's own, else the norm.</summary>
    public async ValueTask<IReadOnlyList<AgeRule>> AgeRulesAsync(string state, string classCode, CancellationToken ct) =>
        (await AgeRulesAsync(state, ct)).GetValueOrDefault(classCode) ?? [];

    /// <summary>The same of every class that has any, by class.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<AgeRule>>> AgeRulesAsync(string state, CancellationToken ct) =>
        AgesOf.GetValue(await GetAsync<IReadOnlyList<AgeRow>>(CacheKeys.AgeRules(state), async db => await db.AgeRules
            .Where(rule => (rule.StateCode == state || rule.StateCode == AgeRule.Norm) && rule.RetiredTime == null)
            .OrderByDescending(rule => rule.StateCode).ThenBy(rule => rule.Category)
            .Select(rule => new AgeRow(rule.ClassCode, rule.CutoffMonth, rule.CutoffDay, rule.MinYears, rule.MaxYears, rule.RelaxationDays, rule.Category, rule.OnlyWarns))
            .ToListAsync(ct), ct), ByClass);

    /// <summary>The age rule of a class for every child: the state's own, else the norm; null where there is none.</summary>
    public async ValueTask<AgeRule?> AgeRuleAsync(string state, string classCode, CancellationToken ct) =>
        (await AgeRulesAsync(state, classCode, ct)).FirstOrDefault(rule => rule.Category == "all");

    /// <summary>From which income of a year on, paise, a family of the state counts as no weaker section; null where the state's cap is not known.</summary>
    public async ValueTask<long?> IncomeCapAsync(string state, CancellationToken ct) =>
        (await cache.GetAsync(CacheKeys.IncomeCaps, LoadIncomeCapsAsync, ct)).TryGetValue(state, out var paise) ? paise : null;

    private static Dictionary<string, IReadOnlyList<AgeRule>> ByClass(IReadOnlyList<AgeRow> rules) => rules.GroupBy(rule => rule.ClassCode, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, IReadOnlyList<AgeRule> (group) => [.. group.DistinctBy(rule => rule.Category)
            .Select(found => AgeRule.Of(found.ClassCode, found.CutoffMonth, found.CutoffDay, found.MinYears, found.MaxYears, found.RelaxationDays, found.Category, found.OnlyWarns))
            .OrderByDescending(rule => rule.Category == "all")], StringComparer.Ordinal);

    internal Task<Dictionary<string, List<Named>>> LoadTermsAsync(CancellationToken ct) => branches.ReadPublicAsync(async db => (await db.Terms
        .Where(term => term.RetiredTime == null).OrderBy(term => term.List).ThenBy(term => term.Position).ToListAsync(ct))
        .GroupBy(term => term.List, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Select(term => new Named(term.Code, term.Name, term.Names)).ToList(), StringComparer.Ordinal), ct);

    internal Task<Dictionary<string, long>> LoadIncomeCapsAsync(CancellationToken ct) => branches.ReadPublicAsync(db => db.IncomeCaps
        .Where(cap => cap.RetiredTime == null).ToDictionaryAsync(cap => cap.StateCode, cap => cap.CapPaise, StringComparer.Ordinal, ct), ct);

    private ValueTask<T> GetAsync<T>(CacheKey key, Func<ViseContext, Task<T>> load, CancellationToken ct, [CallerMemberName] string member = "") =>
        cache.GetAsync(key, token => branches.ReadPublicAsync(load, token, member), ct);
}
