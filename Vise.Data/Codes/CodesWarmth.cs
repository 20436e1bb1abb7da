using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions;
using Vise.Data.Caching;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

/// <summary>
/// Puts the network's codes into the cache before somebody asks: a region with one statement, however many keys it has. What is about people or is counted
/// is left to whoever asks first.
/// </summary>
public sealed class CodesWarmth(BranchDb branches, RegionCache cache, ReferenceCodes codes, FamilyQueries family)
{
    // a region larger than this is warmed as far as it goes; whoever asks for the rest loads it
    private const int MostRows = 100_000;

    /// <summary>The regions that can be warmed, in the order in which pages need them.</summary>
    public static IReadOnlyList<CacheRegion> Regions { get; } =
        [CacheKeys.Geo, CacheKeys.Words, CacheKeys.Places, CacheKeys.Open, CacheKeys.Institution, CacheKeys.Taught, CacheKeys.Ages, CacheKeys.Incomes];

    /// <summary>Warms one region; returns how many keys it put in place, 0 for one that can't be warmed.</summary>
    public Task<int> WarmAsync(CacheRegion region, CancellationToken ct) =>
        region == CacheKeys.Geo ? GeographyAsync(ct)
        : region == CacheKeys.Places ? BranchesAsync(ct)
        : region == CacheKeys.Institution ? InstitutionsAsync(ct)
        : region == CacheKeys.Taught ? CurriculaAsync(ct)
        : region == CacheKeys.Words ? OneAsync(CacheKeys.Terms, codes.LoadTermsAsync, ct)
        : region == CacheKeys.Open ? OneAsync(CacheKeys.OpenPlaces, family.LoadOpenPlacesAsync, ct)
        : region == CacheKeys.Ages ? AgesAsync(ct)
        : region == CacheKeys.Incomes ? OneAsync(CacheKeys.IncomeCaps, codes.LoadIncomeCapsAsync, ct)
        : Task.FromResult(0);

    private async Task<int> GeographyAsync(CancellationToken ct)
    {
        var asOf = cache.Moment;
        var places = await branches.ReadPublicAsync(db => db.Geography.Where(place => place.RetiredTime == null).OrderBy(place => place.Name).ToListAsync(ct), ct);
        var states = places.Where(place => place.DistrictCode == Geographic.WholeState).ToList();
        var districts = places.Where(place => place.DistrictCode != Geographic.WholeState).ToLookup(place => place.StateCode, StringComparer.Ordinal);
        await PutAsync(CacheKeys.States, states.Select(state => new Named(state.StateCode, state.Name, state.Names)), asOf, ct);
        foreach (var state in states)
        {
            await PutAsync(CacheKeys.Districts(state.StateCode), districts[state.StateCode].Select(district => new Named(district.DistrictCode, district.Name, district.Names)), asOf, ct);
        }

        return states.Count + 1;
    }

    private async Task<int> BranchesAsync(CancellationToken ct)
    {
        var asOf = cache.Moment;
        var all = await branches.ReadPublicAsync(db => db.Branches.OrderBy(branch => branch.StateCode).ThenBy(branch => branch.DistrictCode).ThenBy(branch => branch.Name).Take(MostRows).ToListAsync(ct), ct);
        foreach (var branch in all)
        {
            await cache.PutAsync<BranchInfo?>(CacheKeys.Branch(branch.BranchId), new BranchInfo(branch.BranchId.Value, branch.Name, branch.Names, branch.TimeZone), asOf, ct);
        }

        var lists = Whole(all, branch => branch.StateCode + branch.DistrictCode);
        foreach (var district in lists)
        {
            await PutAsync(
                CacheKeys.Branches(district.Key[..2], district.Key[2..]),
                district.Where(branch => branch.RetiredTime is null).Select(branch => new Named(branch.BranchCode, branch.Name, branch.Names)), asOf, ct);
        }

        return all.Count + lists.Count;
    }

    private async Task<int> InstitutionsAsync(CancellationToken ct)
    {
        var asOf = cache.Moment;
        var all = await branches.ReadPublicAsync(db => db.Institutions.Where(school => school.RetiredTime == null)
            .OrderBy(school => school.BranchId).ThenBy(school => school.Name).Take(MostRows).ToListAsync(ct), ct);
        var lists = Whole(all, school => school.BranchId.Value);
        foreach (var branch in lists)
        {
            await PutAsync(CacheKeys.Institutions(BranchId.Parse(branch.Key)), branch.Select(school => new Named(school.InstitutionCode, school.Name, school.Names)), asOf, ct);
        }

        return lists.Count;
    }

    private async Task<int> CurriculaAsync(CancellationToken ct)
    {
        var asOf = cache.Moment;
        var all = await branches.ReadPublicAsync(db => db.Curriculum.Where(taught => taught.RetiredTime == null)
            .OrderBy(taught => taught.BranchId).ThenBy(taught => taught.InstitutionCode)
            .ThenBy(taught => taught.ProgrammeCode).ThenBy(taught => taught.DepartmentCode).ThenBy(taught => taught.ClassCode).Take(MostRows).ToListAsync(ct), ct);
        var lists = Whole(all, taught => taught.BranchId.Value + taught.InstitutionCode);
        foreach (var school in lists)
        {
            await cache.PutAsync<IReadOnlyList<TaughtClass>>(
                CacheKeys.Curriculum(BranchId.Parse(school.Key[..6]), school.Key[6..]),
                [.. school.Select(taught => new TaughtClass(taught.ProgrammeCode, taught.DepartmentCode, taught.ClassCode, taught.Media))], asOf, ct);
        }

        return lists.Count;
    }

    // every state has the norm's rules after its own
    private async Task<int> AgesAsync(CancellationToken ct)
    {
        var asOf = cache.Moment;
        var rules = await branches.ReadPublicAsync(db => db.AgeRules.Where(rule => rule.RetiredTime == null).OrderBy(rule => rule.ClassCode).ThenBy(rule => rule.Category).Take(MostRows).ToListAsync(ct), ct);
        var byState = rules.ToLookup(rule => rule.StateCode, rule => new AgeRow(rule.ClassCode, rule.CutoffMonth, rule.CutoffDay, rule.MinYears, rule.MaxYears, rule.RelaxationDays, rule.Category, rule.OnlyWarns), StringComparer.Ordinal);
        var states = await codes.StatesAsync(ct);
        foreach (var state in states)
        {
            await cache.PutAsync<IReadOnlyList<AgeRow>>(CacheKeys.AgeRules(state.Code), [.. byState[state.Code], .. byState[AgeRule.Norm]], asOf, ct);
        }

        return states.Count;
    }

    private async Task<int> OneAsync<T>(CacheKey key, Func<CancellationToken, Task<T>> load, CancellationToken ct)
    {
        var asOf = cache.Moment;
        await cache.PutAsync(key, await load(ct), asOf, ct);
        return 1;
    }

    private ValueTask PutAsync(CacheKey key, IEnumerable<Named> names, DatabaseMoment asOf, CancellationToken ct) => cache.PutAsync<IReadOnlyList<Named>>(key, [.. names], asOf, ct);

    // rows come in the order of their groups, so only the last one may have been cut off
    private static List<IGrouping<string, T>> Whole<T>(List<T> rows, Func<T, string> group)
    {
        var groups = rows.GroupBy(group, StringComparer.Ordinal).ToList();
        return rows.Count < MostRows || groups.Count == 0 ? groups : groups[..^1];
    }
}
