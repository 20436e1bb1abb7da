using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Domain.Codes;

namespace Vise.Bench;

/// <summary>The immutable snapshot of codes: reads a second on one core, and the way from state to curriculum through pickers.</summary>
internal static class SnapshotBench
{
    public static async Task RunAsync(BenchPlace place, Report report, CancellationToken ct)
    {
        await using var data = await place.DataAsync(ct);
        List<double> loads = [];
        for (var run = 0; run <= report.Runs; run++)
        {
            var fresh = ActivatorUtilities.CreateInstance<CurrentCodes>(data);
            var watch = Stopwatch.StartNew();
            await fresh.RenewAsync(ct);
            loads.Add(watch.Elapsed.TotalMilliseconds);
        }

        report.Tell("snapshot: all codes of the network read anew", loads[1..], "ms");
        var (current, reference) = (data.GetRequiredService<CurrentCodes>(), data.GetRequiredService<ReferenceCodes>());
        await current.RenewAsync(ct);
        var schools = Schools(current.Of(CacheKeys.Geo)!);
        BranchId[] branches = [.. schools.Select(school => school.Branch).Distinct()];
        var (reads, picks, pages) = (new Rates(), new Rates(), new Rates());
        for (var run = 0; run <= report.Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            var keep = run > 0;
            reads.Take(keep, report.Run, () => Read(current, branches));
            picks.Take(keep, report.Run, () => Pick(current, schools));
            await pages.TakeAsync(keep, report.Run, () => AskAsync(reference, branches, ct));
        }

        report.PerCore("snapshot: a branch out of it", reads, 5_000_000);
        report.PerCore("snapshot: lists of the pickers, state to curriculum, out of it", picks, 5_000_000);
        report.PerCore("snapshot: a branch as pages ask (ReferenceCodes), counted", pages, 5_000_000);
        await WarmBench.PickersAsync(reference, schools, report, "through the snapshot", ct);
    }

    /// <summary>Every school of the network with its branch.</summary>
    public static (BranchId Branch, string School)[] Schools(CodesSnapshot codes) =>
    [
        .. from state in codes.States
           from district in codes.Districts(state.Code)
           from branch in codes.Branches(state.Code, district.Code)
           let id = BranchId.Of(state.Code, district.Code, branch.Code)
           from school in codes.Institutions(id)
           select (id, school.Code),
    ];

    // the current snapshot is asked for each time, and each time counted
    private static long Read(CurrentCodes current, BranchId[] branches)
    {
        var found = 0L;
        foreach (var branch in branches)
        {
            found += current.Of(CacheKeys.Places)!.Branch(branch) is null ? 0 : 1;
        }

        return found == branches.Length ? found : throw new InvalidOperationException("A branch was not found.");
    }

    private static long Pick(CurrentCodes current, (BranchId Branch, string School)[] schools)
    {
        var (reads, entries) = (schools.Length * 5L, 0L);
        foreach (var (branch, school) in schools)
        {
            var codes = current.Of(CacheKeys.Geo)!;
            entries += codes.States.Count + codes.Districts(branch.State).Count + codes.Branches(branch.State, branch.District).Count
                + codes.Institutions(branch).Count + codes.Curriculum(branch, school).Count;
        }

        return entries > reads ? reads : throw new InvalidOperationException("A picker was empty.");
    }

    private static async ValueTask<long> AskAsync(ReferenceCodes codes, BranchId[] branches, CancellationToken ct)
    {
        var found = 0L;
        foreach (var branch in branches)
        {
            found += await codes.BranchAsync(branch, ct) is null ? 0 : 1;
        }

        return found == branches.Length ? found : throw new InvalidOperationException("A branch was not found.");
    }
}
