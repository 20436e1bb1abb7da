using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>The documents step. Files go to <see cref="DocumentUpload"/>, which comes back here and says what was refused.</summary>
public sealed partial class DocumentsPage(FamilyQueries queries, ChoiceWords choices, DocumentAsks asks) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    /// <summary>The kind of document that was refused.</summary>
    [SupplyParameterFromQuery]
    private string? Document { get; set; }

    /// <summary>Why: as in <see cref="Domain.DocumentRefused"/>, or Missing.</summary>
    [SupplyParameterFromQuery]
    private string? Refused { get; set; }

    private IReadOnlyList<DocumentAsk> Asks { get; set; } = [];

    private IReadOnlyList<FieldError> Errors => [.. Asks.Where(ask => ask.Error is not null).Select(ask => new FieldError(ask.Path, ask.Error!))];

    private bool Missing => Draft!.DocumentsMissing.Any();

    private string BackTo => From == FormSteps.Slug(FormStep.Review) ? FormSteps.PathOf(Draft!.Card.Id, FormStep.Review) : FormSteps.Before(Draft!, FormStep.Documents);

    protected override async Task OnInitializedAsync()
    {
        if (await LoadStepAsync(Id))
        {
            Asks = await asks.OfAsync(Draft!, Document, Refused, Ct);
        }
    }
}
