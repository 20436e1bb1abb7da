using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>
/// Before the first request: the embedded authority's keys and VISE's own client. Each step finds what an earlier start or another node made.
/// </summary>
public sealed class AuthorityStart(AccessSettings settings, AuthorityKeys keys, IServiceScopeFactory scopes) : IHostedService
{
    // any constant of our own: nodes that start together take turns
    private const long TurnOfNodes = 0x56495345_41555448;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthContext>().Database;
        await database.OpenConnectionAsync(cancellationToken);
        await database.ExecuteSqlAsync($"select pg_advisory_lock({TurnOfNodes})", cancellationToken);
        try
        {
            await keys.LoadAsync(cancellationToken);
            await RegisterBrowserClientAsync(scope.ServiceProvider, cancellationToken);
        }
        finally
        {
            await database.ExecuteSqlAsync($"select pg_advisory_unlock({TurnOfNodes})", CancellationToken.None);
            await database.CloseConnectionAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RegisterBrowserClientAsync(IServiceProvider services, CancellationToken ct)
    {
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        // a public client: the code is bound to the browser by PKCE and to us by the exact redirect address
        var wanted = new OpenIddictApplicationDescriptor
        {
            ClientId = settings.ClientId,
            ClientType = ClientTypes.Public,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "VISE",
            RedirectUris = { settings.At(Shell.AccessPaths.Callback) },
            PostLogoutRedirectUris = { settings.At(Shell.AccessPaths.SignedOutCallback) },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Email, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        if (await clients.FindByClientIdAsync(settings.ClientId, ct) is { } known)
        {
            await clients.UpdateAsync(known, wanted, ct);
        }
        else
        {
            await clients.CreateAsync(wanted, ct);
        }
    }
}
