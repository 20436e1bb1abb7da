using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>Everything on one page, what is still to mend, and the one button that hands the form in.</summary>
public sealed partial class ReviewPage(FamilyQueries queries, ChoiceWords choices, AnswerWords answers, Sayings sayings, DraftDesk desk)
    : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    private IReadOnlyList<AnswerSection> Sections { get; set; } = [];

    // each behind the name of what it is about
    private IReadOnlyList<(string Path, string Message)> Problems { get; set; } = [];

    private string? Refused { get; set; }

    private Refusal? Unproven { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await LoadStepAsync(Id))
        {
            await ReadAsync();
        }
    }

    private async Task SubmitAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        var id = Draft.Card.Id;
        var refusal = await desk.SubmitAsync(actor, id, Ct);
        if (!await LoadAsync(Id))
        {
            return;
        }

        // a second click finds the form handed in: the same page answers both
        if (refusal is null || (refusal is NoSuchStep or EditedByAnother or Collided && Draft.Card is { Status: not ApplicationStatus.Draft, SubmittedTime: not null } && !Statuses.IsEnded(Draft.Card.Status)))
        {
            Navigation.NavigateTo(Paths.Acknowledgement(id));
            return;
        }

        await ReadAsync();
        Refused = await sayings.ToFamilyAsync(refusal, Ct);
        Unproven = refusal;
        Http.Response.StatusCode = refusal is FormIncomplete ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
    }

    private async Task ReadAsync()
    {
        var draft = Draft!;
        var fields = draft.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        Sections = await answers.SectionsAsync(fields, null, draft.Terms, Ct, every: true);
        if (draft.Card.Status != ApplicationStatus.Draft)
        {
            return;
        }

        var missing = draft.DocumentsMissing.Select(kind => new FieldProblem("documents." + kind, "Document", kind));
        Problems = await sayings.NamedAsync(FormReader.Read(fields, draft.Terms).Problems.Concat(missing), draft.Terms.Questions, Ct);
    }
}
