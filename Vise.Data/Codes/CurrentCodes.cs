using Microsoft.EntityFrameworkCore;

namespace Vise.Data.Codes;

/// <summary>
/// The snapshot of codes that pages and pickers read now. It is loaded when it is first asked for and anew after <see cref="Renew"/>; until the new
/// one is there, or while the database is away, the one before goes on serving.
/// </summary>
public sealed class CurrentCodes(BranchDb branches, TimeProvider clock) : IDisposable
{
    /// <summary>How long after a load that failed the next reader has it tried again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile CodesSnapshot? _now;
    private long _wanted = 1;
    private long _loaded;
    private long _failedAt;

    /// <summary>The snapshot, at once but for the very first time, when it throws what the database throws.</summary>
    public ValueTask<CodesSnapshot> GetAsync(CancellationToken ct)
    {
        if (_now is { } now)
        {
            if (Interlocked.Read(ref _failedAt) is > 0 and var failed && clock.GetElapsedTime(failed) > Again && Interlocked.CompareExchange(ref _failedAt, 0, failed) == failed)
            {
                _ = RenewAsync();
            }

            return ValueTask.FromResult(now);
        }

        return new ValueTask<CodesSnapshot>(FirstAsync(ct));
    }

    /// <summary>Says that codes have changed: call it once a change is committed. Whoever reads after the task's end sees it; nobody has to wait for it.</summary>
    public Task Renew()
    {
        Interlocked.Increment(ref _wanted);
        return _now is null ? Task.CompletedTask : RenewAsync();
    }

    public void Dispose() => _loading.Dispose();

    private async Task<CodesSnapshot> FirstAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        return _now!;
    }

    private async Task RenewAsync()
    {
        try
        {
            await LoadAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            // the statement that failed is counted; the next reader after a second has it tried again
            Interlocked.Exchange(ref _failedAt, Math.Max(1, clock.GetTimestamp()));
        }
    }

    // one load at a time, and one for however many changes came before it began
    private async Task LoadAsync(CancellationToken ct)
    {
        await _loading.WaitAsync(ct);
        try
        {
            var wanted = Interlocked.Read(ref _wanted);
            if (_loaded < wanted)
            {
                _now = await ReadAsync(ct);
                _loaded = wanted;
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    private Task<CodesSnapshot> ReadAsync(CancellationToken ct) => branches.ReadPublicAsync(async db =>
    {
        var geography = await db.Geography.Where(place => place.RetiredTime == null).OrderBy(place => place.Name).ToListAsync(ct);
        var all = await db.Branches.OrderBy(branch => branch.Name).ToListAsync(ct);
        var institutions = await db.Institutions.Where(school => school.RetiredTime == null).OrderBy(school => school.Name).ToListAsync(ct);
        var curricula = await db.Curriculum.Where(taught => taught.RetiredTime == null)
            .OrderBy(taught => taught.ProgrammeCode).ThenBy(taught => taught.DepartmentCode).ThenBy(taught => taught.ClassCode).ToListAsync(ct);
        var terms = await db.Terms.Where(term => term.RetiredTime == null).OrderBy(term => term.List).ThenBy(term => term.Position).ToListAsync(ct);
        var ages = await db.AgeRules.Where(rule => rule.Category == "all").ToListAsync(ct);
        return new CodesSnapshot(
            geography, all, institutions,
            curricula.Select(taught => (taught.BranchId.Value + taught.InstitutionCode, new TaughtClass(taught.ProgrammeCode, taught.DepartmentCode, taught.ClassCode, taught.Media))), terms, ages);
    }, ct);
}
