using System.Diagnostics;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Codes;
using Vise.Domain.Codes;

namespace Vise.Bench;

/// <summary>Reads through HybridCache from the memory layer, on one core.</summary>
internal static class HybridBench
{
    public static async Task RunAsync(BenchPlace place, Report report, CancellationToken ct)
    {
        await using var data = await place.DataAsync(ct);
        var cache = BenchPlace.Hybrid(data);
        var keys = Enumerable.Range(0, 1000).Select(at => $"bench:{at}").ToArray();
        var value = new Named("27", "Maharashtra", new Dictionary<string, string>(StringComparer.Ordinal) { ["hi"] = "महाराष्ट्र" });
        foreach (var key in keys)
        {
            await cache.SetAsync(key, value, cancellationToken: ct);
        }

        var codes = data.GetRequiredService<ReferenceCodes>();
        var branch = BranchId.Parse("272501");
        List<double> hybrid = [], reference = [];
        for (var run = 0; run <= report.Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            var (one, other) = (await ReadAsync(cache, keys, report.Run, ct), await ReadAsync(codes, branch, report.Run, ct));
            if (run > 0)
            {
                hybrid.Add(one);
                reference.Add(other);
            }
        }

        report.AtLeast("cache: reads through HybridCache, one core", hybrid, 150_000, "reads/s");
        report.AtLeast("cache: reads of a branch through ReferenceCodes, one core", reference, 150_000, "reads/s");
    }

    private static async Task<double> ReadAsync(HybridCache cache, string[] keys, TimeSpan time, CancellationToken ct)
    {
        var (watch, reads) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < time)
        {
            foreach (var key in keys)
            {
                _ = await cache.GetOrCreateAsync<Named>(key, _ => throw new InvalidOperationException("It should be there."), cancellationToken: ct);
            }

            reads += keys.Length;
        }

        return reads / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ReadAsync(ReferenceCodes codes, BranchId branch, TimeSpan time, CancellationToken ct)
    {
        var (watch, reads) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < time)
        {
            for (var at = 0; at < 1000; at++)
            {
                _ = await codes.BranchAsync(branch, ct);
            }

            reads += 1000;
        }

        return reads / watch.Elapsed.TotalSeconds;
    }
}
