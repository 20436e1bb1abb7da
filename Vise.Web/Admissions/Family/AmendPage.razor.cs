using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>What the family asked to have changed, what became of it, and the parts of the form in which more can be asked for.</summary>
public sealed partial class AmendPage(FamilyQueries queries, ChoiceWords choices, Sayings sayings, AmendmentDesk desk, AmendmentTexts texts) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The step of which changes have just arrived (<see cref="Paths.AmendSent"/>).</summary>
    [SupplyParameterFromQuery]
    private string? Sent { get; set; }

    private IReadOnlyList<ShownAmendment> Amendments { get; set; } = [];

    private string? Refused { get; set; }

    private bool Taken => Application.TakesAmendments(Draft!.Card.Status);

    private IEnumerable<FormStep> Steps => FormSteps.Of(Draft!).Where(step => Draft!.Terms.Of(step).Any(Amendment.MayChange));

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task TakeBackAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        // gone already, by a second click or the other parent, is as good as taken back
        var refusal = await desk.TakeBackAsync(actor, Draft.Card.Id, Ct);
        if (refusal is null or NotFound)
        {
            Navigation.NavigateTo(Paths.Amend(Draft.Card.Id));
            return;
        }

        await ReadAsync();
        Refused = await sayings.ToFamilyAsync(refusal, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }

    private async Task ReadAsync()
    {
        if (await LoadAsync(Id) && await AskAsync() is { } actor)
        {
            Amendments = await texts.OfAsync(await desk.OfAsync(actor, Draft!.Card.Id, Ct), Draft.Terms, Ct);
        }
    }

    private string Said(string text) => text.Length > 0 ? text : Words["Nothing"];
}
