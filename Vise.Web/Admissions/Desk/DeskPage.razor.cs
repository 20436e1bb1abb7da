using Microsoft.AspNetCore.Components;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>The office's front room: the queue for whoever reads applications; officers are led to their figures, others told of their rooms.</summary>
public sealed partial class DeskPage
{
    private QueueAddress _address = new();
    private BranchId? _branch;
    private Scope _scope;
    private bool _wide;
    private bool _rooms;
    private bool _refused;
    private bool _ready;

    [SupplyParameterFromQuery]
    public string? Branch { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery]
    public string? Class { get; set; }

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private QueuePlace Place { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        _address = QueueAddress.Of(Branch, Status, Class, Q, After);
        var asked = _address.Branch is { } named
            ? await Visitor.AskAsync(Duty.ReadApplications, named, default)
            : await Visitor.AskAsync(Duty.ReadApplications, default);
        if (asked.Actor is { } actor)
        {
            Place.Address = _address;
            (_branch, _scope) = (_address.Branch ?? actor.Scope.Branch, actor.Scope);
            _wide = _branch is null;
        }
        else if (asked.Answer is Answer.OutOfScope)
        {
            Navigation.NotFound();
        }
        else
        {
            await LeadElsewhereAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task LeadElsewhereAsync()
    {
        if ((await Visitor.AskAsync(Duty.ReadFigures, default)).Actor is not null)
        {
            Navigation.NavigateTo(Paths.Dashboard, replace: true);
            return;
        }

        _rooms = (await Visitor.GrantsAsync(default)).Any(grant => grant.Role is Role.SystemAdmin or Role.Auditor);
        _refused = !_rooms;
        if (_refused && Http is { Response.HasStarted: false })
        {
            Http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }
}
