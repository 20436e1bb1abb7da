using Vise.Bench;

// ./vise bench [codes|warm|cache|redis|app|parents ...] [quick] [--applications N] [--parents N] [--report FILE]: measures what docs/benchmarks.md reports, on this
// machine alone, and ends by itself.
var (orders, wrong) = Orders.Of(args);
if (orders is null)
{
    await Console.Error.WriteLineAsync(wrong);
    return 1;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
var report = new Report(Console.Out, orders.Quick);
try
{
    await using var place = await BenchPlace.OpenAsync(orders.Applications, stop.Token);
    report.Begin(string.Join(' ', ["./vise bench", .. args]), orders.Applications);
    if (place.Loading is { } loading)
    {
        report.Tell("made data: a cluster made, migrated and filled", [loading.TotalSeconds], "s");
    }

    foreach (var name in orders.Names)
    {
        await Console.Error.WriteLineAsync($"Measuring {name} ...");
        await (name switch
        {
            "codes" => SnapshotBench.RunAsync(place, report, stop.Token),
            "warm" => WarmBench.RunAsync(place, report, stop.Token),
            "cache" => HybridBench.RunAsync(place, report, stop.Token),
            "redis" => RedisBench.RunAsync(place, report, stop.Token),
            "app" => AppBench.RunAsync(place, report, stop.Token),
            _ => ParentsBench.RunAsync(place, report, orders.Parents, stop.Token),
        });
    }

    await (orders.Report is { } file ? report.SaveAsync(file) : Task.CompletedTask);
    return 0;
}
catch (Exception e) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync($"Stopped ({e.GetType().Name}).");
    return 1;
}
