using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenIddict.Abstractions;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Operations;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>
/// Before the first request: the embedded authority's keys, VISE's own client and, in demo mode, the demo accounts.
/// Every step finds what an earlier start or another node made.
/// </summary>
public sealed class AuthorityStart(AccessSettings settings, AuthorityKeys keys, IConfiguration configuration, IServiceScopeFactory scopes) : IHostedService
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
            if (settings.DemoEnabled && configuration.Logins() is { } logins)
            {
                await using var owner = NpgsqlDataSource.Create(logins.Owner);
                await SeedPeopleAsync(scope.ServiceProvider, owner, cancellationToken);
                await SeedServicesAsync(scope.ServiceProvider, owner, cancellationToken);
            }
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

    private static async Task SeedPeopleAsync(IServiceProvider services, NpgsqlDataSource owner, CancellationToken ct)
    {
        var logins = services.GetRequiredService<UserManager<Login>>();
        var known = await logins.Users.Select(l => l.Id).ToListAsync(ct);
        string? hash = null;
        foreach (var person in DemoAccounts.People.Where(p => !known.Contains(p.LoginId)))
        {
            await AccountSeed.EnsureAsync(owner, AccessSettings.EmbeddedIssuer, person.Subject, person.Name, person.Id, "en", GrantsOf(person), ct);
            var login = new Login
            {
                Id = person.LoginId, UserName = person.Id, Email = person.Id, EmailConfirmed = true, DisplayName = person.Name,
            };
            // one public password: hashed once, for a quick first start
            login.PasswordHash = hash ??= logins.PasswordHasher.HashPassword(login, DemoAccounts.Password);
            Expect(await logins.CreateAsync(login));
        }
    }

    private static async Task SeedServicesAsync(IServiceProvider services, NpgsqlDataSource owner, CancellationToken ct)
    {
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (var service in DemoAccounts.Services)
        {
            if (await clients.FindByClientIdAsync(service.Id, ct) is not null)
            {
                continue;
            }
            await AccountSeed.EnsureAsync(owner, AccessSettings.EmbeddedIssuer, service.Subject, service.Name, null, "en", GrantsOf(service), ct);
            await clients.CreateAsync(
                new OpenIddictApplicationDescriptor
                {
                    ClientId = service.Id,
                    ClientSecret = DemoAccounts.Password,
                    ClientType = ClientTypes.Confidential,
                    DisplayName = service.Name,
                    Permissions =
                    {
                        Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Authority.ApiScope,
                    },
                },
                ct);
        }
    }

    // a parent acts for the own children by being signed in; the other roles need their grant
    private static Grant[] GrantsOf(DemoAccount account) =>
        account.Role is Role.Parent ? [] : [new Grant(account.Role, account.Scope)];

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("A demo account could not be made: " + string.Join(' ', result.Errors.Select(e => e.Description)));
        }
    }
}
