#pragma warning disable CA1309 // string.Compare in a query is the column's own collation
using Microsoft.EntityFrameworkCore;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>A place, school or word as the lists of set-up show it.</summary>
/// <param name="Code">Its own code; of a branch the whole id.</param>
/// <param name="Name">In the reader's language.</param>
/// <param name="Place">What it lies in, or what else tells it apart.</param>
/// <param name="Parts">How many it holds that are in use.</param>
/// <param name="Retired">Whether it is retired.</param>
/// <param name="SortKey">What the list is ordered by.</param>
public sealed record CodeRow(string Code, string Name, string Place, int Parts, bool Retired, string SortKey) : ListedRow(Code, SortKey);

/// <summary>Where the next page begins.</summary>
public sealed record CodeCursor(string SortKey, string Code);

/// <summary>A page and where the next begins; null at the end.</summary>
public sealed record CodePage(IReadOnlyList<CodeRow> Rows, CodeCursor? Next);

/// <summary>What a list is asked for.</summary>
/// <param name="Search">A part of a code or of a name in any language; empty finds all.</param>
/// <param name="ByCode">By code, else by name.</param>
/// <param name="Descending">From the end.</param>
/// <param name="Language">Of the names.</param>
/// <param name="After">Null: from the start.</param>
public sealed record ListWish(string Search, bool ByCode, bool Descending, string Language, CodeCursor? After);

/// <summary>The lists and records of set-up, within the reader's own scope, never an unbounded list.</summary>
public sealed class CodeQueries(BranchDb branches)
{
    public const int PageSize = 25;

    /// <summary>More classes than any institution teaches: programmes times departments times classes.</summary>
    public const int MostTaught = 1000;

    public Task<CodePage> StatesAsync(Actor by, ListWish wish, CancellationToken ct) => PageAsync(by, Duty.SetUpNetwork, wish, (db, part, language) => db.Database.SqlQuery<CodeRow>($"""
        select g.state_code as code, coalesce(g.names ->> {language}, g.name) as name, '' as place, g.retired_time is not null as retired,
          (select count(*)::int from codes.geographic d where d.state_code = g.state_code and d.district_code <> '00' and d.retired_time is null) as parts,
          case when {wish.ByCode} then g.state_code else lower(coalesce(g.names ->> {language}, g.name)) end as sort_key
        from codes.geographic g
        where g.district_code = '00' and ({part} = '' or position({part} in lower(g.state_code || ' ' || g.name || ' ' || g.names::text)) > 0)
        """), ct);

    public Task<CodePage> DistrictsAsync(Actor by, string state, ListWish wish, CancellationToken ct) => PageAsync(by, Duty.SetUpNetwork, wish, (db, part, language) => db.Database.SqlQuery<CodeRow>($"""
        select g.district_code as code, coalesce(g.names ->> {language}, g.name) as name, '' as place, g.retired_time is not null as retired,
          (select count(*)::int from codes.branch b where b.state_code = g.state_code and b.district_code = g.district_code and b.retired_time is null) as parts,
          case when {wish.ByCode} then g.district_code else lower(coalesce(g.names ->> {language}, g.name)) end as sort_key
        from codes.geographic g
        where g.state_code = {state} and g.district_code <> '00' and ({part} = '' or position({part} in lower(g.district_code || ' ' || g.name || ' ' || g.names::text)) > 0)
        """), ct);

    /// <summary>The branches of the reader's scope that begin with a place: a state, a district, or everything.</summary>
    public Task<CodePage> BranchesAsync(Actor by, Scope within, ListWish wish, CancellationToken ct)
    {
        var (low, high) = by.Scope.Covers(within) ? (within.Low, within.High) : (by.Scope.Low, by.Scope.High);
        return PageAsync(by, Duty.SetUpBranch, wish, (db, part, language) => db.Database.SqlQuery<CodeRow>($"""
            select b.branch_id as code, coalesce(b.names ->> {language}, b.name) as name, coalesce(d.names ->> {language}, d.name) || ', ' || coalesce(s.names ->> {language}, s.name) as place,
              b.retired_time is not null as retired,
              (select count(*)::int from codes.institution i where i.branch_id = b.branch_id and i.retired_time is null) as parts,
              case when {wish.ByCode} then b.branch_id else lower(coalesce(b.names ->> {language}, b.name)) end as sort_key
            from codes.branch b
            join codes.geographic d on d.state_code = b.state_code and d.district_code = b.district_code
            join codes.geographic s on s.state_code = b.state_code and s.district_code = '00'
            where b.branch_id >= {low} and b.branch_id < {high}
              and ({part} = '' or position({part} in lower(b.branch_id || ' ' || b.name || ' ' || b.names::text || ' ' || d.name || ' ' || d.names::text)) > 0)
            """), ct);
    }

    public Task<CodePage> InstitutionsAsync(Actor by, BranchId branch, ListWish wish, CancellationToken ct) =>
        !by.Scope.Covers(branch) ? Task.FromResult(new CodePage([], null)) : PageAsync(by, Duty.SetUpBranch, wish, (db, part, language) => db.Database.SqlQuery<CodeRow>($"""
        select i.institution_code as code, coalesce(i.names ->> {language}, i.name) as name, concat_ws(' · ', nullif(i.locality, ''), i.pin_code, 'UDISE ' || i.udise_code) as place,
          i.retired_time is not null as retired,
          (select count(*)::int from codes.curriculum c where c.branch_id = i.branch_id and c.institution_code = i.institution_code and c.retired_time is null) as parts,
          case when {wish.ByCode} then i.institution_code else lower(coalesce(i.names ->> {language}, i.name)) end as sort_key
        from codes.institution i
        where i.branch_id = {branch.Value}
          and ({part} = '' or position({part} in lower(concat_ws(' ', i.institution_code, i.name, i.names::text, i.locality, i.pin_code, i.udise_code))) > 0)
        """), ct);

    /// <summary>A state, or a district of it; null when there is none.</summary>
    public Task<Geographic?> PlaceAsync(Actor by, string state, string district, CancellationToken ct) =>
        OneAsync(by, by.May(Duty.SetUpNetwork), db => db.Geography.Where(place => place.StateCode == state && place.DistrictCode == district), ct);

    public Task<Branch?> BranchAsync(Actor by, BranchId id, CancellationToken ct) =>
        OneAsync(by, by.May(Duty.SetUpBranch, id), db => db.Branches.Where(branch => branch.BranchId == id), ct);

    public Task<Institution?> InstitutionAsync(Actor by, BranchId branch, string code, CancellationToken ct) =>
        OneAsync(by, by.May(Duty.SetUpBranch, branch), db => db.Institutions.Where(school => school.BranchId == branch && school.InstitutionCode == code), ct);

    /// <summary>What an institution teaches, retired classes too.</summary>
    public async Task<IReadOnlyList<Curriculum>> CurriculumAsync(Actor by, BranchId branch, string institution, CancellationToken ct) =>
        by.May(Duty.SetUpBranch, branch)
            ? await branches.ReadAsync(by, db => db.Curriculum
                .Where(taught => taught.BranchId == branch && taught.InstitutionCode == institution)
                .OrderBy(taught => taught.ProgrammeCode).ThenBy(taught => taught.DepartmentCode).ThenBy(taught => taught.ClassCode).Take(MostTaught).ToListAsync(ct), ct)
            : [];

    /// <summary>The words of a list in their order, retired ones too, a page at a time.</summary>
    public async Task<IReadOnlyList<Term>> TermsAsync(Actor by, string list, Term? after, CancellationToken ct)
    {
        if (!by.May(Duty.SetUpNetwork))
        {
            return [];
        }

        var (position, code) = (after?.Position ?? -1, after?.Code ?? "");
        return await branches.ReadAsync(by, db => db.Terms
            .Where(term => term.List == list && (term.Position > position || (term.Position == position && string.Compare(term.Code, code) > 0)))
            .OrderBy(term => term.Position).ThenBy(term => term.Code).Take(PageSize + 1).ToListAsync(ct), ct);
    }

    /// <summary>The academic years, the latest first; there are a hundred at most.</summary>
    public async Task<IReadOnlyList<SchoolYear>> YearsAsync(Actor by, CancellationToken ct) =>
        by.May(Duty.SetUpBranch) ? await branches.ReadAsync(by, db => db.SchoolYears.OrderByDescending(year => year.AcademicYear).Take(100).ToListAsync(ct), ct) : [];

    private async Task<T?> OneAsync<T>(Actor by, bool may, Func<ViseContext, IQueryable<T>> which, CancellationToken ct)
        where T : class =>
        may ? await branches.ReadAsync(by, db => which(db).SingleOrDefaultAsync(ct), ct) : null;

    private async Task<CodePage> PageAsync(Actor by, Duty duty, ListWish wish, Func<ViseContext, string, string, IQueryable<CodeRow>> rows, CancellationToken ct)
    {
        if (!by.May(duty))
        {
            return new CodePage([], null);
        }

        var found = await branches.ReadAsync(by, db => rows(db, Typed.Clean(wish.Search).ToLowerInvariant(), wish.Language.Split('-')[0]).From(wish).Take(PageSize + 1).ToListAsync(ct), ct);
        var page = found.Take(PageSize).ToList();
        return new CodePage(page, found.Count > PageSize ? new CodeCursor(page[^1].SortKey, page[^1].Code) : null);
    }
}
