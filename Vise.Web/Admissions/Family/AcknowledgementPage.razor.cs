using Vise.Data.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>The slip that says the form is handed in, on one A4 sheet.</summary>
public sealed partial class AcknowledgementPage(FamilyQueries queries, ChoiceWords choices) : DraftPage(queries, choices)
{
    protected override async Task OnInitializedAsync()
    {
        if (await LoadAsync(Id) && Draft!.Card.SubmittedTime is null)
        {
            Navigation.NavigateTo(Paths.MyApplication(Draft.Card.Id));
        }
    }
}
