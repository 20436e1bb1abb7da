using System.Diagnostics;
using System.Diagnostics.Metrics;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Operations;

/// <summary>What the data room counts and times, under the names of SPEC 8. Labels are words of the program, never ids or what people typed.</summary>
public static class DataSignals
{
    /// <summary>The meter's and the traces' name, for whoever listens.</summary>
    public const string Name = "Vise.Data";

    public const string QueryDurationName = "vise.database.query.duration";

    internal static readonly ActivitySource Traces = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> QueryDuration = Meter.CreateHistogram(
        QueryDurationName, "s", "How long the database took for a statement, by the query or desk method that sent it.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });

    private static readonly Counter<long> Queries = Meter.CreateCounter<long>(
        "vise.db.queries", null, "Statements sent to the database, by the query or desk method that sent them and how they ended.");

    private static readonly Counter<long> Created = Meter.CreateCounter<long>(
        "vise.applications.created", null, "Applications begun, by the role that began them.");

    private static readonly Counter<long> Transitions = Meter.CreateCounter<long>(
        "vise.application.status_transitions", null, "Changes of an application's status, from one to another.");

    /// <summary>Counts nothing yet, so that every series stands at 0 before its first event and a rate can be taken of it.</summary>
    public static void StandAtZero()
    {
        foreach (var role in (Role[])[Role.Parent, Role.Clerk, Role.BranchAdmin])
        {
            Created.Add(0, Tag("role", role.ToString()));
        }

        foreach (var step in Lifecycle.Steps)
        {
            Transitions.Add(0, From(step.From), To(step.To));
        }

        CacheSignals.Show(Meter);
    }

    internal static void Query(string name, TimeSpan took, bool failed)
    {
        QueryDuration.Record(took.TotalSeconds, Tag("query", name));
        Queries.Add(1, Tag("query", name), Tag("outcome", failed ? "failed" : "ok"));
    }

    /// <summary>To be told of what is committed.</summary>
    internal static void Happened(IEnumerable<ApplicationEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened.FromStatus is { } from)
            {
                Transitions.Add(1, From(from), To(happened.ToStatus));
            }
            else
            {
                Created.Add(1, Tag("role", happened.ActorRole.ToString()));
            }
        }
    }

    private static KeyValuePair<string, object?> From(ApplicationStatus status) => Tag("from", StatusNames.Of(status));

    private static KeyValuePair<string, object?> To(ApplicationStatus status) => Tag("to", StatusNames.Of(status));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
