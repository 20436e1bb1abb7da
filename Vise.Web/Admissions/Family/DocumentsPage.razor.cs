using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>The documents step. Files go to <see cref="DocumentUpload"/>, which comes back here and says what was refused.</summary>
public sealed partial class DocumentsPage(FamilyQueries queries, ChoiceWords choices, ReferenceCodes codes, Sayings sayings) : DraftPage(queries, choices)
{
    private sealed record AskedKind(string Code, string Name, bool Asked);

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    /// <summary>The kind of document that was refused.</summary>
    [SupplyParameterFromQuery]
    private string? Document { get; set; }

    /// <summary>Why: as in <see cref="DocumentRefused"/>, or Missing.</summary>
    [SupplyParameterFromQuery]
    private string? Refused { get; set; }

    private List<AskedKind> Kinds { get; } = [];

    private List<FieldError> Errors { get; } = [];

    private bool Missing => Kinds.Any(kind => kind.Asked && Draft!.Documents.All(document => document.Kind != kind.Code));

    private string BackTo => From == FormSteps.Slug(FormStep.Review) ? FormSteps.PathOf(Draft!.Card.Id, FormStep.Review) : FormSteps.Before(Draft!, FormStep.Documents);

    protected override async Task OnInitializedAsync()
    {
        if (!await LoadStepAsync(Id))
        {
            return;
        }

        foreach (var term in await codes.TermsAsync("document", Ct))
        {
            // a kind that isn't asked for can be handed in all the same
            Kinds.Add(new AskedKind(term.Code, term.In(CultureInfo.CurrentUICulture.Name), Draft!.DocumentsAsked.Contains(term.Code)));
        }

        if (Kinds.FirstOrDefault(kind => kind.Code == Document) is { } refused && await SayAsync(refused.Code) is { } words)
        {
            Errors.Add(new FieldError("documents." + refused.Code, words));
        }
    }

    private async Task<string?> SayAsync(string kind) =>
        Refused == DocumentUpload.Missing ? await sayings.OfAsync(new FieldProblem("documents." + kind, "Document", kind), Ct)
        : DocumentUpload.Says(Refused) ? await sayings.OfAsync(new DocumentRefused(Refused!), Ct)
        : null;
}
