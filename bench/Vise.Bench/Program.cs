using Vise.Bench;

// ./vise bench [codes|cache|redis|warm|app ...] [quick]: measures what docs/benchmarks.md reports, on this machine alone, and ends by itself.
string[] all = ["codes", "warm", "cache", "redis", "app"];
var quick = args.Contains("quick");
var asked = args.Where(word => word != "quick").ToArray();
if (asked.FirstOrDefault(word => !all.Contains(word)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there are {string.Join(", ", all)}, and 'quick' for short runs.");
    return 1;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
var report = new Report(Console.Out, quick);
try
{
    await using var place = await BenchPlace.OpenAsync(quick, stop.Token);
    report.Begin();
    foreach (var name in all.Where(name => asked.Length == 0 || asked.Contains(name)))
    {
        await (name switch
        {
            "codes" => SnapshotBench.RunAsync(place, report, stop.Token),
            "warm" => WarmBench.RunAsync(place, report, stop.Token),
            "cache" => HybridBench.RunAsync(place, report, stop.Token),
            "redis" => RedisBench.RunAsync(place, report, stop.Token),
            _ => AppBench.RunAsync(place, report, stop.Token),
        });
    }

    return 0;
}
catch (Exception e) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync($"Stopped ({e.GetType().Name}).");
    return 1;
}
