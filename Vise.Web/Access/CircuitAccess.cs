using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Vise.Data.Users;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Access;

/// <summary>
/// Ends the sign-in of an open circuit within half a minute of the account's closing, of the session's end, or of the end of any grant that it was opened under.
/// The page then shows nothing any more and is asked for anew, which answers by what holds now.
/// </summary>
public sealed class CircuitRecheck(ILoggerFactory logs, IServiceScopeFactory scopes, AccessSettings settings) : RevalidatingServerAuthenticationStateProvider(logs)
{
    private IReadOnlyList<Grant> _held = [];

    protected override TimeSpan RevalidationInterval => settings.RecheckEvery;

    /// <summary>Notes the grants that the circuit is opened under.</summary>
    internal async Task BeginAsync(CancellationToken ct) =>
        await ValidateAuthenticationStateAsync(await GetAuthenticationStateAsync(), ct);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (ViseClaims.AccountOf(authenticationState.User) is not { } account)
        {
            return false;
        }
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var desk = scope.ServiceProvider.GetRequiredService<AccountDesk>();
            var session = ViseClaims.SessionOf(authenticationState.User);
            var now = await desk.GrantsAsync(account, session, cancellationToken);
            var stands = session is not null && _held.All(now.Contains) && (now.Count > 0 || await desk.StandsAsync(account, session, cancellationToken));
            _held = now;
            return stands;
        }
        catch (Exception e) when (Outage.IsDatabase(e))
        {
            // an outage signs nobody out: every handler asks the database before it does anything
            return true;
        }
    }
}

/// <summary>Tells the circuit's visitor that it lives in a circuit, and what it is opened under.</summary>
public sealed class CircuitEntry : CircuitHandler
{
    private readonly AuthenticationStateProvider _state;

    public CircuitEntry(Visitor visitor, AuthenticationStateProvider state)
    {
        _state = state;
        visitor.EnterCircuit();
    }

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        _state is CircuitRecheck recheck ? recheck.BeginAsync(cancellationToken) : Task.CompletedTask;
}
