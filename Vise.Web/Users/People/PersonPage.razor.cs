using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Users.People;

/// <summary>One person: the roles that the visitor may see, who gave and ended them, and what may be done about them.</summary>
public sealed partial class PersonPage(Visitor visitor, PeopleQueries people, GrantDesk grants, ReferenceCodes codes, PeopleSayings sayings, NavigationManager navigation)
{
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private Person? _person;
    private GrantForm? _form;
    private IReadOnlyList<Role> _roles = [];
    private Scope _scope;
    private Guid? _ending;
    private string _reason = "";
    private DateOnly? _lastDay;
    private string? _notice;
    private string? _refused;
    private bool _mayClose;
    private bool _busy;
    private bool _ready;

    /// <summary>The account's id.</summary>
    [Parameter]
    public string Account { get; set; } = "";

    private Guid AccountId => Guid.TryParse(Account, out var id) ? id : Guid.Empty;

    protected override async Task OnParametersSetAsync()
    {
        if (_person?.AccountId != AccountId)
        {
            await ReadAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _person is not null && RendererInfo.IsInteractive)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        var actor = await visitor.ActAsync(Duty.ManagePeople, default);
        _person = actor is null ? null : await people.PersonAsync(actor, AccountId, default);
        if (actor is null || _person is null)
        {
            navigation.NotFound();
            return;
        }

        (_roles, _scope) = (Giving.RolesOf(actor), actor.Scope);
        _mayClose = actor.May(Duty.SetUpNetwork) && AccountId != actor.Account;
        foreach (var scope in _person.Grants.Select(grant => grant.Scope).Distinct(StringComparer.Ordinal))
        {
            _places[scope] = await PlaceNames.OfAsync(codes, Scope.Parse(scope), Words["WholeNetwork"], default);
        }
    }

    private bool MayEnd(GrantLine grant) => Enum.TryParse<Role>(grant.Role, out var role) && _roles.Contains(role);

    private void OpenGive() => (_form, _ending, _notice, _refused) = (GrantForm.Within(_scope), null, null, null);

    private void OpenEnd(Guid grant) => (_ending, _form, _reason, _lastDay, _notice, _refused) = (grant, null, "", null, null, null);

    private void Close() => (_form, _ending, _refused) = (null, null, null);

    private Task GiveAsync() => _form is { } form ? DoAsync(actor => grants.GiveAsync(actor, AccountId, form.Wish(), default)) : Task.CompletedTask;

    private Task EndAsync(bool now) => _ending is { } grant
        ? DoAsync(actor => grants.EndAsync(actor, grant, now || _lastDay is not { } day ? null : Deadline.EndOf(day, Formats.India), _reason, default))
        : Task.CompletedTask;

    private Task ToggleAsync() => _person is { } person
        ? DoAsync(actor => grants.SetDisabledAsync(actor, AccountId, person.DisabledTime is null, default))
        : Task.CompletedTask;

    private async Task DoAsync(Func<Actor, Task<Refusal?>> act)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            var refusal = await visitor.ActAsync(Duty.ManagePeople, default) is { } actor ? await act(actor) : new GrantEnded();
            if (refusal is not null)
            {
                _refused = sayings.Of(refusal);
                return;
            }

            (_form, _ending, _notice) = (null, null, Words["Done"]);
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
