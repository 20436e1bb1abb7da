using System.Globalization;

namespace Vise.Bench;

/// <summary>The app's own metrics at one time, as Prometheus reads them.</summary>
internal sealed class Metrics
{
    private readonly string[] _lines;

    private Metrics(string text) => _lines = text.Split('\n');

    public static async Task<Metrics> ReadAsync(HttpClient http, string address, CancellationToken ct) => new(await http.GetStringAsync(new Uri(address), ct));

    public double Sum(string name, params string[] labels) => Sum(name, line => labels.All(label => line.Contains(label, StringComparison.Ordinal)));

    public double Sum(string name, Func<string, bool> which) => _lines
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && which(line))
        .Sum(line => double.Parse(line[(line.IndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
}
