using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Vise.Web.Access;

namespace Vise.Web.Operations.Signals;

/// <summary>Counts open live pages, and whoever does something on one as an active user.</summary>
public sealed class CircuitSignals(WebSignals signals, ActiveUsers users, AuthenticationStateProvider visitor) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        signals.CircuitOpened();
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        signals.CircuitClosed();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if (ViseClaims.AccountOf((await visitor.GetAuthenticationStateAsync()).User) is { } account)
        {
            users.Saw(account);
        }

        await next(context);
    };
}
