using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>From state to class, through what is open; everyone may look, starting needs a sign-in that keeps the choice.</summary>
public sealed partial class ApplyPage(
    ApplyChoices picking, ChoiceWords choices, Sayings sayings, ReferenceCodes codes, FamilyQueries queries, DraftDesk desk) : FamilyPage
{
    private ApplyChoice Choice { get; set; } = new([], null);

    private ChoiceNames Names { get; set; } = default!;

    private List<string> DocumentNames { get; } = [];

    private string? AgeText { get; set; }

    private string? Refused { get; set; }

    private bool IsSignedIn { get; set; }

    // the choice goes along into the sign-in and back
    private string Here => Paths.Apply + Http.Request.QueryString;

    protected override async Task OnInitializedAsync()
    {
        IsSignedIn = (await Visitor.AskAsync(Duty.ApplyForOwnChild, Ct)).Actor is not null;
        Choice = await picking.ReadAsync(Http.Request.Query, Ct);
        if (Choice.Class is not { } open)
        {
            return;
        }

        Names = await choices.OfAsync(open.Choice, Ct);
        foreach (var kind in open.DocumentsAsked)
        {
            DocumentNames.Add(await sayings.NameAsync("document", kind, Ct));
        }

        if (await codes.AgeRuleAsync(open.Choice.Branch.State, open.Choice.ClassCode, Ct) is { } rule)
        {
            var cutoff = Formats.Date(rule.CutoffOf(open.Choice.Year));
            AgeText = rule.MaxYears is { } most
                ? Words["AgeBetween", Formats.Number(rule.MinYears), Formats.Number(most), cutoff]
                : Words["AgeFrom", Formats.Number(rule.MinYears), cutoff];
        }
    }

    private async Task StartAsync()
    {
        if (await AskAsync() is not { } actor || Choice.Class is not { } open)
        {
            return;
        }

        // a second click, or starting anew, finds the form that is still empty
        var begun = (await queries.MineAsync(actor, Ct)).FirstOrDefault(card =>
            card is { Status: ApplicationStatus.Draft, ChildName: "", SubmittedTime: null } && card.Choice == open.Choice);
        if (begun is not null)
        {
            Navigation.NavigateTo(FormSteps.PathOf(begun.Id, FormStep.Child));
            return;
        }

        var started = await desk.StartAsync(actor, open.Choice, [], Ct);
        if (started.Value is { } draft)
        {
            Navigation.NavigateTo(FormSteps.PathOf(draft.Id, FormStep.Child));
            return;
        }

        Refused = await sayings.OfAsync(started.Refusal!, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
