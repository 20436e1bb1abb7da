using System.Globalization;

namespace Vise.Bench;

/// <summary>Prints figures as lines of a table, each with what it should reach and with the machine's load beside it: others' work is in every figure.</summary>
internal sealed class Report(TextWriter say, bool quick)
{
    /// <summary>How many runs a figure is the median of.</summary>
    public int Runs => quick ? 3 : 7;

    /// <summary>How long a run goes on.</summary>
    public TimeSpan Run => TimeSpan.FromSeconds(quick ? 0.3 : 1);

    public bool Quick => quick;

    public void Begin()
    {
        say.WriteLine($"{Environment.ProcessorCount} cores, {Environment.Version}, {(quick ? "quick" : "full")}; medians of {Runs} runs, least and most beside them; load is that of the last minute, this run's own too");
        say.WriteLine();
        say.WriteLine("| what | measured | least - most | should be | | load |");
        say.WriteLine("| --- | --- | --- | --- | --- | --- |");
    }

    /// <summary>A figure that should be at least so much.</summary>
    public void AtLeast(string what, IReadOnlyCollection<double> runs, double least, string unit) => Line(what, runs, unit, $"≥ {Text(least)}", Median(runs) >= least);

    /// <summary>A figure that should be at most so much.</summary>
    public void AtMost(string what, IReadOnlyCollection<double> runs, double most, string unit) => Line(what, runs, unit, $"≤ {Text(most)}", Median(runs) <= most);

    /// <summary>A figure to know.</summary>
    public void Tell(string what, IReadOnlyCollection<double> runs, string unit) => Line(what, runs, unit, "", null);

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

    private void Line(string what, IReadOnlyCollection<double> runs, string unit, string target, bool? reached) => say.WriteLine(
        $"| {what} | {Text(Median(runs))} {unit} | {(runs.Count > 1 ? $"{Text(runs.Min())} - {Text(runs.Max())}" : "")} | {target} | {(reached is { } yes ? yes ? "reached" : "not reached" : "")} | {Load()} |");

    private static string Text(double value) => value >= 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.0} million")
        : value >= 1000 ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "";
}
