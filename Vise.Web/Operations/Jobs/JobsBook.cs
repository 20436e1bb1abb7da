using Hangfire;
using Hangfire.Storage;

namespace Vise.Web.Operations.Jobs;

/// <summary>How a recurring job stands. Times are UTC; null where it has not run yet.</summary>
public sealed record JobLine(string Id, DateTimeOffset? Last, string? State, DateTimeOffset? Next, bool HasError);

/// <summary>The jobs and the nodes that run them, as Hangfire's own tables tell.</summary>
public sealed record JobsState(IReadOnlyList<JobLine> Jobs, int Nodes, long Failed);

/// <summary>Reads what Hangfire knows; it names no person.</summary>
public sealed class JobsBook(JobStorage storage)
{
    public JobsState Read()
    {
        using var connection = storage.GetConnection();
        var monitor = storage.GetMonitoringApi();
        var lines = connection.GetRecurringJobs()
            .Select(job => new JobLine(job.Id, Moment(job.LastExecution), job.LastJobState, Moment(job.NextExecution), job.Error is not null || job.LastJobState == "Failed"))
            .OrderBy(line => line.Id, StringComparer.Ordinal).ToList();
        return new JobsState(lines, monitor.Servers().Count, monitor.FailedCount());
    }

    private static DateTimeOffset? Moment(DateTime? utc) => utc is { } moment ? new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)) : null;
}
