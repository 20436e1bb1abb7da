using Vise.Data.Admissions;
using Vise.Data.Operations.Trails;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>The slip that says the form is handed in, on one A4 sheet. Drawing it is a download of a letter.</summary>
public sealed partial class AcknowledgementPage(FamilyQueries queries, ChoiceWords choices, TrailDesk trails) : DraftPage(queries, choices)
{
    protected override async Task OnInitializedAsync()
    {
        if (!await LoadAsync(Id))
        {
            return;
        }

        if (Draft!.Card.SubmittedTime is null)
        {
            Navigation.NavigateTo(Paths.MyApplication(Draft.Card.Id));
        }
        else if (await AskAsync() is { } actor && await trails.LetterAsync(actor, Draft.Card.Id, Ct) is not null)
        {
            Draft = null;
            Navigation.NotFound();
        }
    }
}
