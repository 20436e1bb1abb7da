using Vise.Data.Users;
using Vise.Web.Admissions.Notices;

namespace Vise.Web.Users.Post;

/// <summary>Carries messages to single addresses, in the manner of <see cref="OutboxService"/>: looks every second, on any number of nodes.</summary>
public sealed class PostService(PostDesk desk, PostCarrier carrier, TimeProvider time, ILogger<PostService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    /// <summary>Claims and carries one batch; returns how many it claimed.</summary>
    public async Task<int> CarryBatchAsync(CancellationToken ct)
    {
        var claimed = await desk.ClaimAsync(OutboxService.Batch, OutboxService.Lease, ct);
        var started = time.GetTimestamp();
        foreach (var post in claimed)
        {
            // what a slow channel left no time for is claimed anew by whoever comes first
            if (ct.IsCancellationRequested || time.GetElapsedTime(started) > OutboxService.Lease / 2)
            {
                break;
            }

            await CarryAsync(post);
        }

        return claimed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var troubled = false;
        while (carrier.Reaches && !stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                pause = await CarryBatchAsync(stoppingToken) == OutboxService.Batch ? TimeSpan.Zero : Pause;
                troubled = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!troubled)
                {
                    // once, not every few seconds
                    log.LogWarning("The post waits: {Trouble}", e.GetType().Name);
                }

                (troubled, pause) = (true, LongPause);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // a message on its way is brought to its end even while the node stops; channels have a time limit of their own
    private async Task CarryAsync(ClaimedPost post)
    {
        try
        {
            await carrier.CarryAsync(post, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("Message {Post} of kind {Kind} failed at attempt {Attempt}: {Trouble}", post.PostId, post.Kind, post.Attempts, e.GetType().Name);
            await desk.BrokenOffAsync(post, $"Failed: {e.GetType().Name}", CancellationToken.None);
        }
    }
}
