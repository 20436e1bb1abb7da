using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Domain.Codes;

namespace Vise.Bench;

/// <summary>How long it takes until codes are warm on a node that has just started, 18 at a time, and what the way through the pickers takes on a warm one.</summary>
internal static class WarmBench
{
    private static readonly string[] States = ["27", "29", "33", "07"];
    private static readonly BranchId Pune = BranchId.Parse("272501");

    public static async Task RunAsync(BenchPlace place, Report report, CancellationToken ct)
    {
        List<double> inTurn = [], atOnce = [], asNode = [];
        for (var run = 0; run <= report.Runs; run++)
        {
            var turns = await WarmAsync(place, async codes =>
            {
                foreach (var code in codes)
                {
                    await code();
                }
            }, ct);
            var together = await WarmAsync(place, codes => Task.WhenAll(codes.Select(code => code())), ct);
            var whole = await WarmWholeAsync(place, ct);
            if (run > 0)
            {
                inTurn.Add(turns);
                atOnce.Add(together);
                asNode.Add(whole);
            }
        }

        report.AtMost("cache: 18 codes warmed, as a node warms all of the network's at its start", asNode, 10, "ms");
        report.Tell("cache: 18 codes asked for singly on a cold node, one after the other", inTurn, "ms");
        report.Tell("cache: 18 codes asked for singly on a cold node, all at once", atOnce, "ms");

        await using var data = await place.DataAsync(ct);
        var current = data.GetRequiredService<CurrentCodes>();
        await current.RenewAsync(ct);
        var schools = SnapshotBench.Schools(current.Of(CacheKeys.Geo)!);
        // a reader without a snapshot asks the cache
        await PickersAsync(new ReferenceCodes(data.GetRequiredService<BranchDb>(), data.GetRequiredService<RegionCache>()), schools, report, "through the cache", ct);
    }

    /// <summary>The way from state to curriculum for every school of the network.</summary>
    public static async Task PickersAsync(ReferenceCodes codes, (BranchId Branch, string School)[] schools, Report report, string how, CancellationToken ct)
    {
        List<double> p99 = [];
        for (var run = 0; run <= report.Runs; run++)
        {
            List<double> times = new(schools.Length);
            foreach (var (branch, school) in schools)
            {
                ct.ThrowIfCancellationRequested();
                var watch = Stopwatch.StartNew();
                _ = await codes.StatesAsync(ct);
                _ = await codes.DistrictsAsync(branch.State, ct);
                _ = await codes.BranchesAsync(branch.State, branch.District, ct);
                _ = await codes.InstitutionsAsync(branch, ct);
                _ = await codes.CurriculumAsync(branch, school, ct);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            if (run > 0)
            {
                p99.Add(Report.Percentile(times, 99));
            }
        }

        report.AtMost($"pickers: all five lists {how}, p99 of every school", p99, 1, "ms");
    }

    // a region by one statement, each value into memory and Redis; the share of 18 values in all of them
    private static async Task<double> WarmWholeAsync(BenchPlace place, CancellationToken ct)
    {
        await using var data = await place.DataAsync(ct);
        await RedisBench.FlushAsync(place);
        var warmth = data.GetRequiredService<CodesWarmth>();
        _ = await warmth.WarmAsync(CacheKeys.Words, ct);
        var (values, watch) = (0, Stopwatch.StartNew());
        foreach (var region in CodesWarmth.Regions)
        {
            values += await warmth.WarmAsync(region, ct);
        }

        return watch.Elapsed.TotalMilliseconds * 18 / values;
    }

    // its connections and compiled queries are there, its cache is empty; Redis is emptied too
    private static async Task<double> WarmAsync(BenchPlace place, Func<Func<Task>[], Task> warm, CancellationToken ct)
    {
        await using var data = await place.DataAsync(ct);
        await RedisBench.FlushAsync(place);
        var codes = data.GetRequiredService<ReferenceCodes>();
        _ = await codes.BranchAsync(BranchId.Parse("999999"), ct);
        var watch = Stopwatch.StartNew();
        await warm(Eighteen(codes, ct));
        return watch.Elapsed.TotalMilliseconds;
    }

    private static Func<Task>[] Eighteen(ReferenceCodes codes, CancellationToken ct) =>
    [
        () => codes.StatesAsync(ct).AsTask(), () => codes.TermsAsync("class", ct).AsTask(), () => codes.AgeRuleAsync("27", "01", ct).AsTask(), () => codes.AgeRuleAsync("29", "01", ct).AsTask(),
        .. States.Select(Func<Task> (state) => () => codes.DistrictsAsync(state, ct).AsTask()), () => codes.BranchesAsync("27", "25", ct).AsTask(), () => codes.BranchesAsync("29", "20", ct).AsTask(),
        () => codes.BranchAsync(Pune, ct).AsTask(), () => codes.BranchAsync(BranchId.Parse("272502"), ct).AsTask(), () => codes.BranchAsync(BranchId.Parse("292001"), ct).AsTask(),
        () => codes.InstitutionsAsync(Pune, ct).AsTask(), () => codes.InstitutionsAsync(BranchId.Parse("292001"), ct).AsTask(),
        () => codes.CurriculumAsync(Pune, "01", ct).AsTask(), () => codes.CurriculumAsync(Pune, "11", ct).AsTask(), () => codes.CurriculumAsync(Pune, "12", ct).AsTask(),
    ];
}
