using System.Globalization;

namespace Vise.Bench;

/// <summary>
/// The whole app in a process of its own with the made network, asked over HTTP by families, clerks and officers at once: answers a second, how long
/// they take, how often the cache has what is asked for, and what the pickers' addresses take inside the app.
/// </summary>
internal static class AppBench
{
    private const int People = 16;

    private static readonly string[] Pickers = ["states", "districts", "branches", "institutions", "curriculum"];

    public static async Task RunAsync(BenchPlace place, Report report, CancellationToken ct)
    {
        await using var app = await RunningApp.StartAsync(place, ct);
        using var http = new HttpClient();
        await MeasureAsync(app.Web, http, app.Metrics, report, ct);
    }

    private static async Task MeasureAsync(Uri web, HttpClient http, string metrics, Report report, CancellationToken ct)
    {
        var crowd = await Crowd.GatherAsync(web, People, ct);
        await crowd.RunAsync(TimeSpan.FromSeconds(report.Quick ? 5 : 30), ct);
        var before = await Metrics.ReadAsync(http, metrics, ct);
        var time = TimeSpan.FromSeconds(report.Quick ? 5 : 60);
        var answers = await crowd.RunAsync(time, ct);
        var after = await Metrics.ReadAsync(http, metrics, ct);
        var (hits, misses) = (Cache(after, "hit") - Cache(before, "hit"), Cache(after, "miss") - Cache(before, "miss"));
        report.Tell($"app: answers to {People} people at once", [answers.Times.Count / time.TotalSeconds], "answers/s");
        report.Tell("app: time of an answer at the client, median", [Report.Percentile(answers.Times, 50)], "ms");
        report.Tell("app: time of an answer at the client, p95", [Report.Percentile(answers.Times, 95)], "ms");
        report.AtMost("app: answers that failed", [answers.Failed], 0, "");
        report.AtLeast(string.Create(CultureInfo.InvariantCulture, $"app: hit rate of the cache, of {hits + misses:0} reads"), [100 * hits / Math.Max(1, hits + misses)], 99.6, "%");
        await PickersAsync(crowd, http, metrics, report, ct);
    }

    // one after the other, so that a figure tells of the app and not of waiting for a core
    private static async Task PickersAsync(Crowd crowd, HttpClient http, string metrics, Report report, CancellationToken ct)
    {
        var schools = report.Quick ? 200 : 1200;
        await crowd.PickAsync(schools, ct);
        var before = await Metrics.ReadAsync(http, metrics, ct);
        await crowd.PickAsync(schools, ct);
        var after = await Metrics.ReadAsync(http, metrics, ct);
        foreach (var picker in Pickers)
        {
            var (all, quick) = (Took(after, picker, "_count") - Took(before, picker, "_count"), Took(after, picker, "_bucket", "0.001") - Took(before, picker, "_bucket", "0.001"));
            report.AtLeast(string.Create(CultureInfo.InvariantCulture, $"app: {picker} answered within 1 ms inside the app, of {all:0}"), [100 * quick / Math.Max(1, all)], 99, "%");
        }
    }

    private static double Cache(Metrics metrics, string operation) => metrics.Sum("vise_cache_operations_total", $"operation=\"{operation}\"", "layer=\"any\"");

    private static double Took(Metrics metrics, string picker, string part, string? le = null) => metrics.Sum(
        "vise_api_response_time_seconds" + part, line => RouteOf(line).EndsWith("/" + picker, StringComparison.Ordinal) && (le is null || line.Contains($"le=\"{le}\"", StringComparison.Ordinal)));

    private static string RouteOf(string line)
    {
        const string Label = "route=\"";
        var at = line.IndexOf(Label, StringComparison.Ordinal);
        return at < 0 ? "" : line[(at + Label.Length)..line.IndexOf('"', at + Label.Length)];
    }
}
