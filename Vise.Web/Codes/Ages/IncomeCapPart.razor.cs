using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Admissions.Cycles;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Ages;

/// <summary>From which income on a family of a state counts as no weaker section.</summary>
public sealed partial class IncomeCapPart(Visitor visitor, IncomeCapDesk desk, CycleSayings sayings) : ComponentBase
{
    private IncomeCap? _cap;
    private long? _rupees;
    private string? _notice;
    private string? _refused;
    private bool _busy;

    /// <summary>The state's code.</summary>
    [Parameter, EditorRequired]
    public string State { get; set; } = "";

    private IncomeCap? Holding => _cap is { RetiredTime: null } ? _cap : null;

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        _rupees = Holding?.CapPaise / 100;
    }

    private async Task ReadAsync() => _cap = await visitor.ActAsync(Duty.SetUpNetwork, default) is { } actor ? await desk.OfAsync(actor, State, default) : null;

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            // whatever else was typed is refused by the cap itself
            var paise = _rupees is { } rupees ? Math.Clamp(rupees, 0, IncomeCap.MostPaise) * 100 : (long?)null;
            var refusal = await visitor.ActAsync(Duty.SetUpNetwork, default) is { } actor ? await desk.KeepAsync(actor, State, Holding?.Version, paise, default) : new GrantEnded();
            await ReadAsync();
            _notice = refusal is null ? Words["Done"].Value : null;
            _refused = refusal is null ? null
                : refusal is Collided ? Words["CapOvertaken", Holding is { } theirs ? Formats.Rupees(theirs.CapPaise) : Words["NoCap"].Value].Value
                : sayings.Of(refusal);
        }
        finally
        {
            _busy = false;
        }
    }
}
