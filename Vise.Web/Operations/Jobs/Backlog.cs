using System.Data.Common;
using Hangfire;
using Vise.Data.Operations;
using Vise.Web.Operations.Signals;

namespace Vise.Web.Operations.Jobs;

/// <summary>Whether background work keeps up: effects are carried within seconds, so one that is due for longer means that no worker runs.</summary>
public sealed class Backlog(OutboxWatch outbox, JobStorage jobs)
{
    /// <summary>From when on work is late, seconds.</summary>
    public const int LateSeconds = 60;

    /// <summary>Degraded, never worse: pages work, messages and seats come late.</summary>
    public async Task<PartHealth> ReadAsync(CancellationToken ct)
    {
        try
        {
            var oldest = await outbox.OldestDueSecondsAsync(ct);
            var workers = await Task.Run(() => jobs.GetMonitoringApi().Servers().Count, ct);
            var message = workers == 0 ? "no worker runs: effects wait" : oldest > LateSeconds ? "effects wait" : "keeps up";
            return new PartHealth(
                workers == 0 || oldest > LateSeconds ? Wellness.Degraded : Wellness.Healthy, message, 0,
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["oldestDueSeconds"] = Math.Round(oldest), ["workers"] = workers });
        }
        catch (DbException)
        {
            return new PartHealth(Wellness.Degraded, "can't be known without the database", 0, new Dictionary<string, object?>(StringComparer.Ordinal));
        }
    }
}
