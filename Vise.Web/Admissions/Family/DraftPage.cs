using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>A page of one application: loads it for the family, or answers as if there were none.</summary>
public abstract class DraftPage(FamilyQueries queries, ChoiceWords choices) : FamilyPage
{
    protected DraftView? Draft { get; set; }

    protected ChoiceNames Names { get; private set; } = default!;

    protected FamilyQueries Queries => queries;

    /// <summary>Loads what the address names; false when the answer is given already.</summary>
    protected async Task<bool> LoadAsync(string? id)
    {
        if (!TryReadId(id, out var known) || await AskAsync() is not { } actor)
        {
            return false;
        }

        if ((await queries.DraftAsync(actor, known, Ct)).Value is not { } draft)
        {
            Navigation.NotFound();
            return false;
        }

        Names = await choices.OfAsync(draft.Card.Choice, Ct);
        Draft = draft;
        return true;
    }

    /// <summary>The same, for a step of the form: what is handed in is read on the family's own page. A post still gets its answer here.</summary>
    protected async Task<bool> LoadStepAsync(string? id)
    {
        if (!await LoadAsync(id))
        {
            return false;
        }

        if (Draft!.Card.Status == ApplicationStatus.Draft || IsPost)
        {
            return true;
        }

        var card = Draft.Card;
        Draft = null;
        Navigation.NavigateTo(Paths.MyApplication(card.Id));
        return false;
    }
}
