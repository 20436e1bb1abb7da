using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Operations;
using Vise.Web.Shell;

namespace Vise.Web.Users.People;

/// <summary>Who works where, within the visitor's own grant, and the invitations that wait.</summary>
public sealed partial class PeoplePage(Visitor visitor, PeopleQueries people, InvitationDesk invitations, PeopleSayings sayings, PeoplePlace place, IConfiguration configuration)
{
    private PeopleList? _page;
    private PeopleCursor? _after;
    private GrantForm? _form;
    private IReadOnlyList<Role> _roles = [];
    private Scope _scope;
    private string _search = "";
    private string? _notice;
    private string? _refused;
    private string? _link;
    private int _listed;
    private bool _busy;
    private bool _ready;

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            (_search, _after) = (place.Search, place.After);
            await ReadAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _page is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    // asked anew each time: an open page outlives a grant
    private async Task ReadAsync()
    {
        if (await visitor.ActAsync(Duty.ManagePeople, default) is not { } actor)
        {
            (_page, _form) = (null, null);
            return;
        }

        (_roles, _scope) = (Giving.RolesOf(actor), actor.Scope);
        (place.Search, place.After) = (_search, _after);
        _page = await people.PageAsync(actor, _search, _after, default);
    }

    private Task SearchAsync()
    {
        _after = null;
        return ReadAsync();
    }

    private Task FirstAsync() => SearchAsync();

    private Task NextAsync()
    {
        _after = _page?.Next;
        return ReadAsync();
    }

    private void OpenInvite() => (_form, _notice, _refused, _link) = (GrantForm.Within(_scope), null, null, null);

    private void Close() => (_form, _refused) = (null, null);

    private async Task InviteAsync()
    {
        if (_busy || _form is not { } form)
        {
            return;
        }

        (_busy, _refused, _notice, _link) = (true, null, null, null);
        try
        {
            if (await visitor.ActAsync(Duty.ManagePeople, default) is not { } actor)
            {
                _refused = sayings.Ended;
                return;
            }

            var made = await invitations.InviteAsync(actor, form.Address, form.Wish(), new InvitationLetter(CultureInfo.CurrentUICulture.Name, Paths.InvitationLink), default);
            if (made.Value is { } invitation)
            {
                Show(invitation);
                _form = null;
                _listed++;
            }
            else
            {
                _refused = sayings.Of(made.Refusal!);
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private void Show(MadeInvitation made) => _link = new Uri(PublicAddress.Of(configuration), Paths.InvitationLink(made.Token)).AbsoluteUri;

    private string RoleText(string held) => held.Split('.') is [var role, var scope] ? scope.Length == 0 ? Names[$"RoleName.{role}"].Value : $"{Names[$"RoleName.{role}"]} {scope}" : held;
}
