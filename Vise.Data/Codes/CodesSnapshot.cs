using System.Collections.Frozen;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

/// <summary>
/// All codes of the network as they stood at one time, in memory and never changed: a read takes nanoseconds and waits for nothing. Lists are ordered as
/// <see cref="ReferenceCodes"/> orders them; what is retired is not in them. An unknown code has an empty list, or null.
/// </summary>
public sealed class CodesSnapshot
{
    private readonly FrozenDictionary<string, IReadOnlyList<Named>> _districts;
    private readonly FrozenDictionary<string, IReadOnlyList<Named>>.AlternateLookup<ReadOnlySpan<char>> _branches;
    private readonly FrozenDictionary<string, BranchInfo> _branch;
    private readonly FrozenDictionary<string, IReadOnlyList<Named>> _institutions;
    private readonly FrozenDictionary<string, IReadOnlyList<TaughtClass>>.AlternateLookup<ReadOnlySpan<char>> _curricula;
    private readonly FrozenDictionary<string, IReadOnlyList<Named>> _terms;

    internal CodesSnapshot(
        IEnumerable<Geographic> geography, IReadOnlyCollection<Branch> branches, IEnumerable<Institution> institutions, IEnumerable<(string School, TaughtClass Class)> curricula,
        IEnumerable<Term> terms)
    {
        var places = geography.ToLookup(place => place.DistrictCode == Geographic.WholeState);
        States = [.. places[true].Select(state => new Named(state.StateCode, state.Name, state.Names))];
        _districts = Lists(places[false], district => district.StateCode, district => new Named(district.DistrictCode, district.Name, district.Names));
        _branches = Lists(branches.Where(branch => branch.RetiredTime is null), branch => branch.StateCode + branch.DistrictCode, branch => new Named(branch.BranchCode, branch.Name, branch.Names))
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _branch = branches.ToFrozenDictionary(branch => branch.BranchId.Value, branch => new BranchInfo(branch.BranchId.Value, branch.Name, branch.Names, branch.TimeZone), StringComparer.Ordinal);
        _institutions = Lists(institutions, school => school.BranchId.Value, school => new Named(school.InstitutionCode, school.Name, school.Names));
        _curricula = Lists(curricula, taught => taught.School, taught => taught.Class).GetAlternateLookup<ReadOnlySpan<char>>();
        _terms = Lists(terms, term => term.List, term => new Named(term.Code, term.Name, term.Names));
    }

    public IReadOnlyList<Named> States { get; }

    public IReadOnlyList<Named> Districts(string state) => _districts.GetValueOrDefault(state) ?? [];

    /// <summary>The branches of a district; the code is the branch's own two characters.</summary>
    public IReadOnlyList<Named> Branches(string state, string district) => Find(_branches, state, district) ?? [];

    /// <summary>One branch, a retired one too: its applications are still there. Null when there is none.</summary>
    public BranchInfo? Branch(BranchId id) => _branch.GetValueOrDefault(id.Value);

    public IReadOnlyList<Named> Institutions(BranchId branch) => _institutions.GetValueOrDefault(branch.Value) ?? [];

    /// <summary>What an institution teaches.</summary>
    public IReadOnlyList<TaughtClass> Curriculum(BranchId branch, string institution) => Find(_curricula, branch.Value, institution) ?? [];

    /// <summary>The words of a list (codes.term) in their order.</summary>
    public IReadOnlyList<Named> Terms(string list) => _terms.GetValueOrDefault(list) ?? [];

    // two codes joined without making a text of them
    private static T? Find<T>(FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> among, string first, string second)
        where T : class
    {
        Span<char> key = stackalloc char[16];
        if (first.Length + second.Length > key.Length)
        {
            return null;
        }

        first.CopyTo(key);
        second.CopyTo(key[first.Length..]);
        return among.TryGetValue(key[..(first.Length + second.Length)], out var found) ? found : null;
    }

    private static FrozenDictionary<string, IReadOnlyList<TItem>> Lists<TRow, TItem>(IEnumerable<TRow> rows, Func<TRow, string> key, Func<TRow, TItem> item) =>
        rows.GroupBy(key, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, IReadOnlyList<TItem> (group) => [.. group.Select(item)], StringComparer.Ordinal);
}
