using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;
using Vise.Web.Shell.Offline;

namespace Vise.Web.Admissions.Family;

/// <summary>One step of a form that was handed in, with the answers as they should be, and why.</summary>
public sealed partial class AmendStepPage(FamilyQueries queries, StepForms forms, ChoiceWords choices, Sayings sayings, AmendmentDesk desk, PhoneKeys phones)
    : DraftPage(queries, choices)
{
    private const string ReasonPath = "amend.reason";

    [Parameter]
    public string Id { get; set; } = "";

    [Parameter]
    public string Step { get; set; } = "";

    private StepForm? Form { get; set; }

    private string Reason { get; set; } = "";

    private List<FieldError> Errors { get; } = [];

    private string? Refused { get; set; }

    private bool Taken => Application.TakesAmendments(Draft!.Card.Status);

    protected override async Task OnInitializedAsync()
    {
        if (!await LoadAsync(Id) || await AskAsync() is not { } actor)
        {
            return;
        }

        if (!FormSteps.TryParse(Step, out var step) || !Draft!.Terms.Of(step).Any(Amendment.MayChange))
        {
            Navigation.NotFound();
            return;
        }

        if (!Taken)
        {
            Refused = await sayings.ToFamilyAsync(new AmendmentRefused("Closed"), Ct);
        }

        // what is asked for already stands over what was handed in
        var open = (await desk.OfAsync(actor, Draft.Card.Id, Ct)).FirstOrDefault(row => row.State == AmendmentState.Open);
        Reason = open?.Reason ?? "";
        var fields = Draft.Fields.ToDictionary(StringComparer.Ordinal);
        foreach (var asked in open?.Fields ?? [])
        {
            fields[asked.Path] = new DraftValue(asked.New, fields.GetValueOrDefault(asked.Path)?.Revision ?? 0);
        }

        Form = await forms.OpenAsync(step, Draft with { Fields = fields }, Ct) with { Amending = true };
    }

    private async Task SendAsync()
    {
        if (Form is not { } form || await AskAsync() is not { } actor)
        {
            return;
        }

        var edits = StepInput.Read(Http.Request.Form, form.Draft.Terms.Of(form.Step).Where(field => !form.IsFixed(field)));
        Reason = Http.Request.Form[ReasonPath].ToString();
        if (await desk.AskAsync(actor, form.Draft.Card.Id, form.Step, edits, Reason, Ct) is not { } refusal)
        {
            Navigation.NavigateTo(Paths.AmendSent(form.Draft.Card.Id, FormSteps.Slug(form.Step)));
            return;
        }

        Form = await forms.AfterSaveAsync(form, edits, [], Ct);
        Errors.AddRange(Form.Summary(sayings));
        if (refusal is ReasonMissing or AmendmentRefused { Why: "TooLong" })
        {
            Errors.Add(new FieldError(ReasonPath, await sayings.ToFamilyAsync(refusal, Ct)));
        }

        Refused = Errors.Count == 0 ? await sayings.ToFamilyAsync(refusal, Ct) : null;
        Http.Response.StatusCode = Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
    }
}
