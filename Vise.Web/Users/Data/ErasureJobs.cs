using Hangfire;
using Vise.Data.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Users.Data;

/// <summary>Erasures that have come due, as a job. On several nodes at once they share the work.</summary>
[AutomaticRetry(Attempts = 0)] // the next minute's run is the retry
public sealed class ErasureJobs(ErasureWork work, IServiceScopeFactory scopes)
{
    public async Task CarryAsync(CancellationToken ct)
    {
        List<Exception> failures = [];
        foreach (var request in await work.DueAsync(ct))
        {
            try
            {
                await CarryAsync(request, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // one that fails keeps nobody else waiting; the run as a whole is shown as failed
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private async Task CarryAsync(Guid request, CancellationToken ct)
    {
        while (await work.StepAsync(request, OwnDataPaths.Page, ct))
        {
            // the next application
        }

        // shut before its login goes: an account that keeps a form begun meanwhile keeps its login too
        if (await work.LeavingAsync(request, ct) is not { } leaving || !await work.ShutAsync(request, ct))
        {
            return;
        }

        if (leaving.Issuer == AccessSettings.EmbeddedIssuer)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<LoginBook>().ForgetAsync(leaving.Subject, ct);
        }

        await work.CloseAsync(request, leaving, ct);
    }
}
