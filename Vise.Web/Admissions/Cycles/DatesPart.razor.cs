using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>When the cycle opens, closes and ends.</summary>
public sealed partial class DatesPart(CycleDesk desk) : CyclePart
{
    private DayForm? _form;
    private string? _reason;
    private uint _seen;
    private ElementReference _why;

    protected override string Overtaken()
    {
        _seen = View.Cycle.Version;
        return $"{Formats.Date(View.Cycle.OpensTime, Names.Zone)} – {Formats.Date(View.Cycle.ClosesTime, Names.Zone)} – {Formats.Date(View.Cycle.EndsTime, Names.Zone)}";
    }

    private void Open() => (_form, _reason, _seen, Notice, Refused) = (DayForm.Of(View.Cycle, Names.Zone), null, View.Cycle.Version, null, null);

    private void OpenClose()
    {
        (_form, _reason, _seen, Notice, Refused) = (null, "", View.Cycle.Version, null, null);
        GoTo(() => _why);
    }

    private void Close() => (_form, _reason, Refused) = (null, null, null);

    private async Task SaveAsync()
    {
        if (_form is { } form && await DoAsync(actor => desk.MoveAsync(actor, View.Key, _seen, form.Days, default)))
        {
            Close();
        }
    }

    private async Task CloseEarlyAsync()
    {
        if (_reason is { } reason && await DoAsync(actor => desk.CloseEarlyAsync(actor, View.Key, _seen, reason, default)))
        {
            Close();
        }
    }
}
