using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Admissions.Desk;

namespace Vise.Web.Codes.Setup;

/// <summary>A page of set-up: what is there, one form at a time, and what came of the last thing done.</summary>
public abstract class SetupPage : CircuitComponent
{
    [Inject]
    protected Visitor Visitor { get; set; } = default!;

    [Inject]
    protected CodeSayings Sayings { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    protected static string Language => CultureInfo.CurrentUICulture.Name;

    protected bool Busy { get; private set; }

    protected bool Ready { get; private set; }

    /// <summary>Counts what was done, so that lists and histories are read anew.</summary>
    protected int Done { get; private set; }

    protected string? Notice { get; set; }

    protected string? Refused { get; set; }

    protected IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>Which form is open; null: none.</summary>
    protected string? Panel { get; private set; }

    protected SetupForm Form { get; private set; } = new();

    /// <summary>Whether there is something to show.</summary>
    protected abstract bool IsThere { get; }

    /// <summary>The version that the open form changes, as it stands now.</summary>
    protected virtual uint CurrentVersion => 0;

    /// <summary>Reads what the page shows, asking for its duty anew: an open page outlives a grant.</summary>
    protected abstract Task ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!Ready && IsThere && RendererInfo.IsInteractive)
        {
            Ready = true;
            StateHasChanged();
        }
    }

    protected void Open(string panel, SetupForm form) => (Panel, Form, Notice, Refused, Problems) = (panel, form, null, null, []);

    protected void Close() => (Panel, Refused, Problems) = (null, null, []);

    /// <summary>Does it as whoever the visitor may act as now, and says what came of it. True when it was done.</summary>
    /// <param name="duty">What for.</param>
    /// <param name="branch">Where; null: the network.</param>
    /// <param name="act">What.</param>
    /// <param name="done">The words for it.</param>
    protected async Task<bool> DoAsync(Duty duty, BranchId? branch, Func<Actor, Task<Refusal?>> act, string done)
    {
        if (Busy)
        {
            return false;
        }

        (Busy, Notice, Refused, Problems) = (true, null, null, []);
        try
        {
            var actor = branch is { } place ? await Visitor.ActAsync(duty, place, default) : await Visitor.ActAsync(duty, default);
            var refusal = actor is null ? new GrantEnded() : await act(actor);
            if (refusal is null)
            {
                Close();
                (Notice, Done) = (done, Done + 1);
                await ReadAsync();
                return true;
            }

            (Refused, Problems) = (Sayings.Of(refusal), (refusal as FormIncomplete)?.Problems ?? []);
            if (refusal is EditedByAnother)
            {
                // what was typed stays; saved once more, it goes over what is there now
                await ReadAsync();
                (Form.Version, Done) = (CurrentVersion, Done + 1);
            }

            return false;
        }
        finally
        {
            Busy = false;
        }
    }
}
