using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Vise.Bench;

/// <summary>
/// Parents who fill in forms at once, each on a phone with a connection of its own, saving a field every five seconds; and the time inside the app that a
/// step's button takes.
/// </summary>
internal static class ParentsBench
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(BenchPlace place, Report report, int count, CancellationToken ct)
    {
        await using var app = await RunningApp.StartAsync(place, ct);
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = app.Web };
        var parents = await GatherAsync(http, count, ct);
        try
        {
            await TypeAsync(app, parents, report, ct);
            await StepsAsync(app, http, parents, report, ct);
        }
        finally
        {
            parents.ForEach(parent => parent.Dispose());
        }
    }

    private static async Task<List<Parent>> GatherAsync(HttpClient http, int count, CancellationToken ct)
    {
        var classes = await FormPages.OpenClassesAsync(http, count < 1000 ? 10 : 100, ct);
        var parents = new ConcurrentBag<Parent>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = ct }, async (number, stop) =>
        {
            parents.Add(await Parent.BeginAsync(http, classes[number % classes.Count], number, stop));
            if (parents.Count % 1000 == 0)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {parents.Count} of {count} parents have begun"));
            }
        });
        return [.. parents];
    }

    private static async Task TypeAsync(RunningApp app, List<Parent> parents, Report report, CancellationToken ct)
    {
        using var http = new HttpClient();
        // they come in one after the other, as parents do
        var coming = TimeSpan.FromSeconds(report.Quick ? 5 : 30);
        await CrowdAsync(parents, coming + Pause, coming, ct);
        var (before, used) = (await Metrics.ReadAsync(http, app.Metrics, ct), app.Processor());
        var time = TimeSpan.FromSeconds(report.Quick ? 10 : 60);
        var answers = await CrowdAsync(parents, time, Pause, ct);
        var (after, usedNow) = (await Metrics.ReadAsync(http, app.Metrics, ct), app.Processor());
        var many = string.Create(CultureInfo.InvariantCulture, $"parents: {parents.Count:#,0} save a field every 5 s");
        report.AtLeast($"{many}, saves", [answers.Times.Count / time.TotalSeconds], 0.98 * parents.Count / Pause.TotalSeconds, "saves/s");
        report.AtMost($"{many}, saves that failed", [answers.Failed], 0, "");
        report.Tell($"{many}, time of an answer at the phone, median", [Report.Percentile(answers.Times, 50)], "ms");
        report.Tell($"{many}, time of an answer at the phone, p95", [Report.Percentile(answers.Times, 95)], "ms");
        report.Tell($"{many}, saves answered within 15 ms inside the app", [Within(before, after, "/fields", "0.015")], "%");
        report.Tell($"{many}, a core's time for a save in the app", [1000 * (usedNow.App - used.App) / answers.Times.Count], "ms");
        report.Tell($"{many}, a core's time for a save in the database", [1000 * (usedNow.Database - used.Database) / answers.Times.Count], "ms");
        report.AtMost($"{many}, the app's memory at most", [app.MostMemory / 1e6], 1000, "MB");
    }

    // parents begin spread over a time, and who was answered late goes on from there
    private static async Task<Answers> CrowdAsync(List<Parent> parents, TimeSpan time, TimeSpan over, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(parents.Select((parent, number) => Task.Run(
            async () =>
            {
                var (times, failed) = (new List<double>(), 0);
                await Task.Delay(over * number / parents.Count, ct);
                for (var due = watch.Elapsed; watch.Elapsed < time; due += Pause)
                {
                    var wait = due - watch.Elapsed;
                    if (wait > TimeSpan.Zero)
                    {
                        await Task.Delay(wait, ct);
                    }

                    var start = Stopwatch.GetTimestamp();
                    failed += await TakenAsync(parent, ct) ? 0 : 1;
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                return new Answers(times, failed);
            },
            ct)));
        return new Answers([.. all.SelectMany(one => one.Times)], all.Sum(one => one.Failed));
    }

    private static async Task<bool> TakenAsync(Parent parent, CancellationToken ct)
    {
        try
        {
            return await parent.SaveAsync(ct);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // one after the other, so that the figure tells of the app and not of waiting for a core
    private static async Task StepsAsync(RunningApp app, HttpClient http, List<Parent> parents, Report report, CancellationToken ct)
    {
        Metrics? before = null;
        using var plain = new HttpClient();
        foreach (var (parent, number) in parents.Take(report.Quick ? 60 : 440).Select((parent, number) => (parent, number)))
        {
            if (number == 40)
            {
                before = await Metrics.ReadAsync(plain, app.Metrics, ct);
            }

            await PostStepAsync(http, parent, ct);
        }

        var after = await Metrics.ReadAsync(plain, app.Metrics, ct);
        report.AtLeast("parents: a step's POST answered within 15 ms inside the app", [Within(before!, after, "/apply/{Id}/{Step}", "0.015", "method=\"POST\"")], 95, "%");
    }

    private static async Task PostStepAsync(HttpClient http, Parent parent, CancellationToken ct)
    {
        var step = $"/apply/{parent.Id}/parents";
        using var page = await Parent.SendAsync(http, HttpMethod.Get, step, "10.9.9.9", parent.Cookies, null, ct);
        // the page may have renewed the session's, as a browser takes it
        var cookies = Parent.CookiesOf(page, parent.Cookies);
        var html = await page.Content.ReadAsStringAsync(ct);
        using var typed = new FormUrlEncodedContent(
        [
            .. FormPages.Hidden(html, "step"),
            new("parents.0.name", "Meera Kulkarni"), new("parents.0.relation", "mother"), new("parents.0.mobile", "9876543210"), new("parents.0.occupation", "Tailor"),
        ]);
        using var answer = await Parent.SendAsync(http, HttpMethod.Post, step, "10.9.9.9", cookies, typed, ct);
        if ((int)answer.StatusCode is not (302 or 303))
        {
            throw new InvalidOperationException($"A step could not be posted: {(int)answer.StatusCode}.");
        }
    }

    private static double Within(Metrics before, Metrics after, string route, string seconds, params string[] labels)
    {
        double Took(string part, params string[] more) => Sum(after, part, more) - Sum(before, part, more);
        double Sum(Metrics at, string part, string[] more) => at.Sum(
            "vise_api_response_time_seconds" + part, line => line.Contains(route, StringComparison.OrdinalIgnoreCase) && labels.Concat(more).All(label => line.Contains(label, StringComparison.Ordinal)));
        return 100 * Took("_bucket", $"le=\"{seconds}\"") / Math.Max(1, Took("_count"));
    }
}
