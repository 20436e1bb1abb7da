using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Admissions.Desk;

/// <summary>One application on one screen: the answers, the document beside them, and the decision below.</summary>
public sealed partial class ReviewPage
{
    private DecisionForm _form = new();
    private OpenRecord? _read;
    private ApplicationId _id;
    private Guid? _shown;
    private DeskStep? _open;
    private string? _notice;
    private string? _refused;
    private bool _remarkMissing;
    private bool _busy;
    private bool _ready;

    /// <summary>The application's id, with or without spaces.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private ApplicationRecord? Record => _read?.Record;

    private IReadOnlyList<Decision> Open => _read?.Decisions ?? [];

    protected override async Task OnParametersSetAsync()
    {
        if (!ApplicationId.TryParse(Id, out var id))
        {
            Navigation.NotFound();
            return;
        }

        if (_read is not null && _id == id)
        {
            return;
        }

        (_id, _read, _form, _open, _notice, _refused) = (id, null, new DecisionForm(), null, null, null);
        // opening the record is a logged view: the first answer, before the circuit, only finds out whether it is there
        if (!await (RendererInfo.IsInteractive ? ReadAsync() : Reader.IsThereAsync(id, Gone)))
        {
            Navigation.NotFound();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _read is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task<bool> ReadAsync()
    {
        var id = _id;
        if (await Reader.OpenAsync(id, Gone) is not { Record: var record } read)
        {
            return false;
        }

        if (_id != id)
        {
            // the page has gone on to another record meanwhile
            return true;
        }

        (_read, Place.Selected) = (read, id);
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
        if (step is DeskStep.Verify && Record is { } record && ShownUnverified(record) is null)
        {
            // what isn't looked at can't be verified: first it is shown
            _shown = Decisions.Unverified(record)?.DocumentId;
            return Task.CompletedTask;
        }

        if (!DecisionPanel.Asks(step))
        {
            return DoAsync(step);
        }

        (_open, _refused, _notice) = (step, null, null);
        return Task.CompletedTask;
    }

    private void Close() => (_open, _refused, _remarkMissing) = (null, null, false);

    // a second click finds the first one at work, or the step no longer open
    private async Task DoAsync(DeskStep step)
    {
        if (_busy || Record is not { } record || Open.All(decision => decision.Step != step))
        {
            return;
        }

        // a remark that is ticked but not written is said beside it; the script takes the focus there
        _remarkMissing = step is DeskStep.Return && _form.Remarks.Values.Any(string.IsNullOrWhiteSpace);
        if (_remarkMissing)
        {
            (_notice, _refused) = (null, await Sayings.OfAsync(new RemarkMissing(), default));
            return;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            var asked = await Visitor.AskAsync(Deciding.DutyOf(step), _id, default);
            var outcome = asked.Actor is { } actor
                ? await Deciding.DoAsync(actor, step, record.Card, step is DeskStep.Verify ? ShownUnverified(record) : null, _form, default)
                : asked.Answer is Answer.Forbidden ? new Domain.Forbidden() : new GrantEnded();
            await TellAsync(step, outcome);
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

    private async Task TellAsync(DeskStep step, Outcome<string> outcome)
    {
        if (outcome.Refusal is not { } refusal)
        {
            (_notice, _open, _form) = (outcome.Value, null, new DecisionForm());
            await ReadAsync();
            if (step is DeskStep.Verify && Record is { } record && Decisions.Unverified(record) is { } next)
            {
                _shown = next.DocumentId;
            }

            return;
        }

        _refused = await Sayings.OfAsync(refusal, default);
        if (refusal is EditedByAnother or Collided or NoSuchStep)
        {
            _open = null;
            await ReadAsync();
        }
    }

    // what is looked at is what is verified, and nothing else
    private Guid? ShownUnverified(ApplicationRecord record) =>
        record.Documents.FirstOrDefault(document => document.DocumentId == _shown && document.VerifiedTime is null)?.DocumentId;
}
