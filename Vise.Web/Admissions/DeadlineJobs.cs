using Hangfire;
using Vise.Data.Admissions;

namespace Vise.Web.Admissions;

/// <summary>Deadlines as jobs. Each works until nothing is due; on several nodes at once they share the work.</summary>
[AutomaticRetry(Attempts = 0)] // the next minute's run is the retry
public sealed class DeadlineJobs(DeadlineDesk desk)
{
    public Task ExpireDraftsAsync(CancellationToken ct) => UntilDoneAsync(desk.ExpireDraftsAsync, ct);

    public Task WarnDraftsAsync(CancellationToken ct) => UntilDoneAsync(desk.WarnDraftsAsync, ct);

    public Task ExpireOffersAsync(CancellationToken ct) => UntilDoneAsync(desk.ExpireOffersAsync, ct);

    public Task ExpireFeesAsync(CancellationToken ct) => UntilDoneAsync(desk.ExpireFeesAsync, ct);

    private static async Task UntilDoneAsync(Func<CancellationToken, Task<int>> batch, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await batch(ct) == DeadlineDesk.Batch)
        {
            // the next batch
        }
    }
}
