using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Vise.Data.Operations.Trails;
using Vise.Data.Users;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>
/// The person or service asking, in a request and in a circuit alike. What they may do is asked of the accounts: once per
/// request, and anew for each question in a circuit, which may stay open for hours. The answer is a second old at most; a write asks the database.
/// </summary>
public sealed class Visitor(IHttpContextAccessor http, AccountDesk desk, AccessSettings settings, SecondFactorRule secondFactor, IServiceProvider services)
{
    /// <summary>The cookie that the switcher sets to <see cref="KeyOf"/> of a grant.</summary>
    public const string GrantCookie = "vise-grant";

    private ClaimsPrincipal? _user;
    private Guid? _account;
    private Task<IReadOnlyList<Grant>>? _grants;
    private bool _inCircuit;

    /// <summary>The account, or null when nobody is signed in. Known once <see cref="RecogniseAsync"/> or any question was awaited.</summary>
    public Guid? Account => _account ?? ClaimedAccount(_user ?? http.HttpContext?.User ?? new ClaimsPrincipal());

    /// <summary>The name that colleagues see; empty when nobody is signed in.</summary>
    public string Name => (_user ?? http.HttpContext?.User)?.FindFirst(ViseClaims.Name)?.Value ?? "";

    /// <summary>A grant as the switcher's cookie and form write it: <c>Clerk.272501</c>.</summary>
    public static string KeyOf(Grant grant) => $"{grant.Role}.{grant.Scope}";

    /// <summary>Finds out who is asking; returns the account, or null when nobody is signed in or the account is closed.</summary>
    public async Task<Guid?> RecogniseAsync(CancellationToken ct)
    {
        if (_user is null || _inCircuit)
        {
            var user = await UserAsync();
            _account = ClaimedAccount(user) ?? await AccountOfTokenAsync(user, ct);
            _user = user;
            if (_account is { } account && Session is { } session && !IsCookie(user) && !await services.GetRequiredService<SessionDesk>().SeeAsync(account, session, ct))
            {
                // a token outlives its session's end; a cookie is held against it as it comes in
                _account = null;
            }
        }
        return _account;
    }

    /// <summary>The grants in force now; empty when there are none or nobody is signed in.</summary>
    public async Task<IReadOnlyList<Grant>> GrantsAsync(CancellationToken ct)
    {
        if (await RecogniseAsync(ct) is not { } account)
        {
            return [];
        }
        var grants = await (_inCircuit ? desk.GrantsAsync(account, Session, ct) : _grants ??= desk.GrantsAsync(account, Session, ct));
        if (grants.Count == 0 && !await desk.StandsAsync(account, Session, ct))
        {
            // closed, or the session ended: its token or cookie speaks for nobody any more
            _account = null;
        }
        return grants;
    }

    /// <summary>The grant chosen in the switcher, while it is in force; else the first in force, or null.</summary>
    public async Task<Grant?> ChosenGrantAsync(CancellationToken ct)
    {
        var grants = await GrantsAsync(ct);
        return grants.FirstOrDefault(IsChosen) ?? (grants.Count > 0 ? grants[0] : null);
    }

    /// <summary>Asks to do a duty in a branch: granted under the grant that covers the branch and carries the duty, else why not.</summary>
    public async Task<Asked> AskAsync(Duty duty, BranchId branch, CancellationToken ct)
    {
        if (duty is Duty.ApplyForOwnChild)
        {
            return await AskAsync(duty, ct);
        }
        var covering = (await GrantsAsync(ct)).Where(g => g.Role is not (Role.Parent or Role.Student) && g.Scope.Covers(branch)).ToList();
        if (_account is null)
        {
            return Asked.SignedOut;
        }
        var fit = covering.Where(g => Duties.Of(g.Role).Contains(duty)).OrderByDescending(IsProven).ThenByDescending(IsChosen).ThenByDescending(g => g.Scope.Prefix.Length).FirstOrDefault();
        return fit is not null ? Grant(fit) : covering.Count > 0 ? Asked.Forbidden : Asked.OutOfScope;
    }

    /// <summary>Asks to do a duty where no branch is named: under the grant chosen in the switcher, else the first that carries the duty.</summary>
    public async Task<Asked> AskAsync(Duty duty, CancellationToken ct)
    {
        if (duty is Duty.ApplyForOwnChild)
        {
            // every signed-in person may have a child; a service account has none
            return await RecogniseAsync(ct) is null ? Asked.SignedOut
                : ViseClaims.IsService(_user!) ? Asked.Forbidden
                : Grant(new Grant(Role.Parent, Scope.Everything));
        }
        var fit = (await GrantsAsync(ct)).Where(g => Duties.Of(g.Role).Contains(duty)).OrderByDescending(IsProven).ThenByDescending(IsChosen).FirstOrDefault();
        return _account is null ? Asked.SignedOut : fit is not null ? Grant(fit) : Asked.Forbidden;
    }

    /// <summary>Whether there are grants and none of them can be acted under before a second factor is shown.</summary>
    public async Task<bool> LacksSecondFactorAsync(CancellationToken ct)
    {
        var grants = await GrantsAsync(ct);
        return grants.Count > 0 && !grants.Any(IsProven);
    }

    /// <summary>The actor to do the duty in the branch with, or null; <see cref="AskAsync(Duty, BranchId, CancellationToken)"/> also says why not.</summary>
    public async Task<Actor?> ActAsync(Duty duty, BranchId branch, CancellationToken ct) => (await AskAsync(duty, branch, ct)).Actor;

    /// <summary>The actor to do the duty with where no branch is named, or null.</summary>
    public async Task<Actor?> ActAsync(Duty duty, CancellationToken ct) => (await AskAsync(duty, ct)).Actor;

    /// <summary>Told by sign-in that the request goes on as somebody who was just admitted.</summary>
    internal void Become(ClaimsPrincipal user) => (_user, _account, _grants) = (user, ClaimedAccount(user), null);

    /// <summary>The actor to do the duty on a child's record with. A refusal inside a circuit is taken down here; a request's, where its answer goes out.</summary>
    public async Task<Actor?> ActAsync(Duty duty, ApplicationId id, CancellationToken ct) => (await AskAsync(duty, id, ct)).Actor;

    /// <summary>Asks to do the duty on a child's record, as <see cref="ActAsync(Duty, ApplicationId, CancellationToken)"/>, and says why not.</summary>
    public async Task<Asked> AskAsync(Duty duty, ApplicationId id, CancellationToken ct)
    {
        var asked = await AskAsync(duty, id.Branch, ct);
        // a closed account still has the name it came in under
        if (_inCircuit && asked.Actor is null && Account is { } account)
        {
            var grant = await ChosenGrantAsync(ct);
            services.GetRequiredService<RefusalBook>().Note(new NotedRefusal(
                id, account, grant?.Role ?? Role.Parent, grant?.Scope ?? default, duty.ToString(), asked.Answer is Answer.OutOfScope or Answer.SignedOut, Activity.Current?.TraceId.ToHexString()));
        }

        return asked;
    }

    /// <summary>Told once by the circuit that it is one: from now on nothing is remembered between questions.</summary>
    internal void EnterCircuit() => _inCircuit = true;

    // what another authority calls a session is not ours
    private Guid? Session => _user is { } user && (settings.IsEmbedded || IsCookie(user)) ? ViseClaims.SessionOf(user) : null;

    private Asked Grant(Grant grant) => IsProven(grant)
        ? Asked.Granted(new Actor(_account!.Value, grant.Role, grant.Scope, Name) { Session = Session })
        : Asked.SecondFactor;

    private bool IsProven(Grant grant) => secondFactor.Allows(_user!, grant.Role);

    private bool IsChosen(Grant grant) =>
        string.Equals(_user?.FindFirst(ViseClaims.ChosenGrant)?.Value, KeyOf(grant), StringComparison.Ordinal);

    private async Task<ClaimsPrincipal> UserAsync() =>
        !_inCircuit && http.HttpContext is { } request
            ? request.User
            : (await services.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User;

    // our cookie and our own authority's tokens name the account; what another authority writes there is not ours
    private Guid? ClaimedAccount(ClaimsPrincipal user) =>
        settings.IsEmbedded || IsCookie(user) ? ViseClaims.AccountOf(user) : null;

    private static bool IsCookie(ClaimsPrincipal user) => user.Identity?.AuthenticationType is CookieAuthenticationDefaults.AuthenticationScheme;

    // by its issuer and subject
    private async Task<Guid?> AccountOfTokenAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (settings.IsEmbedded || user.Identity?.IsAuthenticated != true || user.FindFirst(Claims.Subject)?.Value is not { } subject)
        {
            return null;
        }
        var name = user.FindFirst(ViseClaims.Name)?.Value ?? user.FindFirst(Claims.ClientId)?.Value ?? subject;
        return await desk.RecogniseAsync(settings.Issuer, subject, name, user.FindFirst(Claims.Email)?.Value, ct);
    }
}
