using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Caching;

/// <summary>
/// Reads what the database says has changed (codes.change, V017) and drops it. One statement tells the snapshot and every row that the one before it could
/// not see, so rows of transactions that commit out of order are each seen once, and a node that was away catches up with its next look.
/// </summary>
public sealed class ChangeFeed : IDisposable
{
    /// <summary>How often a node looks: a change is seen everywhere within a second with room to spare.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private const string Work = "cache";

    // more than these at the start: what the second layer has of those regions is loaded anew
    private const int MostAtStart = 5_000;
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    private readonly BranchDb _branches;
    private readonly DropLedger _ledger;
    private readonly CacheStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChangeFeed> _logs;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private volatile Action<CacheRegion>? _warming;
    private volatile Action<CacheRegion>? _changing;
    private long _lookedAt;
    private bool _started;
    private bool _failed;

    public ChangeFeed(BranchDb branches, DropLedger ledger, CacheStore store, CommitBell bell, TimeProvider clock, ILogger<ChangeFeed> logs)
    {
        ArgumentNullException.ThrowIfNull(bell);
        (_branches, _ledger, _store, _clock, _logs) = (branches, ledger, store, clock, logs);
        _lookedAt = clock.GetTimestamp();
        bell.OnRing(CommittedAsync);
    }

    /// <summary>Names who is told which regions a person wants warm.</summary>
    public void OnWarming(Action<CacheRegion> listener) => _warming = listener;

    /// <summary>Names who is told of each region in which something changed, before whoever made the change goes on.</summary>
    public void OnChange(Action<CacheRegion> listener) => _changing = listener;

    /// <summary>How long ago the database was last asked; more than a second means that changes are seen late.</summary>
    public TimeSpan Behind => _clock.GetElapsedTime(Interlocked.Read(ref _lookedAt));

    /// <summary>Whether changes are seen as soon as they should be.</summary>
    public bool IsOnTime => Behind < Late;

    /// <summary>Looks once and drops what changed. An outage is told once, and no more until it is over.</summary>
    /// <param name="tell">Whether to tell the other nodes: yes for what this node changed itself, or they would all tell each other.</param>
    /// <param name="ct">Ends the looking.</param>
    public async Task LookAsync(bool tell, CancellationToken ct)
    {
        await _looking.WaitAsync(ct);
        try
        {
            var seen = await ReadAsync(ct);
            await DropAsync(seen, tell, ct);
            Interlocked.Exchange(ref _lookedAt, _clock.GetTimestamp());
            if (_failed)
            {
                _failed = false;
                _logs.LogInformation("Changes of what is cached are seen again");
            }
        }
        catch (Exception e) when (e is DbException or TimeoutException or InvalidOperationException)
        {
            if (!_failed)
            {
                _failed = true;
                _logs.LogWarning("Changes of what is cached can't be seen: the database does not answer ({Why})", e.GetType().Name);
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>Forgets what changed so long ago that no cached value can be older.</summary>
    public Task PruneAsync(CancellationToken ct) => _branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db =>
        new Outcome<object>(await db.Database.ExecuteSqlAsync($"delete from codes.change where changed_time < now() - {Kept}", ct), null), ct);

    /// <summary>Writes down what a person wants dropped, for every node; their duty is <see cref="Duty.ReadOperations"/>.</summary>
    public async Task<Refusal?> WishAsync(Actor by, IReadOnlyCollection<string> places, CancellationToken ct) => (await _branches.WriteAsync<object>(
        by, Duty.ReadOperations, async db => new Outcome<object>(await WishAsync(db, places, ct), null), ct)).Refusal;

    /// <summary>The same for the command line, which is run by whoever may read the servers' passwords.</summary>
    public async Task<Refusal?> WishAsync(IReadOnlyCollection<string> places, CancellationToken ct) => (await _branches.WriteAsSystemAsync<object>(
        Work, Scope.Everything, async db => new Outcome<object>(await WishAsync(db, places, ct), null), ct)).Refusal;

    public void Dispose() => _looking.Dispose();

    private static async Task<object> WishAsync(ViseContext db, IReadOnlyCollection<string> places, CancellationToken ct)
    {
        string[] all = [.. places];
        return await db.Database.ExecuteSqlAsync($"insert into codes.change (source, place) select {CacheDrops.Command}, place from unnest({all}) place", ct);
    }

    private Task CommittedAsync() => LookAsync(tell: true, CancellationToken.None);

    private Task<List<Change>> ReadAsync(CancellationToken ct) => _started ? ReadSinceAsync(_ledger.Now.ToString(), ct) : ReadKeptAsync(ct);

    private Task<List<Change>> ReadSinceAsync(string before, CancellationToken ct) => _branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<Change>($"""
        select pg_current_snapshot()::text as snapshot, isolation.clock() as now, c.xid::text as transaction, c.source, c.place
        from (select 1) one left join codes.change c
          on c.xid >= pg_snapshot_xmin({before}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, {before}::pg_snapshot)
        """).ToListAsync(ct), ct);

    private Task<List<Change>> ReadKeptAsync(CancellationToken ct) => _branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<Change>($"""
        select pg_current_snapshot()::text as snapshot, isolation.clock() as now, c.xid::text as transaction, c.source, c.place
        from (select 1) one left join (
          select xid, source, place from codes.change where changed_time > now() - {Kept} order by change_id desc limit {MostAtStart + 1}) c on true
        """).ToListAsync(ct), ct);

    private async Task DropAsync(List<Change> seen, bool tell, CancellationToken ct)
    {
        var moment = DatabaseMoment.Parse(seen[0].Snapshot);
        var changes = seen.Where(change => change.Transaction is not null).ToList();
        if (!_started && changes.Count > MostAtStart)
        {
            foreach (var region in CacheKeys.Regions)
            {
                _ledger.Refuse(region, moment);
                _changing?.Invoke(region);
            }

            changes.Clear();
        }

        HashSet<CacheDrop> drops = [];
        foreach (var change in changes)
        {
            foreach (var drop in CacheDrops.Of(change.Source!, change.Place!).Where(drop => drop.Region.IsOn))
            {
                _ledger.Note(drop, ulong.Parse(change.Transaction!, CultureInfo.InvariantCulture), moment);
                _changing?.Invoke(drop.Region);
                drops.Add(drop);
            }
        }

        _ledger.Advance(moment, seen[0].Now - _clock.GetUtcNow());
        if (_started)
        {
            await _store.DropAsync(drops, tell, ct);
            foreach (var region in changes.Select(change => CacheDrops.WarmingOf(change.Source!, change.Place!)).OfType<CacheRegion>().Distinct())
            {
                _warming?.Invoke(region);
            }
        }

        _started = true;
    }

    private sealed record Change(string Snapshot, DateTimeOffset Now, string? Transaction, string? Source, string? Place);
}
