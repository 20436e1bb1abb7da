using Hangfire;
using OpenIddict.Abstractions;
using Vise.Data.Users;

namespace Vise.Web.Access.Factors;

/// <summary>Clears away what sign-in and clients leave behind: sessions that ran out, idempotency keys, and the authority's old codes and tokens.</summary>
[AutomaticRetry(Attempts = 0)] // the next hour's run is the retry
public sealed class SessionJobs(SessionDesk sessions, OnceDesk keys, TimeProvider clock, IServiceProvider services)
{
    // longer than any token lives
    private static readonly TimeSpan TokensKept = TimeSpan.FromDays(1);

    // as OpenIddict advises
    private static readonly TimeSpan AuthorizationsKept = TimeSpan.FromDays(14);

    public async Task PruneAsync(CancellationToken ct)
    {
        await sessions.PruneAsync(ct);
        await keys.PruneAsync(ct);
        // none with another authority
        if (services.GetService<IOpenIddictTokenManager>() is { } tokens)
        {
            await tokens.PruneAsync(clock.GetUtcNow() - TokensKept, ct);
        }
        if (services.GetService<IOpenIddictAuthorizationManager>() is { } authorizations)
        {
            await authorizations.PruneAsync(clock.GetUtcNow() - AuthorizationsKept, ct);
        }
    }
}
