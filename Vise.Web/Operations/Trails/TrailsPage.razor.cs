using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Data.Operations.Trails;
using Vise.Domain.Codes;
using Vise.Domain.Operations;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Trails;

/// <summary>The trail for auditors: how the chains stand, a branch's rows newest first, and one row's values. It changes nothing.</summary>
public sealed partial class TrailsPage
{
    private readonly Dictionary<BranchId, string> _names = [];
    private readonly TrailForm _form = new();
    private TrailAddress _address = new();
    private IReadOnlyList<TrailHead>? _heads;
    private TrailPage? _page;
    private TrailDetail? _open;
    private IReadOnlyList<ValueRow> _values = [];
    private TimeZoneInfo _zone = Formats.India;
    private string? _branchName;
    private bool _ready;

    [SupplyParameterFromQuery]
    public string? Branch { get; set; }

    [SupplyParameterFromQuery]
    public string? Application { get; set; }

    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private TrailQueries Trails { get; set; } = default!;

    [Inject]
    private TrailValues Values { get; set; } = default!;

    [Inject]
    private ReferenceCodes Codes { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    private string ChainState => _heads?.FirstOrDefault(head => head.BranchId == _address.Branch) is { } head
        ? Words["SealedTo", Formats.Number(head.SealNo), head.SealedTime is { } sealedTime ? Formats.DateAndTime(sealedTime, _zone) : ""]
        : Words["NothingSealed"];

    protected override async Task OnParametersSetAsync()
    {
        var address = TrailAddress.Of(Branch, Application, Account, Action, From, To, Before);
        (_address, _page, _open, _values) = (address, null, null, []);
        var actor = await (address.Branch is { } named ? Visitor.ActAsync(Duty.ReadTrails, named, Gone) : Visitor.ActAsync(Duty.ReadTrails, Gone));
        if (actor is null)
        {
            Navigation.NotFound();
            return;
        }

        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _form.Take(address);
        _heads = await Trails.HeadsAsync(actor, Gone);
        if (address.Branch is not { } branch)
        {
            _branchName = null;
            foreach (var head in _heads)
            {
                _names[head.BranchId] = (await Codes.BranchAsync(head.BranchId, Gone))?.In(Language) ?? head.BranchId.Value;
            }

            return;
        }

        var known = await Codes.BranchAsync(branch, Gone);
        (_branchName, _zone) = (known?.In(Language) ?? branch.Value, known?.Zone ?? Formats.India);
        _page = await Trails.PageAsync(actor, branch, address.Filter(_zone), address.Before, Gone);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && (_page is not null || (_address.Branch is null && _heads is not null)))
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private void NarrowAsync() => Navigation.NavigateTo(_form.Give(_address).ToString());

    // values are a child's data: they are read when asked for, and that leaves a row
    private async Task OpenAsync(TrailEntry row)
    {
        var closes = _open?.Entry.TrailId == row.TrailId;
        (_open, _values) = (null, []);
        if (!closes && _address.Branch is { } branch && await Visitor.ActAsync(Duty.ReadTrails, branch, Gone) is { } actor
            && (await Trails.OpenAsync(actor, branch, row.TrailId, Gone)).Value is { } detail)
        {
            (_open, _values) = (detail, await Values.OfAsync(detail, _zone, Gone));
        }
    }

    private string RoleOf(TrailEntry row) =>
        (Words[$"Role.{row.Role}"] is { ResourceNotFound: false } role ? role.Value : row.Role) + (row.Scope is { Length: > 0 } scope ? $", {scope}" : "");

    private string WhatOf(TrailEntry row) => Words[$"Target.{row.Target}"] is { ResourceNotFound: false } known ? known
        : row.Target.Contains(" /", StringComparison.Ordinal) ? Words["Target.address", row.Target] : row.Target;

    // background work goes by the name of its job
    private string NameOf(TrailEntry row) => Words[$"Work.{row.Name}"] is { ResourceNotFound: false } known ? known : row.Name;

    private string WhyOf(TrailEntry row) =>
        row.Reason ?? (row.Duty is null ? "" : Words[$"Duty.{row.Duty}"] is { ResourceNotFound: false } known ? known : Words[$"Work.{row.Duty}"] is { ResourceNotFound: false } work ? work : row.Duty);
}

/// <summary>What the filters hold while they are typed.</summary>
internal sealed class TrailForm
{
    public string? Application { get; set; }

    public string Action { get; set; } = "";

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    public void Take(TrailAddress address) =>
        (Application, Action, From, To) = (address.Application?.InFours, address.Action?.ToString() ?? "", address.From, address.To);

    /// <summary>The address narrowed to what was typed; an id that can't be one is left out.</summary>
    public TrailAddress Give(TrailAddress address)
    {
        ApplicationId? id = ApplicationId.TryParse(Application, out var named) ? named : null;
        return address with
        {
            Branch = id?.Branch ?? address.Branch,
            Application = id,
            Action = Enum.TryParse<TrailAction>(Action, out var deed) ? deed : null,
            From = From,
            To = To,
            Before = null,
        };
    }
}
