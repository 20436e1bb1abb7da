#pragma warning disable CA1309 // string.Compare in a query is the column's own collation
using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>Where a page of schools ends: the next one starts after it.</summary>
/// <param name="Away">How many digits from the right the PIN codes differ: 0 for the same, 3 for the first three alike; 0 in a search by place.</param>
/// <param name="Branch">The last school's branch.</param>
/// <param name="Institution">Its code there.</param>
public sealed record SchoolCursor(int Away, BranchId Branch, string Institution)
{
    /// <summary>As it stands in an address: <c>0-27250101</c>.</summary>
    public override string ToString() => $"{Away}-{Branch}{Institution}";

    /// <summary>Null for what is no cursor.</summary>
    public static SchoolCursor? Read(string? text) =>
        text is { Length: 10 } && text[0] is >= '0' and <= '3' && text[1] == '-' && BranchId.TryParse(text[2..8], out var branch) && Base36.IsCode(text[8..], 2)
            ? new SchoolCursor(text[0] - '0', branch, text[8..]) : null;
}

/// <summary>A session that a school takes forms for now, with its classes.</summary>
public sealed record OpenSession(AcademicYear Year, DateTimeOffset ClosesTime, IReadOnlyList<string> ClassCodes);

/// <summary>A school that was found; its names by language.</summary>
public sealed record FoundSchool(
    BranchId Branch, string InstitutionCode, string Name, IReadOnlyDictionary<string, string> Names, string Locality, string? PinCode, int Away, IReadOnlyList<OpenSession> Open);

/// <summary>A page of what was found; <paramref name="Next"/> is null on the last.</summary>
public sealed record SchoolsPage(IReadOnlyList<FoundSchool> Schools, SchoolCursor? Next);

/// <summary>
/// Finds schools by place or PIN code, for everyone. Words of names, places, districts and states in any script are the beginnings of keys, and all must match; a PIN
/// code finds its own schools first, then those whose code begins with the same three digits, the nearest numbers first.
/// </summary>
public sealed class SchoolSearch(BranchDb branches)
{
    /// <summary>How many schools stand on a page.</summary>
    public const int PageSize = 20;

    /// <summary>A page of what fits; nothing at all for a search without a word. <paramref name="openOnly"/> leaves out schools that take no forms now.</summary>
    public async Task<SchoolsPage> FindAsync(string? typed, bool openOnly, SchoolCursor? after, CancellationToken ct)
    {
        if (PlaceWords.PinCode(typed) is { } pin)
        {
            return await PageAsync(db => Near(Known(db, openOnly), pin), pin, after, ct);
        }

        var words = PlaceWords.Of(typed).Take(PlaceWords.Most).ToList();
        if (words.Count == 0)
        {
            return new SchoolsPage([], null);
        }

        var found = await PageAsync(db => Match(db, Known(db, openOnly), words), null, after, ct);
        // written apart where the name is one word, as in "Shivaji nagar"; the keys themselves hold "sadashivpeth" for "Sadashiv Peth"
        return found.Schools.Count > 0 || words.Count == 1 || after is not null ? found : await PageAsync(db => Match(db, Known(db, openOnly), [string.Concat(words)]), null, after, ct);
    }

    private async Task<SchoolsPage> PageAsync(Func<ViseContext, IQueryable<Institution>> find, string? pin, SchoolCursor? after, CancellationToken ct) =>
        await branches.ReadPublicAsync(async db =>
        {
            var rows = await (pin is null ? ByPlace(find(db), after) : ByDistance(find(db), pin, after)).Take(PageSize + 1).ToListAsync(ct);
            var page = rows.Take(PageSize).ToList();
            var open = await OpenAsync(db, [.. page.Select(row => row.School.BranchId).Distinct()], ct);
            var schools = page.Select(row => new FoundSchool(
                row.School.BranchId, row.School.InstitutionCode, row.School.Name, row.School.Names, row.School.Locality, row.School.PinCode, row.Away,
                [.. open[(row.School.BranchId, row.School.InstitutionCode)]])).ToList();
            return new SchoolsPage(schools, rows.Count > PageSize ? new SchoolCursor(page[^1].Away, page[^1].School.BranchId, page[^1].School.InstitutionCode) : null);
        }, ct);

    // in the order of the key, which lets the index begin at the cursor
    private static IQueryable<Ranked> ByPlace(IQueryable<Institution> found, SchoolCursor? after) => found
        .Where(school => after == null || string.Compare((string)(object)school.BranchId, after.Branch.Value) > 0
            || (school.BranchId == after.Branch && string.Compare(school.InstitutionCode, after.Institution) > 0))
        .OrderBy(school => school.BranchId).ThenBy(school => school.InstitutionCode)
        .Select(school => new Ranked { School = school });

    private static IQueryable<Ranked> ByDistance(IQueryable<Institution> found, string pin, SchoolCursor? after)
    {
        var (five, four) = (pin[..5], pin[..4]);
        return found
            .Select(school => new Ranked { School = school, Away = school.PinCode == pin ? 0 : school.PinCode!.Substring(0, 5) == five ? 1 : school.PinCode.Substring(0, 4) == four ? 2 : 3 })
            .Where(row => after == null || row.Away > after.Away || (row.Away == after.Away
                && (string.Compare((string)(object)row.School.BranchId, after.Branch.Value) > 0
                    || (row.School.BranchId == after.Branch && string.Compare(row.School.InstitutionCode, after.Institution) > 0))))
            .OrderBy(row => row.Away).ThenBy(row => row.School.BranchId).ThenBy(row => row.School.InstitutionCode);
    }

    private static async Task<ILookup<(BranchId, string), OpenSession>> OpenAsync(ViseContext db, BranchId[] among, CancellationToken ct)
    {
        var offered = await (
            from cycle in db.Cycles
            join open in db.CycleClasses on new { cycle.BranchId, cycle.InstitutionCode, cycle.AcademicYear } equals new { open.BranchId, open.InstitutionCode, open.AcademicYear }
            where among.Contains(cycle.BranchId) && open.WithdrawnTime == null && cycle.OpensTime <= ViseContext.Clock() && cycle.ClosesTime > ViseContext.Clock()
            select new { cycle.BranchId, cycle.InstitutionCode, cycle.AcademicYear, cycle.ClosesTime, open.ClassCode }).Distinct().ToListAsync(ct);
        return offered.GroupBy(row => (row.BranchId, row.InstitutionCode, row.AcademicYear, row.ClosesTime)).OrderBy(group => group.Key.AcademicYear)
            .ToLookup(group => (group.Key.BranchId, group.Key.InstitutionCode), group => new OpenSession(group.Key.AcademicYear, group.Key.ClosesTime, [.. group.Select(row => row.ClassCode)]));
    }

    private static IQueryable<Institution> Known(ViseContext db, bool openOnly)
    {
        var known = db.Institutions.Where(school => school.RetiredTime == null && db.Branches.Any(branch => branch.BranchId == school.BranchId && branch.RetiredTime == null));
        return !openOnly ? known : known.Where(school => db.Cycles.Any(cycle =>
            cycle.BranchId == school.BranchId && cycle.InstitutionCode == school.InstitutionCode && cycle.OpensTime <= ViseContext.Clock() && cycle.ClosesTime > ViseContext.Clock()));
    }

    private static IQueryable<Institution> Near(IQueryable<Institution> known, string pin)
    {
        var (low, high) = (pin[..3], pin[..3] + "~");
        return known.Where(school => string.Compare(school.PinCode, low) >= 0 && string.Compare(school.PinCode, high) < 0);
    }

    private static IQueryable<Institution> Match(ViseContext db, IQueryable<Institution> known, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var (low, high) = (word, word + "\uFFFF");
            known = known.Where(school => db.SchoolKeys.Any(key =>
                key.BranchId == school.BranchId && key.InstitutionCode == school.InstitutionCode && string.Compare(key.Key, low) >= 0 && string.Compare(key.Key, high) < 0));
        }

        return known;
    }

    private sealed class Ranked
    {
        public Institution School { get; init; } = default!;

        public int Away { get; init; }
    }
}
