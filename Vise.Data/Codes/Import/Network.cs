using Microsoft.EntityFrameworkCore;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>The network as an import meets it: what lies in the scope, and what of the rest its rules ask about.</summary>
internal sealed class Network
{
    /// <summary>What is there, by key.</summary>
    public required IReadOnlyDictionary<string, CodeLine> Lines { get; init; }

    /// <summary>States and districts by code (27, 2725); those in use are true.</summary>
    public required IReadOnlyDictionary<string, bool> Places { get; init; }

    /// <summary>Each state's code with those that stood for it before.</summary>
    public required IReadOnlyDictionary<string, string[]> States { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>> Terms { get; init; }

    /// <summary>Keys of institutions and classes for which a cycle is open or still to come.</summary>
    public required IReadOnlySet<string> Running { get; init; }

    /// <summary>UDISE codes of schools out of scope.</summary>
    public required IReadOnlySet<string> ForeignUdise { get; init; }

    public static async Task<Network> LoadAsync(ViseContext db, Scope scope, CancellationToken ct)
    {
        var lines = await LinesAsync(db, scope, ct);
        var places = await db.Geography.ToListAsync(ct);
        var (low, high) = (scope.Low, scope.High);
        var running = await db.Database.SqlQuery<string>($"""
            select distinct concat_ws('/', c.branch_id, c.institution_code) as "Value" from admissions.cycle c
            where c.branch_id >= {low} and c.branch_id < {high} and c.closes_time > isolation.clock()
            union all
            select distinct concat_ws('/', o.branch_id, o.institution_code, o.programme_code, o.department_code, o.class_code)
            from admissions.cycle c join admissions.cycle_class o on o.branch_id = c.branch_id and o.institution_code = c.institution_code and o.academic_year = c.academic_year
            where c.branch_id >= {low} and c.branch_id < {high} and c.closes_time > isolation.clock()
            """).ToListAsync(ct);
        var foreign = await db.Database.SqlQuery<string>($"""
            select udise_code as "Value" from codes.institution where udise_code is not null and not (branch_id >= {low} and branch_id < {high})
            """).ToListAsync(ct);
        return new Network
        {
            Lines = lines.ToDictionary(line => line.Key, StringComparer.Ordinal),
            Places = places.ToDictionary(place => place.StateCode + (place.DistrictCode == Geographic.WholeState ? "" : place.DistrictCode), place => !place.IsRetired, StringComparer.Ordinal),
            States = places.Where(place => place.DistrictCode == Geographic.WholeState).ToDictionary(place => place.StateCode, string[] (place) => [place.StateCode, .. place.Aliases], StringComparer.Ordinal),
            Terms = await SchoolDesk.TermsAsync(db, ct),
            Running = running.ToHashSet(StringComparer.Ordinal),
            ForeignUdise = foreign.ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Every branch, institution and class in scope, in the order of the file: a branch, its institutions, what each teaches.</summary>
    public static async Task<IReadOnlyList<CodeLine>> LinesAsync(ViseContext db, Scope scope, CancellationToken ct)
    {
        var (low, high) = (scope.Low, scope.High);
#pragma warning disable CA1309 // string.Compare in a query is the column's own collation, "C"
        var branches = await db.Branches.Where(kept => string.Compare((string)(object)kept.BranchId, low) >= 0 && string.Compare((string)(object)kept.BranchId, high) < 0).ToListAsync(ct);
        var schools = await db.Institutions.Where(kept => string.Compare((string)(object)kept.BranchId, low) >= 0 && string.Compare((string)(object)kept.BranchId, high) < 0).ToListAsync(ct);
        var classes = await db.Curriculum.Where(kept => string.Compare((string)(object)kept.BranchId, low) >= 0 && string.Compare((string)(object)kept.BranchId, high) < 0).ToListAsync(ct);
#pragma warning restore CA1309
        return [.. branches.Select(CodeLine.Of).Concat(schools.Select(CodeLine.Of)).Concat(classes.Select(CodeLine.Of)).OrderBy(line => line.Key, StringComparer.Ordinal)];
    }
}
