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
        var (hybrid, reference) = (new Rates(), new Rates());
        for (var run = 0; run <= report.Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            await hybrid.TakeAsync(run > 0, report.Run, () => ReadAsync(cache, keys, ct));
            await reference.TakeAsync(run > 0, report.Run, () => ReadAsync(codes, branch, ct));
        }

        report.PerCore("cache: reads through HybridCache", hybrid, 150_000);
        report.PerCore("cache: a branch as pages ask (ReferenceCodes) while there is no snapshot, counted", reference, 150_000);
    }

    private static async ValueTask<long> ReadAsync(HybridCache cache, string[] keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            _ = await cache.GetOrCreateAsync<Named>(key, _ => throw new InvalidOperationException("It should be there."), cancellationToken: ct);
        }

        return keys.Length;
    }

    private static async ValueTask<long> ReadAsync(ReferenceCodes codes, BranchId branch, CancellationToken ct)
    {
        for (var at = 0; at < 1000; at++)
        {
            _ = await codes.BranchAsync(branch, ct);
        }

        return 1000;
    }
}
