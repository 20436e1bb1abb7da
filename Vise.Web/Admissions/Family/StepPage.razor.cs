using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell;
using Vise.Web.Shell.Offline;

namespace Vise.Web.Admissions.Family;

/// <summary>The steps that are questions. Saving keeps what was typed, right or wrong, before a word is said about it.</summary>
public sealed partial class StepPage(FamilyQueries queries, StepForms forms, ChoiceWords choices, Sayings sayings, PhoneKeys phones, EarlierDesk earlier) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    [Parameter]
    public string Step { get; set; } = "";

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    private StepForm? Form { get; set; }

    private string? Refused { get; set; }

    private IReadOnlyList<EarlierOffer> Offers { get; set; } = [];

    private bool FromReview => From == FormSteps.Slug(FormStep.Review);

    private string BackTo => FromReview ? FormSteps.PathOf(Form!.Draft.Card.Id, FormStep.Review) : FormSteps.Before(Form!.Draft, Form.Step);

    protected override async Task OnInitializedAsync()
    {
        if (!FormSteps.TryParse(Step, out var step))
        {
            Navigation.NotFound();
            return;
        }

        if (await LoadStepAsync(Id))
        {
            if (!FormSteps.Of(Draft!).Contains(step))
            {
                // the school asks nothing of its own, or no more
                Navigation.NavigateTo(FormSteps.After(Draft!, step));
                return;
            }

            var form = await forms.OpenAsync(step, Draft!, Ct);
            // not where the step itself is posted: that answers as fast as it can
            if ((!IsPost || Http.Request.Form["_handler"] == EarlierOffers.Handler) && await AskAsync() is { } actor)
            {
                Offers = await earlier.OffersAsync(actor, Draft!.Card.Id, form.Values, step, Ct);
            }

            Form = form;
        }
    }

    private async Task UseEarlierAsync()
    {
        if (Form is not { } form || !ApplicationId.TryParse(Http.Request.Form[EarlierOffers.From], out var from) || await AskAsync() is not { } actor)
        {
            return;
        }

        var used = await forms.UseAsync(actor, from, form.Draft.Card.Id, form.Step, Ct);
        if (used.Refusal is { } refusal)
        {
            await RefuseAsync(refusal);
            return;
        }

        Navigation.NavigateTo(FromReview ? FormSteps.ChangePath(form.Draft.Card.Id, form.Step) : FormSteps.PathOf(form.Draft.Card.Id, form.Step));
    }

    private async Task SaveAsync()
    {
        if (Form is not { } form || await AskAsync() is not { } actor)
        {
            return;
        }

        var id = form.Draft.Card.Id;
        var edits = StepInput.Read(Http.Request.Form, form.Draft.Terms.Of(form.Step));
        var saved = await forms.SaveAsync(actor, id, edits, Ct);
        if (saved.Value is not { } result)
        {
            await RefuseAsync(saved.Refusal!);
            return;
        }

        // what stands now, with the revisions that the next save is typed over
        if ((await Queries.DraftAsync(actor, id, Ct)).Value is not { } draft)
        {
            Navigation.NotFound();
            return;
        }

        var mine = edits.Where(edit => result.Conflicts.Any(conflict => conflict.Path == edit.Path)).ToList();
        var after = await forms.AfterSaveAsync(await forms.OpenAsync(form.Step, draft, Ct), mine, result.Conflicts, Ct);
        var later = Http.Request.Form["then"] == "later";
        if (after.Conflicts.Count == 0 && (later || after.Errors.Count == 0))
        {
            Navigation.NavigateTo(later ? Paths.My : FromReview ? FormSteps.PathOf(id, FormStep.Review) : FormSteps.After(draft, form.Step));
            return;
        }

        Form = after with { Draft = StillInConflict(draft, after) };
        Http.Response.StatusCode = after.Conflicts.Count > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
    }

    // a conflict left unanswered stays one: its field is still typed over a revision that stands no more
    internal static DraftView StillInConflict(DraftView now, StepForm after) => now with
    {
        Fields = now.Fields.ToDictionary(
            field => field.Key,
            field => after.Conflicts.ContainsKey(field.Key) ? field.Value with { Revision = field.Value.Revision - 1 } : field.Value,
            StringComparer.Ordinal),
    };

    private async Task RefuseAsync(Refusal refusal)
    {
        if (refusal is NotFound)
        {
            Navigation.NotFound();
            return;
        }

        Refused = await sayings.ToFamilyAsync(refusal, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
