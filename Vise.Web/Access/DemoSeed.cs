using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenIddict.Abstractions;
using Vise.Data.Users;
using Vise.Domain.Users;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>Makes the demo accounts of <see cref="DemoAccounts"/>, what they may do, and what they sign in with.</summary>
public sealed class DemoSeed(UserManager<Login> logins, IOpenIddictApplicationManager clients)
{
    /// <summary>Makes what is missing; needs the owner, since the running app cannot give grants by itself. Before the first visitor.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="ownerConnection">The connection string of <c>vise_owner</c>; without it nothing is made.</param>
    /// <param name="ct">Ends the work.</param>
    public static async Task RunAsync(IServiceProvider services, string? ownerConnection, CancellationToken ct)
    {
        var settings = services.GetRequiredService<AccessSettings>();
        if (!settings.DemoEnabled || !settings.IsEmbedded || string.IsNullOrEmpty(ownerConnection))
        {
            return;
        }
        await using var owner = NpgsqlDataSource.Create(ownerConnection);
        await using var scope = services.CreateAsyncScope();
        var seed = scope.ServiceProvider.GetRequiredService<DemoSeed>();
        await seed.SeedPeopleAsync(owner, ct);
        await seed.SeedServicesAsync(owner, ct);
    }

    private async Task SeedPeopleAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        var known = await logins.Users.Select(l => l.Id).ToListAsync(ct);
        string? hash = null;
        foreach (var person in DemoAccounts.People.Where(p => !known.Contains(p.LoginId)))
        {
            await AccountSeed.EnsureAsync(owner, AccessSettings.EmbeddedIssuer, person.Subject, person.Name, person.Id, "en", GrantsOf(person), ct);
            var login = new Login
            {
                Id = person.LoginId,
                UserName = person.Id,
                Email = person.Id,
                EmailConfirmed = true,
                DisplayName = person.Name,
            };
            // one public password: hashed once, for a quick first start
            login.PasswordHash = hash ??= logins.PasswordHasher.HashPassword(login, DemoAccounts.Password);
            Expect(await logins.CreateAsync(login));
        }

        // also for those that an earlier version made
        foreach (var (person, number) in DemoAccounts.People.Select((person, number) => (person, number)))
        {
            await AccountSeed.ProveMobileAsync(owner, AccessSettings.EmbeddedIssuer, person.Subject, $"+919822{100001 + number}", ct);
        }
    }

    private async Task SeedServicesAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
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
