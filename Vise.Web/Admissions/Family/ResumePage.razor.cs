using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Family;

/// <summary>A form's address without a step leads to the first one that is not complete.</summary>
public sealed partial class ResumePage(FamilyQueries queries, ChoiceWords choices) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    protected override async Task OnInitializedAsync()
    {
        if (!await LoadStepAsync(Id))
        {
            return;
        }

        var draft = Draft!;
        var fields = draft.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        var lacksDocument = draft.DocumentsMissing.Any();
        var first = FormSteps.Of(draft).FirstOrDefault(
            step => step == FormStep.Documents ? lacksDocument : FormReader.CheckStep(step, fields, draft.Terms).Count > 0, FormStep.Review);
        Navigation.NavigateTo(FormSteps.PathOf(draft.Card.Id, first));
    }
}
