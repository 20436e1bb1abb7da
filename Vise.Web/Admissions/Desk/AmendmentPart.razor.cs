using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the family of an application asks to have changed: as it stands, as it should be, and the branch's word on it.</summary>
public sealed partial class AmendmentPart(AmendmentDesk desk) : AskedPart
{
    /// <summary>What grants the open request.</summary>
    public const string GrantKey = "g";

    /// <summary>What opens the box for the reason against it.</summary>
    public const string DeclineKey = "d";

    private bool _declining;
    private string _reason = "";

    /// <summary>As the record was opened, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ShownAmendment> Amendments { get; set; } = [];

    /// <summary>Whether the reader decides on applications, and so on a date of birth.</summary>
    [Parameter]
    public bool IsAdmin { get; set; }

    /// <summary>The record is another now, or was before.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    protected override Task ReadAsync(Actor reader) => OnChanged.InvokeAsync();

    protected override bool IsOvertaken(Refusal refusal) => base.IsOvertaken(refusal) || refusal is AmendmentRefused { Why: "Moved" or "Decided" or "Closed" };

    // what would not be in order is named: it may stand elsewhere in the form
    protected override async Task<string> SayAsync(Refusal refusal) => refusal is FormIncomplete form
        ? string.Join(" ", (await Sayings.OfAsync(form.Problems, default)).Select(problem => Sayings.Named(problem.Path, problem.Message, null)))
        : await base.SayAsync(refusal);

    private bool NeedsAdmin(ShownAmendment amendment) => !IsAdmin && amendment.Changes.Any(change => change.Path == "child.birthDate");

    private string Said(string text) => text.Length > 0 ? text : Words["Nothing"];

    private void Open()
    {
        _declining = true;
        Quiet();
    }

    private void Close()
    {
        _declining = false;
        Quiet();
    }

    private Task GrantAsync(AmendmentRow row) => DecideAsync("Done.Granted", actor => desk.GrantAsync(actor, Id, row.Id, row.Version, default));

    private Task DeclineAsync(AmendmentRow row) => DecideAsync("Done.Declined", actor => desk.DeclineAsync(actor, Id, row.Id, row.Version, _reason, default));

    private async Task DecideAsync(string done, Func<Actor, Task<Refusal?>> decide)
    {
        if (await DoAsync(done, decide))
        {
            (_declining, _reason) = (false, "");
        }
    }
}
