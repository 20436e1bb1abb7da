using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Admissions.Desk;

/// <summary>One application on one screen: the answers, the document beside them, and the decision below.</summary>
public sealed partial class ReviewPage
{
    private DecisionForm _form = new();
    private IReadOnlyList<Decision> _decisions = [];
    private ApplicationRecord? _record;
    private RecordSheet? _sheet;
    private ApplicationId _id;
    private Guid? _shown;
    private DeskStep? _open;
    private string? _notice;
    private string? _refused;
    private bool _own;
    private bool _busy;
    private bool _ready;

    /// <summary>The application's id, with or without spaces.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private RecordQueries Records { get; set; } = default!;

    [Inject]
    private RecordReader Reader { get; set; } = default!;

    [Inject]
    private Deciding Deciding { get; set; } = default!;

    [Inject]
    private Sayings Sayings { get; set; } = default!;

    [Inject]
    private QueuePlace Place { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ShellWords> Shell { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (!ApplicationId.TryParse(Id, out var id))
        {
            Navigation.NotFound();
            return;
        }

        if (_record is not null && _id == id)
        {
            return;
        }

        (_id, _record, _form, _open, _notice, _refused) = (id, null, new DecisionForm(), null, null, null);
        if (!RendererInfo.IsInteractive)
        {
            // opening the record is a logged view: the first answer only finds out whether it is there
            if ((await Visitor.AskAsync(Duty.ReadApplications, id.Branch, default)).Actor is not { } actor || !await Records.IsThereAsync(actor, id, default))
            {
                Navigation.NotFound();
            }

            return;
        }

        if (!await ReadAsync())
        {
            Navigation.NotFound();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _record is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task<bool> ReadAsync()
    {
        if ((await Visitor.AskAsync(Duty.ReadApplications, _id.Branch, default)).Actor is not { } actor
            || (await Records.OpenAsync(actor, _id, default)).Value is not { } record)
        {
            return false;
        }

        _sheet = await Reader.ReadAsync(record, default);
        Place.Selected = _id;
        (_record, _decisions, _own) = (record, Decisions.For(record, actor), Decisions.IsOwn(record, actor));
        if (record.Documents.All(document => document.DocumentId != _shown))
        {
            _shown = (Decisions.Unverified(record) ?? (record.Documents.Count > 0 ? record.Documents[^1] : null))?.DocumentId;
        }

        if (_form.Amount.Length == 0)
        {
            _form.Amount = DecisionForm.RupeesOf(Math.Max(0, Decisions.RestPaise(record)));
        }

        return true;
    }

    private Task ChooseAsync(DeskStep step)
    {
        if (!DecisionPanel.Asks(step))
        {
            return DoAsync(step);
        }

        (_open, _refused, _notice) = (step, null, null);
        return Task.CompletedTask;
    }

    private void Close() => (_open, _refused) = (null, null);

    // a second click finds the first one at work, or the step no longer open
    private async Task DoAsync(DeskStep step)
    {
        if (_busy || _record is not { } record || _decisions.All(decision => decision.Step != step))
        {
            return;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            var asked = await Visitor.AskAsync(Deciding.DutyOf(step), _id.Branch, default);
            var outcome = asked.Actor is { } actor
                ? await Deciding.DoAsync(actor, step, record.Card, DocumentFor(step, record), _form, default)
                : asked.Answer is Answer.Forbidden ? new Domain.Forbidden() : new GrantEnded();
            await TellAsync(outcome);
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

    private async Task TellAsync(Outcome<string> outcome)
    {
        if (outcome.Refusal is not { } refusal)
        {
            (_notice, _open, _form) = (outcome.Value, null, new DecisionForm());
            await ReadAsync();
            return;
        }

        _refused = await Sayings.OfAsync(refusal, default);
        if (refusal is EditedByAnother or NoSuchStep)
        {
            _open = null;
            await ReadAsync();
        }
    }

    // what is looked at is what is verified
    private Guid? DocumentFor(DeskStep step, ApplicationRecord record) => step is not DeskStep.Verify ? null
        : record.Documents.FirstOrDefault(document => document.DocumentId == _shown && document.VerifiedTime is null)?.DocumentId
            ?? Decisions.Unverified(record)?.DocumentId;
}
