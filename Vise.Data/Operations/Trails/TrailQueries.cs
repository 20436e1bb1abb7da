using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Operations;
using Vise.Domain.Users;

namespace Vise.Data.Operations.Trails;

/// <summary>What a list of the trail is narrowed to.</summary>
/// <param name="Application">One child's record.</param>
/// <param name="Account">One person.</param>
/// <param name="Action">One kind of deed.</param>
/// <param name="From">From this moment on.</param>
/// <param name="To">Before this moment.</param>
public sealed record TrailFilter(ApplicationId? Application = null, Guid? Account = null, TrailAction? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>A row in a list: what was done, and not what stood there.</summary>
public sealed record TrailEntry(
    long TrailId, DateTimeOffset Time, TrailAction Action, ApplicationId? Application, string Target, string? Part, Guid? Account, string Role, string Name, string? Scope, string? Duty, string? Reason);

/// <summary>A page of the trail, newest first; <paramref name="Next"/> is where the next one starts, null on the last.</summary>
public sealed record TrailPage(IReadOnlyList<TrailEntry> Rows, long? Next);

/// <summary>One row whole. Values are by column, as the database holds them: what is sealed is sealed here too.</summary>
public sealed record TrailDetail(TrailEntry Entry, string? OldValues, string? NewValues, string? TraceId);

/// <summary>Who of the school looked at a child's record.</summary>
public sealed record Looked(DateTimeOffset Time, TrailAction Action, string Target, string Role, string Name);

/// <summary>Reads the trail: for auditors, and for a family what concerns its own child.</summary>
public sealed class TrailQueries(BranchDb branches)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>How many branches one list of chains shows.</summary>
    public const int MostHeads = 2_000;

    /// <summary>How many lookings a family's page shows.</summary>
    public const int MostLooked = 200;

    /// <summary>How the chains of the actor's scope stand, by branch.</summary>
    public async Task<IReadOnlyList<TrailHead>> HeadsAsync(Actor by, CancellationToken ct) => !by.May(Duty.ReadTrails) ? [] :
#pragma warning disable CA1309 // the column's own collation, "C"
        await branches.ReadAsync(by, db => db.TrailHeads
            .Where(head => string.Compare((string)(object)head.BranchId, by.Scope.Low) >= 0 && string.Compare((string)(object)head.BranchId, by.Scope.High) < 0)
            .OrderBy(head => head.BranchId).Take(MostHeads).ToListAsync(ct), ct);
#pragma warning restore CA1309

    /// <summary>A page of a branch's trail before a row, newest first.</summary>
    public async Task<TrailPage> PageAsync(Actor by, BranchId branch, TrailFilter filter, long? before, CancellationToken ct)
    {
        if (!by.May(Duty.ReadTrails, branch))
        {
            return new TrailPage([], null);
        }

        var rows = await branches.ReadAsync(by, db => Entries(Narrow(db.Trail.Where(row => row.BranchId == branch), filter)
            .Where(row => before == null || row.TrailId < before)
            .OrderByDescending(row => row.TrailId).Take(PageSize + 1)).ToListAsync(ct), ct);
        return rows.Count > PageSize ? new TrailPage(rows[..PageSize], rows[PageSize - 1].TrailId) : new TrailPage(rows, null);
    }

    /// <summary>One row with its values. They are a child's data: opening them leaves a row of its own.</summary>
    public async Task<Outcome<TrailDetail>> OpenAsync(Actor by, BranchId branch, long trailId, CancellationToken ct)
    {
        if (!by.May(Duty.ReadTrails, branch))
        {
            return new NotFound();
        }

        var about = await branches.ReadAsync(by, db => db.Trail.Where(row => row.BranchId == branch && row.TrailId == trailId).Select(row => row.ApplicationId).ToListAsync(ct), ct);
        return about switch
        {
            [] => new NotFound(),
            [{ } id] => await branches.OpenRecordAsync<TrailDetail>(by, Duty.ReadTrails, id, new Opening(TrailAction.Open, "trail", $"{trailId}"), db => DetailAsync(db, branch, trailId, ct), ct),
            _ => (await branches.ReadAsync(by, db => DetailAsync(db, branch, trailId, ct), ct))!,
        };
    }

    /// <summary>Who of the school opened, downloaded or exported the record, newest first. For another family's there is nothing.</summary>
    public Task<List<Looked>> LookedAsync(Actor family, ApplicationId id, CancellationToken ct) =>
        branches.ReadAsync(family, db => db.Trail
            .Where(row => row.BranchId == id.Branch && row.ApplicationId == id && db.Applications.Any(own => own.BranchId == id.Branch && own.ApplicationId == id))
            .Where(row => row.Action == TrailAction.Open || row.Action == TrailAction.Download || row.Action == TrailAction.Export)
            .OrderByDescending(row => row.TrailId).Take(MostLooked)
            .Select(row => new Looked(row.TrailTime, row.Action, row.Target, row.ActorRole, row.ActorName)).ToListAsync(ct), ct);

    private static async Task<TrailDetail?> DetailAsync(ViseContext db, BranchId branch, long trailId, CancellationToken ct)
    {
        var found = db.Trail.Where(row => row.BranchId == branch && row.TrailId == trailId);
        return await Entries(found).SingleOrDefaultAsync(ct) is { } entry
            ? await found.Select(row => new TrailDetail(entry, row.OldValues, row.NewValues, row.TraceId)).SingleAsync(ct)
            : null;
    }

    private static IQueryable<TrailRow> Narrow(IQueryable<TrailRow> rows, TrailFilter filter)
    {
        if (filter.Application is { } application)
        {
            rows = rows.Where(row => row.ApplicationId == application);
        }

        if (filter.Account is { } account)
        {
            rows = rows.Where(row => row.AccountId == account);
        }

        if (filter.Action is { } action)
        {
            // said twice, so that the index of what is no change serves it
            rows = action == TrailAction.Change ? rows.Where(row => row.Action == action) : rows.Where(row => row.Action == action && row.Action != TrailAction.Change);
        }

        rows = filter.From is { } from ? rows.Where(row => row.TrailTime >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.TrailTime < to) : rows;
    }

    private static IQueryable<TrailEntry> Entries(IQueryable<TrailRow> rows) => rows.Select(row => new TrailEntry(
        row.TrailId, row.TrailTime, row.Action, row.ApplicationId, row.Target, row.Part, row.AccountId, row.ActorRole, row.ActorName, row.Scope, row.Duty, row.Reason));
}
