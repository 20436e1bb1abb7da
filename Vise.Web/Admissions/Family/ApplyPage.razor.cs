using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Users.Guests;

namespace Vise.Web.Admissions.Family;

/// <summary>From state to class, through what is open; everyone may look, starting needs a sign-in that keeps the choice.</summary>
public sealed partial class ApplyPage(
    ApplyChoices picking, ChoiceWords choices, Sayings sayings, ReferenceCodes codes, FamilyQueries queries, DraftDesk desk, EarlierDesk earlier, GuestEntry guests) : FamilyPage
{
    /// <summary>The id of a form of the family's own whose answers go along.</summary>
    [SupplyParameterFromQuery]
    private string? From { get; set; }

    private DraftView? Copied { get; set; }

    private ApplyChoice Choice { get; set; } = new([], null);

    private ChoiceNames Names { get; set; } = default!;

    private List<string> DocumentNames { get; } = [];

    private string? AgeText { get; set; }

    /// <summary>What the copied child's birth date means for the class.</summary>
    private string? CopiedAge { get; set; }

    private string? Refused { get; set; }

    private bool IsSignedIn { get; set; }

    // the choice goes along into the sign-in and back
    private string Here => Paths.Apply + Http.Request.QueryString;

    protected override async Task OnInitializedAsync()
    {
        var actor = (await Visitor.AskAsync(Duty.ApplyForOwnChild, Ct)).Actor;
        IsSignedIn = actor is not null;
        if (actor is not null && ApplicationId.TryParse(From, out var from))
        {
            // another family's form is none
            Copied = (await queries.DraftAsync(actor, from, Ct)).Value;
        }

        var choice = await picking.ReadAsync(Http.Request.Query, Ct);
        if (choice.Class is { } open)
        {
            await DescribeAsync(open);
        }

        // last, since a first look is drawn while a read is under way: the class is shown with its words or not yet
        Choice = choice;
    }

    private async Task DescribeAsync(OpenClass open)
    {
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
            if (Typed.Date(Copied?.Fields.GetValueOrDefault("child.birthDate")?.Value ?? "") is { } born)
            {
                CopiedAge = rule.Check("", born, open.Choice.Year) is { } misfit ? await sayings.AgeAsync(misfit, Ct)
                    : await sayings.OfAsync(new FieldNote("child.birthDate", "AgeFits", ChildAge.On(born, rule.CutoffOf(open.Choice.Year)), rule.CutoffOf(open.Choice.Year), rule.ClassCode), Ct);
            }
        }
    }

    private async Task StartAsync()
    {
        if (Choice.Class is not { } open)
        {
            return;
        }

        // whoever isn't signed in begins as a guest of this device
        if (!IsSignedIn && !await guests.EnterAsync(Http))
        {
            Refused = People["TooManyGuests"];
            Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        if (await AskAsync() is not { } actor)
        {
            return;
        }

        // a second click, or starting anew, finds the form that is still empty, or the copy that was just made
        var begun = (await queries.MineAsync(actor, Ct)).FirstOrDefault(card =>
            card is { Status: ApplicationStatus.Draft, SubmittedTime: null } && card.ChildName == (Copied?.Card.ChildName ?? "") && card.Choice == open.Choice);
        if (begun is not null)
        {
            Navigation.NavigateTo(FormSteps.PathOf(begun.Id, FormStep.Child));
            return;
        }

        var started = Copied is { } copied ? await earlier.StartCopyAsync(actor, copied.Card.Id, open.Choice, Ct) : await desk.StartAsync(actor, open.Choice, [], Ct);
        if (started.Value is { } draft)
        {
            Navigation.NavigateTo(FormSteps.PathOf(draft.Id, FormStep.Child));
            return;
        }

        Refused = await sayings.OfAsync(started.Refusal!, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
