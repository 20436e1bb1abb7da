using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Vise.Bench;

/// <summary>
/// Prints figures as lines of a table, each with what it should reach and with the machine's load beside it (others' work is in every figure), and
/// puts the table where a document keeps it.
/// </summary>
internal sealed class Report(TextWriter say, bool quick)
{
    private const string From = "<!-- measured: ./vise bench --report writes this part -->";
    private const string To = "<!-- end of what was measured -->";

    private readonly StringBuilder _table = new();

    /// <summary>How many runs a figure is the median of.</summary>
    public int Runs => quick ? 3 : 7;

    /// <summary>How long a run goes on.</summary>
    public TimeSpan Run => TimeSpan.FromSeconds(quick ? 0.3 : 1);

    public bool Quick => quick;

    public void Begin(string command, int applications)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"`{command}` on {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC: {Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}. The made network has {applications:#,0} applications."));
        Write($"Load of the machine before: {Load()}. Medians of {Runs} runs, least and most beside them; the load is that of the last minute, this run's own included.");
        Write("");
        Write("| what | measured | least - most | should be | | load |");
        Write("| --- | --- | --- | --- | --- | --- |");
    }

    /// <summary>A figure that should be at least so much.</summary>
    public void AtLeast(string what, IReadOnlyCollection<double> runs, double least, string unit) => Line(what, runs, unit, $"≥ {Text(least)}", Median(runs) >= least);

    /// <summary>A figure that should be at most so much.</summary>
    public void AtMost(string what, IReadOnlyCollection<double> runs, double most, string unit) => Line(what, runs, unit, $"≤ {Text(most)}", Median(runs) <= most);

    /// <summary>Reads of one thread, which should be at least so many a second of a core.</summary>
    public void PerCore(string what, Rates rates, double least)
    {
        AtLeast(what + ", a core", rates.PerCoreSecond, least, "reads/s");
        Tell(what + ", one thread by the clock", rates.PerSecond, "reads/s");
    }

    /// <summary>A figure to know.</summary>
    public void Tell(string what, IReadOnlyCollection<double> runs, string unit) => Line(what, runs, unit, "", null);

    /// <summary>Puts what was measured into a document, in place of what stands there from an earlier time; the rest of it stays.</summary>
    public async Task SaveAsync(string file)
    {
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file) : $"# Benchmarks\n\n{From}\n{To}\n";
        var (from, to) = (text.IndexOf(From, StringComparison.Ordinal), text.IndexOf(To, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{file} has no part between '{From}' and '{To}'.");
        }

        await File.WriteAllTextAsync(file, $"{text[..(from + From.Length)]}\n{_table}{text[to..]}");
        await say.WriteLineAsync($"\nWritten to {file}.");
    }

    public static double Median(IReadOnlyCollection<double> runs)
    {
        var ordered = runs.Order().ToList();
        return ordered.Count % 2 == 1 ? ordered[ordered.Count / 2] : (ordered[(ordered.Count / 2) - 1] + ordered[ordered.Count / 2]) / 2;
    }

    /// <summary>The value that so many of a hundred do not exceed.</summary>
    public static double Percentile(List<double> values, double percent)
    {
        values.Sort();
        return values[Math.Clamp((int)Math.Ceiling(percent / 100 * values.Count) - 1, 0, values.Count - 1)];
    }

    private void Line(string what, IReadOnlyCollection<double> runs, string unit, string target, bool? reached) => Write(
        $"| {what} | {(unit == "%" ? Share(Median(runs)) : Text(Median(runs)))} {unit} | {(runs.Count > 1 ? $"{Text(runs.Min())} - {Text(runs.Max())}" : "")} | {target} | {(reached is { } yes ? yes ? "reached" : "not reached" : "")} | {Load()} |");

    private void Write(string line)
    {
        say.WriteLine(line);
        _table.Append(line).Append('\n');
    }

    // rounded down: 99.599 is not 99.6
    private static string Share(double value) => (Math.Floor(value * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Text(double value) => value >= 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.0} million")
        : value >= 1000 ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString(value >= 100 ? "0.#" : value >= 10 ? "0.0" : "0.###", CultureInfo.InvariantCulture);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Processor() => (File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null) ?? RuntimeInformation.ProcessArchitecture.ToString();
}
