using System.Diagnostics;
using System.Globalization;

namespace Vise.Bench;

/// <summary>The whole app in a process of its own, with the place's data and no limit on what one address may ask: all visitors come from this one machine.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly Process _process;

    private RunningApp(Process process, string web, string management) => (_process, Web, Metrics) = (process, new Uri(web), management + "/metrics");

    public Uri Web { get; }

    /// <summary>Where Prometheus reads.</summary>
    public string Metrics { get; }

    public static async Task<RunningApp> StartAsync(BenchPlace place, CancellationToken ct)
    {
        await place.LetGoAsync();
        var (web, management) = (Address(BenchPlace.FreePort()), Address(BenchPlace.FreePort()));
        var settings = place.Settings();
        (settings["ConnectionStrings__Redis"], settings["Public__Address"], settings["Management__Address"]) = (place.Redis + ",abortConnect=false", web, management);
        (settings["Pages__RequestsPerSecond"], settings["Api__RequestsPerSecond"]) = ("1000000", "1000000");
        // the crowd says for each of its people where they come from
        settings["Proxies__Trusted"] = "127.0.0.1";
        var app = new RunningApp(BenchPlace.Start("dotnet", [BenchPlace.App, "run"], settings, quiet: true), web, management);
        app._process.BeginOutputReadLine();
        try
        {
            await app.ReadyAsync(management + "/health/ready", ct);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The most memory that the app has held so far, bytes, as the system counts it.</summary>
    public long MostMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Seconds of a core that the app has used, and that its database has.</summary>
    public (double App, double Database) Processor()
    {
        var all = Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(folder => StatOf(Path.Combine(folder, "stat"))).OfType<Stat>().ToList();
        var servers = new HashSet<int>();
        for (var known = -1; known < servers.Count;)
        {
            known = servers.Count;
            servers.UnionWith(all.Where(one => one.Parent == _process.Id || servers.Contains(one.Parent)).Select(one => one.Id).ToList());
        }

        return (all.Single(one => one.Id == _process.Id).Seconds, all.Where(one => servers.Contains(one.Id)).Sum(one => one.Seconds));
    }

    // proc(5): after the name in brackets come state and parent; user and system time are the 12th and 13th from there, in hundredths of a second, and then those of children that have ended
    private static Stat? StatOf(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            var parts = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            int Number(string part) => int.Parse(part, CultureInfo.InvariantCulture);
            return new Stat(Number(text[..text.IndexOf(' ', StringComparison.Ordinal)]), Number(parts[1]), parts[11..15].Sum(Number) / 100.0);
        }
        catch (IOException)
        {
            // no process, or one that has just ended
            return null;
        }
    }

    private sealed record Stat(int Id, int Parent, double Seconds);

    // as a service manager does, so that its database ends in order
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await signal.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
    }

    private async Task ReadyAsync(string address, CancellationToken ct)
    {
        using var http = new HttpClient();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException("The app does not start; the reason stands above.");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(address), ct);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // it isn't up yet
            }

            await Task.Delay(100, ct);
        }
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
