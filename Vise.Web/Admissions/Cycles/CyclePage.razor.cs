using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>One cycle: its dates, classes, questions, printable form and history.</summary>
public sealed partial class CyclePage(Visitor visitor, CycleQueries cycles, CycleDesk desk, ReferenceCodes codes, CycleSayings sayings, NavigationManager navigation)
{
    private CycleView? _view;
    private CycleNames? _names;
    private string? _refused;
    private bool _busy;
    private bool _ready;

    [Parameter]
    public string Branch { get; set; } = "";

    [Parameter]
    public string Institution { get; set; } = "";

    [Parameter]
    public string Year { get; set; } = "";

    private CycleKey? Key => BranchId.TryParse(Branch, out var branch) && Base36.IsCode(Institution, 2) && AcademicYear.TryParse(Year, out var year) ? new CycleKey(branch, Institution, year) : null;

    private AcademicYear NextYear => AcademicYear.StartingIn(_view!.Key.Year.Start + 1);

    protected override async Task OnParametersSetAsync()
    {
        if (_view is null || _view.Key != Key)
        {
            await ReadAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _view is not null && RendererInfo.IsInteractive)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        var actor = Key is { } asked ? await visitor.ActAsync(Duty.SetUpCycles, asked.Branch, default) : null;
        _view = actor is null ? null : await cycles.CycleAsync(actor, Key!, default);
        if (_view is null)
        {
            navigation.NotFound();
            return;
        }

        _names = await CycleNames.OfAsync(codes, _view.Key, default);
    }

    private async Task CopyAsync()
    {
        if (_busy || _view is not { } view)
        {
            return;
        }

        (_busy, _refused) = (true, null);
        try
        {
            var refusal = await visitor.ActAsync(Duty.SetUpCycles, view.Key.Branch, default) is { } actor ? await desk.CopyAsync(actor, view.Key, default) : new GrantEnded();
            if (refusal is not null)
            {
                _refused = sayings.Of(refusal, _names?.Zone);
                return;
            }

            navigation.NavigateTo(Paths.Cycle(view.Key.Branch, view.Key.Institution, NextYear));
        }
        finally
        {
            _busy = false;
        }
    }
}
