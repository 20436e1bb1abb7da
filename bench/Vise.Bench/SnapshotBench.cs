using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Codes;
using Vise.Domain.Codes;

namespace Vise.Bench;

/// <summary>The immutable snapshot of codes: reads a second on one core, and the way from state to curriculum through pickers.</summary>
internal static class SnapshotBench
{
    public static async Task RunAsync(BenchPlace place, Report report, CancellationToken ct)
    {
        await using var data = await place.DataAsync(ct);
        var current = data.GetRequiredService<CurrentCodes>();
        List<double> loads = [];
        for (var run = 0; run < report.Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await (run == 0 ? current.GetAsync(ct).AsTask() : current.Renew());
            loads.Add(watch.Elapsed.TotalMilliseconds);
        }

        report.Tell("snapshot: all codes of the network loaded", loads[1..], "ms");
        var schools = Schools(await current.GetAsync(ct));
        var (branches, reads, picks) = (schools.Select(school => school.Branch).Distinct().ToArray(), new List<double>(), new List<double>());
        for (var run = 0; run <= report.Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            var (read, picked) = (await ReadAsync(current, branches, report.Run, ct), await PickAsync(current, schools, report.Run, ct));
            if (run > 0)
            {
                reads.Add(read);
                picks.Add(picked);
            }
        }

        report.AtLeast("snapshot: reads of a branch, one core", reads, 5_000_000, "reads/s");
        report.AtLeast("snapshot: pickers, five lists from state to curriculum, one core", picks, 5_000_000, "reads/s");
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

    // as pages do: asked for the current snapshot each time
    private static async Task<double> ReadAsync(CurrentCodes current, BranchId[] branches, TimeSpan time, CancellationToken ct)
    {
        var (watch, reads, found) = (Stopwatch.StartNew(), 0L, 0);
        while (watch.Elapsed < time)
        {
            foreach (var branch in branches)
            {
                found += (await current.GetAsync(ct)).Branch(branch) is null ? 0 : 1;
            }

            reads += branches.Length;
        }

        return found == reads % int.MaxValue ? reads / watch.Elapsed.TotalSeconds : throw new InvalidOperationException("A branch was not found.");
    }

    private static async Task<double> PickAsync(CurrentCodes current, (BranchId Branch, string School)[] schools, TimeSpan time, CancellationToken ct)
    {
        var (watch, reads, entries) = (Stopwatch.StartNew(), 0L, 0L);
        while (watch.Elapsed < time)
        {
            foreach (var (branch, school) in schools)
            {
                var codes = await current.GetAsync(ct);
                entries += codes.States.Count + codes.Districts(branch.State).Count + codes.Branches(branch.State, branch.District).Count
                    + codes.Institutions(branch).Count + codes.Curriculum(branch, school).Count;
            }

            reads += schools.Length * 5L;
        }

        return entries > reads ? reads / watch.Elapsed.TotalSeconds : throw new InvalidOperationException("A picker was empty.");
    }
}
