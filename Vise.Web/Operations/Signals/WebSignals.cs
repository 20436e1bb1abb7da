using System.Diagnostics.Metrics;
using Vise.Data.Caching;
using Vise.Domain.Admissions;

namespace Vise.Web.Operations.Signals;

/// <summary>What the web room counts, times and shows as gauges, under the names of SPEC 8.</summary>
public sealed class WebSignals
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Vise.Web";

    private readonly Histogram<double> _responseTime;
    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _circuits;

    public WebSignals(IMeterFactory meters, Readings readings, ActiveUsers users, ActiveApplications applications, CacheHistory cache)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Name);
        _responseTime = meter.CreateHistogram(
            "vise.api.response_time", "s", "How long requests took, by method, route and class of status.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.045, 0.075, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30] });
        _requests = meter.CreateCounter<long>("vise.http.requests", null, "Requests, by method, route and class of status.");
        _circuits = meter.CreateUpDownCounter<long>("vise.active_circuits", null, "Open live pages of the staff.");
        _circuits.Add(0);
        meter.CreateObservableGauge("vise.cache.hit_rate", () => cache.LastFiveMinutes().HitRate, null, "The share of the cache's answers of the last five minutes that were hits, 0-1; 1 without any.");
        meter.CreateObservableGauge("vise.system.memory.usage", () => Environment.WorkingSet, "By", "Memory that this process holds.");
        meter.CreateObservableGauge("vise.connection_pool.active", () => readings.Pool().Used, null, "Database connections in use.");
        meter.CreateObservableGauge("vise.active_users", users.Count, null, "Accounts that asked something in the last five minutes.");
        meter.CreateObservableGauge("vise.active_applications", () => Measured(applications.Latest), null, "Applications on their way, by status; counted once a minute.");
    }

    internal void Request(string method, string route, int status, TimeSpan? took)
    {
        KeyValuePair<string, object?>[] labels = [new("method", method), new("route", route), new("status", ClassOf(status))];
        _requests.Add(1, labels);
        if (took is { } time)
        {
            _responseTime.Record(time.TotalSeconds, labels);
        }
    }

    internal void CircuitOpened() => _circuits.Add(1);

    internal void CircuitClosed() => _circuits.Add(-1);

    private static IEnumerable<Measurement<long>> Measured(IReadOnlyDictionary<ApplicationStatus, long>? counted) =>
        (counted ?? new Dictionary<ApplicationStatus, long>())
            .Where(row => !Lifecycle.IsEnd(row.Key))
            .Select(row => new Measurement<long>(row.Value, new KeyValuePair<string, object?>("status", StatusNames.Of(row.Key))));

    private static string ClassOf(int status) => status switch
    {
        < 200 => "1xx",
        < 300 => "2xx",
        < 400 => "3xx",
        < 500 => "4xx",
        _ => "5xx",
    };
}
