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
    // the name of the form in the page
    private const string Posted = "step";

    [Parameter]
    public string Id { get; set; } = "";

    [Parameter]
    public string Step { get; set; } = "";

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    private StepForm? Form { get; set; }

    private bool IsPosted { get; set; }

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

        if (IsPost && Http.Request.Form["_handler"] == Posted)
        {
            // answers as fast as it can: with the next step's address, most of the time. The handler asks who may, and says the same of a form that isn't there
            IsPosted = true;
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
            if (await AskAsync() is { } actor)
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
            await RefuseAsync(refusal, form.Step);
            return;
        }

        Navigation.NavigateTo(FromReview ? FormSteps.ChangePath(form.Draft.Card.Id, form.Step) : FormSteps.PathOf(form.Draft.Card.Id, form.Step));
    }

    private async Task SaveAsync()
    {
        if (!FormSteps.TryParse(Step, out var step) || !TryReadId(Id, out var id) || await AskAsync() is not { } actor)
        {
            return;
        }

        var saved = await forms.SaveAsync(actor, id, step, Http.Request.Form, Ct);
        if (saved.Value is not { } kept)
        {
            await RefuseAsync(saved.Refusal!, step);
            return;
        }

        // a step that the school asks no more, or not of this class, leads on as when it is opened
        var later = kept.Result is not null && Http.Request.Form["then"] == "later";
        var next = later ? Paths.My : kept.Result is not null && FromReview ? FormSteps.PathOf(id, FormStep.Review) : FormSteps.After(id, kept.Terms, step);
        if (kept.Result is { } result && (result.Conflicts.Count > 0 || (!later && FormReader.CheckStep(step, kept.Values, kept.Terms).Count > 0)))
        {
            await ShowAgainAsync(step, kept.Edits, result.Conflicts, next);
            return;
        }

        Navigation.NavigateTo(next);
    }

    // with what stands now, and the revisions that the next save is typed over
    private async Task ShowAgainAsync(FormStep step, IReadOnlyList<FieldEdit> edits, IReadOnlyList<FieldConflict> conflicts, string next)
    {
        if (await OpenAsync(step) is not { } standing)
        {
            return;
        }

        var mine = edits.Where(edit => conflicts.Any(conflict => conflict.Path == edit.Path)).ToList();
        var after = await forms.AfterSaveAsync(standing, mine, conflicts, Ct);
        if (after.Conflicts.Count == 0 && after.Errors.Count == 0)
        {
            // another device has mended it since
            Navigation.NavigateTo(next);
            return;
        }

        Form = after;
        Http.Response.StatusCode = after.Conflicts.Count > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
    }

    // as it stands; null where the family has no such form, which the answer says then
    private async Task<StepForm?> OpenAsync(FormStep step) => await LoadAsync(Id) ? await forms.OpenAsync(step, Draft!, Ct) : null;

    private async Task RefuseAsync(Refusal refusal, FormStep step)
    {
        if (refusal is NotFound)
        {
            Navigation.NotFound();
            return;
        }

        Form ??= await OpenAsync(step);
        if (Form is null)
        {
            return;
        }

        Refused = await sayings.ToFamilyAsync(refusal, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
