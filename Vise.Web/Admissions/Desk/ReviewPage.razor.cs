using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>One application on one screen: the answers, the document beside them, and the decision below.</summary>
public sealed partial class ReviewPage
{
    private OpenRecord? _read;
    private ApplicationId _id;
    private Guid? _shown;
    private bool _ready;

    /// <summary>The application's id, with or without spaces.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private ApplicationRecord? Record => _read?.Record;

    private IReadOnlyList<Decision> Open => _read?.Decisions ?? [];

    protected override async Task OnParametersSetAsync()
    {
        if (Id == WalkInPaths.New[(Paths.Desk.Length + 1)..])
        {
            // a static page beside this one, whose address a circuit takes for a record's
            Navigation.NavigateTo(WalkInPaths.New, forceLoad: true);
            return;
        }

        if (!ApplicationId.TryParse(Id, out var id))
        {
            Navigation.NotFound();
            return;
        }

        if (_read is not null && _id == id)
        {
            return;
        }

        (_id, _read) = (id, null);
        Hand.Forget();
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

        if (Hand.Form.Amount.Length == 0)
        {
            Hand.Form.Amount = DecisionForm.RupeesOf(Math.Max(0, Decisions.RestPaise(record)));
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

        Hand.OpenPanel(step);
        return Task.CompletedTask;
    }

    private async Task DoAsync(DeskStep step)
    {
        // the step may be open no longer
        if (Record is not { } record || Open.All(decision => decision.Step != step)
            || !await Hand.TakeAsync(step, record.Card, step is DeskStep.Verify ? ShownUnverified(record) : null))
        {
            return;
        }

        await ReadAsync();
        if (step is DeskStep.Verify && Hand.Notice is not null && Record is { } verified && Decisions.Unverified(verified) is { } next)
        {
            _shown = next.DocumentId;
        }
    }

    // what is looked at is what is verified, and nothing else
    private Guid? ShownUnverified(ApplicationRecord record) =>
        record.Documents.FirstOrDefault(document => document.DocumentId == _shown && document.VerifiedTime is null)?.DocumentId;
}
