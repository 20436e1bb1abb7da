using System.Diagnostics.Metrics;
using Vise.Data.Operations;

namespace Vise.Web.Operations.Signals;

/// <summary>The database connections of this process: in use, kept open for the next, waited for, and the most there may be.</summary>
public sealed record PoolNumbers(long Used, long Idle, long Waiting, long Most)
{
    public double Utilisation => Most == 0 ? 0 : (double)Used / Most;
}

/// <summary>Listens to what the rooms below measure and keeps what health, performance and gauges need of it.</summary>
public sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private (long Used, long Idle, long Most) _pool;
    private long _waiting;

    public Readings(TimeProvider clock)
    {
        (Requests, Queries) = (new Recent(clock), new Recent(clock));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Npgsql" || instrument.Name is DataSignals.QueryDurationName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, _, _) =>
        {
            if (instrument.Name is DataSignals.QueryDurationName)
            {
                Queries.Add(seconds, good: true);
            }
        });
        _listener.SetMeasurementEventCallback<int>((instrument, number, tags, _) => Pooled(instrument, number, tags));
        _listener.Start();
    }

    /// <summary>Requests to pages and API; good ones did not end with a status of 500 and above.</summary>
    public Recent Requests { get; }

    /// <summary>Statements sent to the database.</summary>
    public Recent Queries { get; }

    /// <summary>The pools of this process together, now.</summary>
    public PoolNumbers Pool()
    {
        lock (_gate)
        {
            _pool = default;
            _listener.RecordObservableInstruments();
            return new PoolNumbers(_pool.Used, _pool.Idle, Interlocked.Read(ref _waiting), _pool.Most);
        }
    }

    public void Dispose() => _listener.Dispose();

    // the driver's own instruments; all but one speak when Pool() asks, on its thread
    private void Pooled(Instrument instrument, int number, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (instrument.Name)
        {
            case "db.client.connection.count" when Value(tags, "db.client.connection.state") is "used":
                _pool.Used += number;
                break;
            case "db.client.connection.count":
                _pool.Idle += number;
                break;
            case "db.client.connection.npgsql.pending_requests":
                // told at each change, the others when asked
                Interlocked.Add(ref _waiting, number);
                break;
            case "db.client.connection.max":
                _pool.Most += number;
                break;
        }
    }

    private static string? Value(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key.Equals(name, StringComparison.Ordinal))
            {
                return value as string;
            }
        }

        return null;
    }
}
