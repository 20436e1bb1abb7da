using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>
/// Documents of a form that is handed in which the school can't use, each with a field for another in its place, and what was sent so far. Files go where those of the
/// documents step go; who has nothing to replace is led to the application.
/// </summary>
public sealed partial class ReplacePage(FamilyQueries queries, ChoiceWords choices, Sayings sayings) : DraftPage(queries, choices)
{
    private sealed record RefusedKind(string Code, string Name, IReadOnlyList<DocumentRow> Documents, IReadOnlyList<DocumentRow> All);

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The kind of document of which a file was refused.</summary>
    [SupplyParameterFromQuery]
    private string? Document { get; set; }

    /// <summary>Why: as in <see cref="DocumentRefused"/>.</summary>
    [SupplyParameterFromQuery]
    private string? Refused { get; set; }

    private List<RefusedKind> Kinds { get; } = [];

    private List<FieldError> Errors { get; } = [];

    protected override async Task OnInitializedAsync()
    {
        if (!await LoadAsync(Id))
        {
            return;
        }

        var (id, documents) = (Draft!.Card.Id, Application.ChecksDocuments(Draft.Card.Status) ? Draft.Documents : []);
        foreach (var kind in documents.GroupBy(document => document.Kind))
        {
            List<DocumentRow> concerned = [.. kind.Where(document => document.Refused is not null || document.IsReplaced)];
            if (concerned.Count > 0)
            {
                Kinds.Add(new RefusedKind(kind.Key, await sayings.NameAsync("document", kind.Key, Ct), concerned, [.. kind]));
            }
        }

        // a post gets its answer here all the same
        if (Kinds.Count == 0 && !IsPost)
        {
            Draft = null;
            Navigation.NavigateTo(Paths.MyApplication(id));
            return;
        }

        if (Kinds.FirstOrDefault(kind => kind.Code == Document)?.Documents.FirstOrDefault(document => document.Refused is not null) is { } place && DocumentUpload.Says(Refused))
        {
            Errors.Add(new FieldError(FileFieldName.InPlaceOf(place.Kind, place.DocumentId), await sayings.OfAsync(new DocumentRefused(Refused!), Ct)));
        }
    }

    private string NameOf(RefusedKind kind, DocumentRow document) =>
        kind.All.Count > 1 ? Words["PageOf", kind.All.ToList().IndexOf(document) + 1, kind.Name] : kind.Name;
}
