using Hangfire;
using Vise.Data.Admissions;

namespace Vise.Web.Admissions;

/// <summary>Deadlines as jobs. Each works until nothing is due; on several nodes at once they share the work.</summary>
[AutomaticRetry(Attempts = 0)] // the next minute's run is the retry
public sealed class DeadlineJobs(DeadlineDesk desk, ReminderDesk reminders, CycleEndDesk cycles, Reminders settings, DocumentSweep sweep, TimeProvider time)
{
    public Task ExpireDraftsAsync(CancellationToken ct) => UntilDoneAsync(desk.ExpireDraftsAsync, ct);

    public Task WarnDraftsAsync(CancellationToken ct) => UntilDoneAsync(desk.WarnDraftsAsync, ct);

    public Task RemindAsync(CancellationToken ct) => UntilDoneAsync(stopping => reminders.RemindAsync(settings.DaysBefore, stopping), ct);

    public Task ExpireOffersAsync(CancellationToken ct) => UntilDoneAsync(desk.ExpireOffersAsync, ct);

    public Task ExpireFeesAsync(CancellationToken ct) => UntilDoneAsync(desk.ExpireFeesAsync, ct);

    /// <summary>What the closing and the end of cycles mean for families, a branch at a time.</summary>
    public async Task EndCyclesAsync(CancellationToken ct)
    {
        foreach (var branch in await cycles.BranchesAsync(ct))
        {
            await UntilDoneAsync(stopping => cycles.EndWaitingAsync(branch, stopping), ct);
            await UntilDoneAsync(stopping => cycles.TellAsync(branch, stopping), ct);
        }
    }

    /// <summary>Not a deadline, but of the same kind: what lies in the document store and belongs to nothing goes after a day.</summary>
    public Task SweepDocumentsAsync(CancellationToken ct) => sweep.SweepAsync(time.GetUtcNow(), ct);

    private static async Task UntilDoneAsync(Func<CancellationToken, Task<int>> batch, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await batch(ct) == DeadlineDesk.Batch)
        {
            // the next batch
        }
    }
}
