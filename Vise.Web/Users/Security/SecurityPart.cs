using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;

namespace Vise.Web.Users.Security;

/// <summary>What the pages of a person's own security share: who asks, and with which login.</summary>
public abstract class SecurityPart : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected Visitor Visitor { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    protected SecondFactors Factors { get; set; } = default!;

    [Inject]
    protected AccessSettings Settings { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<SecurityWords> Words { get; set; } = default!;

    /// <summary>Where the person was before they were asked for more.</summary>
    [SupplyParameterFromQuery]
    protected string? ReturnTo { get; set; }

    protected CancellationToken Ct => Http.RequestAborted;

    protected Guid? Here => ViseClaims.SessionOf(Http.User);

    /// <summary>The account, asked for anew in each handler; null when it or the session has ended, and sign-in follows.</summary>
    protected async Task<Guid?> AskAsync()
    {
        var asked = await Visitor.AskAsync(Duty.ApplyForOwnChild, Ct);
        if (asked.Actor is null)
        {
            Navigation.NavigateTo(Paths.SignIn(Paths.AccountSecurity));
        }

        return asked.Actor?.Account;
    }

    /// <summary>The login that may be changed now: there is one, and what it has of a second factor was shown in this session.</summary>
    protected async Task<Login?> UnlockedAsync() =>
        await AskAsync() is not null && await Factors.OfAsync(Http) is { } login && !await Factors.IsLockedAsync(Http, login) ? login : null;

    /// <summary>To the authority and back, so that the app's cookie learns what was proved.</summary>
    protected string StepUpTo(string path) => AccessPaths.Then(AccessPaths.StepUp, path);

    protected string WordOf(UserPasskeyInfo key) => key.Name is { Length: > 0 } name ? name : Words["Passkey"];
}
