using System.Data.Common;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Vise.Data.Users;

namespace Vise.Web.Access;

/// <summary>Ends the sign-in of an open circuit within half a minute of the account's closing.</summary>
public sealed class CircuitRecheck(ILoggerFactory logs, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (ViseClaims.AccountOf(authenticationState.User) is not { } account)
        {
            return false;
        }
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<AccountDesk>().StandsAsync(account, cancellationToken);
        }
        catch (DbException)
        {
            // an outage signs nobody out: every handler asks the database before it does anything
            return true;
        }
    }
}

/// <summary>Tells the circuit's visitor that it lives in a circuit.</summary>
public sealed class CircuitEntry : CircuitHandler
{
    public CircuitEntry(Visitor visitor) => visitor.EnterCircuit();
}
