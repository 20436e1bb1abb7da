using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the family of an application asks to have changed: as it stands, as it should be, and the branch's word on it.</summary>
public sealed partial class AmendmentPart
{
    /// <summary>What grants the open request.</summary>
    public const string GrantKey = "g";

    /// <summary>What opens the box for the reason against it.</summary>
    public const string DeclineKey = "d";

    private bool _declining;
    private string _reason = "";
    private string? _notice;
    private string? _refused;
    private bool _busy;

    [Parameter, EditorRequired]
    public ApplicationId Id { get; set; }

    /// <summary>As the record was opened, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ShownAmendment> Amendments { get; set; } = [];

    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = Formats.India;

    /// <summary>Not on an application of the reader's own.</summary>
    [Parameter]
    public bool MayDecide { get; set; }

    /// <summary>Whether the reader decides on applications, and so on a date of birth.</summary>
    [Parameter]
    public bool IsAdmin { get; set; }

    /// <summary>The record is another now, or was before.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private AmendmentDesk Desk { get; set; } = default!;

    [Inject]
    private Sayings Sayings { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ShellWords> Shell { get; set; } = default!;

    private bool NeedsAdmin(ShownAmendment amendment) => !IsAdmin && amendment.Changes.Any(change => change.Path == "child.birthDate");

    private string Said(string text) => text.Length > 0 ? text : Words["Nothing"];

    private void Open() => (_declining, _notice, _refused) = (true, null, null);

    private void Close() => (_declining, _refused) = (false, null);

    private Task GrantAsync(AmendmentRow row) => DecideAsync("Granted", actor => Desk.GrantAsync(actor, Id, row.Id, row.Version, default));

    private Task DeclineAsync(AmendmentRow row) => DecideAsync("Declined", actor => Desk.DeclineAsync(actor, Id, row.Id, row.Version, _reason, default));

    private async Task DecideAsync(string done, Func<Actor, Task<Refusal?>> decide)
    {
        // a second click finds the first one at work
        if (_busy)
        {
            return;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            var asked = await Visitor.AskAsync(Duty.ReviewApplications, Id, default);
            var refusal = asked.Actor is { } actor ? await decide(actor) : asked.Answer is Access.Answer.Forbidden ? new Domain.Forbidden() : new GrantEnded();
            if (refusal is null)
            {
                (_notice, _declining, _reason) = (Words[$"Done.{done}"], false, "");
            }
            else
            {
                _refused = await SayAsync(refusal);
            }

            if (refusal is null or EditedByAnother or Collided or AmendmentRefused { Why: "Moved" or "Decided" or "Closed" })
            {
                await OnChanged.InvokeAsync();
            }
        }
        catch (Exception e) when (Outage.IsDatabase(e))
        {
            _refused = Shell["OutageText"];
        }
        finally
        {
            _busy = false;
        }
    }

    // what would not be in order is named: it may stand elsewhere in the form
    private async Task<string> SayAsync(Refusal refusal) => refusal is FormIncomplete form
        ? string.Join(" ", (await Sayings.OfAsync(form.Problems, default)).Select(problem => Sayings.Named(problem.Path, problem.Message, null)))
        : await Sayings.OfAsync(refusal, default);
}
