using Vise.Data.Admissions;

namespace Vise.Web.Admissions.Notices;

/// <summary>
/// Carries the outbox: looks every second, so that a change's effect is there within five, and works on while there is work. Any number of
/// nodes may run it. A short poll instead of LISTEN, which a pooler in transaction mode would break.
/// </summary>
public sealed class OutboxService(OutboxDesk outbox, EffectCarrier carrier, TimeProvider time, ILogger<OutboxService> log) : BackgroundService
{
    /// <summary>How many effects one claim takes.</summary>
    public const int Batch = 10;

    /// <summary>When a claim lapses: what a killed node had claimed is taken over after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    /// <summary>Claims and carries out one batch; returns how many it claimed.</summary>
    public async Task<int> CarryBatchAsync(CancellationToken ct)
    {
        var claimed = await outbox.ClaimAsync(Batch, Lease, ct, messages: carrier.Reaches);
        var started = time.GetTimestamp();
        foreach (var effect in claimed)
        {
            // what a slow channel left no time for is claimed anew by whoever comes first
            if (ct.IsCancellationRequested || time.GetElapsedTime(started) > Lease / 2)
            {
                break;
            }

            await CarryAsync(effect);
        }

        return claimed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var troubled = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                pause = await CarryBatchAsync(stoppingToken) == Batch ? TimeSpan.Zero : Pause;
                troubled = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!troubled)
                {
                    // once, not every few seconds
                    log.LogWarning("The outbox waits: {Trouble}", e.GetType().Name);
                }

                (troubled, pause) = (true, LongPause);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // a message on its way is brought to its end even while the node stops; channels have a time limit of their own
    private async Task CarryAsync(ClaimedEffect effect)
    {
        try
        {
            await carrier.CarryAsync(effect, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("Effect {Outbox} of kind {Kind} failed at attempt {Attempt}: {Trouble}", effect.OutboxId, effect.Kind, effect.Attempts, e.GetType().Name);
            await outbox.TryAgainAsync(effect, $"Failed: {e.GetType().Name}", CancellationToken.None);
        }
    }
}
