using System.Data.Common;
using Vise.Data.Operations;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Web.Operations.Signals;

/// <summary>Counts the network's applications once a minute, however often a scrape asks.</summary>
public sealed class ActiveApplications(NetworkFigures figures, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>The last count by status; null while the database can't say.</summary>
    public IReadOnlyDictionary<ApplicationStatus, long>? Latest { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        do
        {
            try
            {
                Latest = await figures.ByStatusAsync(Scope.Everything, stoppingToken);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                // health tells of the outage
                Latest = null;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
