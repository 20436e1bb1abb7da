using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;

namespace Vise.Data.Codes;

/// <summary>
/// The snapshot of codes that this node answers from. A change that the node sees makes its region old at once: until <see cref="RenewAsync"/> has read
/// all codes anew, that region is asked of the cache, while the others go on. Nobody ever waits for it.
/// </summary>
public sealed class CurrentCodes
{
    /// <summary>How long a snapshot lives whatever happens: as long as the value of its regions that lives shortest.</summary>
    public static readonly TimeSpan Lifetime = CacheKeys.Taught.Lifetime;

    private static readonly CacheRegion[] Regions = [CacheKeys.Geo, CacheKeys.Places, CacheKeys.Institution, CacheKeys.Taught, CacheKeys.Words];
    private static readonly int All = Regions.Aggregate(0, (bits, region) => bits | Bit(region));

    private readonly BranchDb _branches;
    private readonly CacheMeter _meter;
    private readonly TimeProvider _clock;
    private readonly Lock _changing = new();
    private volatile Held _held = new(null, All, 0);
    private int _changed;
    private int _renewing;

    public CurrentCodes(BranchDb branches, ChangeFeed feed, CacheMeter meter, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(feed);
        (_branches, _meter, _clock) = (branches, meter, clock);
        feed.OnChange(Outdate);
    }

    /// <summary>Rows of a table at most; a network with more has no snapshot and is answered from the cache, whose memory is bounded.</summary>
    internal int MostRows { get; init; } = 400_000;

    /// <summary>Whether it is true in all of its regions, and not too old.</summary>
    public bool IsCurrent => _held is { Old: 0 } held && _clock.GetElapsedTime(held.Since) < Lifetime;

    /// <summary>The snapshot, if it is there and true for the region; counts as an answer of the region from memory.</summary>
    public CodesSnapshot? Of(CacheRegion region)
    {
        if (_held is { Codes: { } codes } held && (held.Old & Bit(region)) == 0)
        {
            _meter.AnsweredAtOnce(region);
            return codes;
        }

        return null;
    }

    /// <summary>Reads all codes anew unless they are current or somebody is at it; throws what the database throws, and keeps what it has.</summary>
    public async Task RenewAsync(CancellationToken ct)
    {
        if (IsCurrent || Interlocked.Exchange(ref _renewing, 1) != 0)
        {
            return;
        }

        try
        {
            lock (_changing)
            {
                _changed = 0;
            }

            var codes = await ReadAsync(ct);
            lock (_changing)
            {
                // what changed while it was read may not be in it
                _held = new(codes, _changed, _clock.GetTimestamp());
            }

            Array.ForEach(Regions, _meter.Loaded);
        }
        finally
        {
            Volatile.Write(ref _renewing, 0);
        }
    }

    private static int Bit(CacheRegion region) => 1 << region.Index;

    private void Outdate(CacheRegion region)
    {
        lock (_changing)
        {
            var bit = Bit(region) & All;
            _changed |= bit;
            _held = _held with { Old = _held.Old | bit };
        }
    }

    private Task<CodesSnapshot?> ReadAsync(CancellationToken ct) => _branches.ReadPublicAsync(async db =>
    {
        var geography = await AllAsync(db.Geography.Where(place => place.RetiredTime == null).OrderBy(place => place.Name), ct);
        var branches = await AllAsync(db.Branches.OrderBy(branch => branch.Name), ct);
        var institutions = await AllAsync(db.Institutions.Where(school => school.RetiredTime == null).OrderBy(school => school.Name), ct);
        var curricula = await AllAsync(
            db.Curriculum.Where(taught => taught.RetiredTime == null).OrderBy(taught => taught.ProgrammeCode).ThenBy(taught => taught.DepartmentCode).ThenBy(taught => taught.ClassCode), ct);
        var terms = await AllAsync(db.Terms.Where(term => term.RetiredTime == null).OrderBy(term => term.List).ThenBy(term => term.Position), ct);
        return geography is null || branches is null || institutions is null || curricula is null || terms is null ? null : new CodesSnapshot(
            geography, branches, institutions,
            curricula.Select(taught => (taught.BranchId.Value + taught.InstitutionCode, new TaughtClass(taught.ProgrammeCode, taught.DepartmentCode, taught.ClassCode, taught.Media))), terms);
    }, ct);

    // null where there are more than a node should hold
    private async Task<List<T>?> AllAsync<T>(IQueryable<T> rows, CancellationToken ct) =>
        await rows.Take(MostRows + 1).ToListAsync(ct) is { } all && all.Count <= MostRows ? all : null;

    private sealed record Held(CodesSnapshot? Codes, int Old, long Since);
}
