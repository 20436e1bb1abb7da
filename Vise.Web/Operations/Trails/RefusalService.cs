using Vise.Data.Operations.Trails;

namespace Vise.Web.Operations.Trails;

/// <summary>Writes the refusals that were taken down to the trail, one after the other.</summary>
public sealed class RefusalService(RefusalBook book, TrailDesk desk, ILogger<RefusalService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var noted in book.Noted.ReadAllAsync(stoppingToken))
        {
            try
            {
                await desk.RefusedAsync(noted, CancellationToken.None);
            }
            catch (Exception e)
            {
                log.LogWarning("A refusal could not be written to the trail: {Trouble}", e.GetType().Name);
            }
        }
    }
}
