using System.Collections.Concurrent;
using Vise.Data.Operations.Trails;
using Vise.Domain.Codes;

namespace Vise.Web.Operations.Trails;

/// <summary>
/// Has the trail sealed every two seconds. Where a chain ends goes to the log and to <see cref="TrailEnds"/> once a minute and branch: kept elsewhere than
/// the database, it shows a tail that was cut off whole.
/// </summary>
public sealed class SealingService(TrailSealer sealer, TimeProvider time, IConfiguration configuration, ILogger<SealingService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<BranchId, DateTimeOffset> _told = new();
    private readonly TrailEnds _ends = TrailEnds.Of(configuration);
    private bool _cannotNote;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var troubled = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                Tell(await sealer.SealAsync(stoppingToken));
                troubled = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!troubled)
                {
                    log.LogWarning("The trail waits to be sealed: {Trouble}", e.GetType().Name);
                }

                (troubled, pause) = (true, LongPause);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(IReadOnlyList<SealedHead> heads)
    {
        var now = time.GetUtcNow();
        var due = heads.Where(head => now - _told.GetValueOrDefault(head.Branch) > TimeSpan.FromMinutes(1)).ToList();
        foreach (var head in due)
        {
            _told[head.Branch] = now;
            log.LogInformation("The trail of {Branch} is sealed to {SealNo}: {Head}", head.Branch.Value, head.SealNo, head.Hash);
        }

        if (due.Count > 0 && !_cannotNote)
        {
            Note(due);
        }
    }

    private void Note(List<SealedHead> heads)
    {
        try
        {
            _ends.Note(heads.Select(head => KeyValuePair.Create(head.Branch, (head.SealNo, head.Hash))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsException)
        {
            _cannotNote = true;
            log.LogWarning("The ends of the trail's chains are noted in the log alone: {Setting} can't be written, {Trouble}", TrailEnds.Setting, e.GetType().Name);
        }
    }
}
