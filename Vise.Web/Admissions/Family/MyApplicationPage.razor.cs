using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>One application: where it stands, what to do, what happened, and what was answered.</summary>
public sealed partial class MyApplicationPage(
    FamilyQueries queries, ChoiceWords choices, AnswerWords answers, NextStepWords nextSteps, Sayings sayings, OfferDesk offers, EnquiryDesk enquiries, LetterQueries letters)
    : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Whether a question has just arrived (<see cref="Paths.QuestionSent"/>).</summary>
    [SupplyParameterFromQuery]
    private string? Sent { get; set; }

    private IReadOnlyList<AnswerSection> Sections { get; set; } = [];

    private List<TimelineRow> Timeline { get; set; } = [];

    private IReadOnlyList<LetterLine> LetterLines { get; set; } = [];

    private NextStep Next { get; set; } = new("", false);

    private IReadOnlyList<EnquiryRow> Enquiries { get; set; } = [];

    private string? Refused { get; set; }

    // a question that was sent and not taken, and why
    private string? Question { get; set; }

    private List<FieldError> Errors { get; } = [];

    private ApplicationStatus EndedAt => Timeline.LastOrDefault()?.From ?? NextStepWords.EndedAt(Draft!.Card);

    private string? ClosingReason => Draft!.Card.Status == ApplicationStatus.Rejected ? sayings.Reason(Timeline.LastOrDefault()?.Reason) : null;

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task TakeOfferAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        var seen = uint.TryParse(Http.Request.Form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : Draft.Card.Version;
        var refusal = await offers.TakeOfferAsync(actor, Draft.Card.Id, seen, Ct);
        // a second click, or the other parent's: the offer is taken up all the same
        if (refusal is null || (refusal is EditedByAnother or NoSuchStep && Draft.Card.Status == ApplicationStatus.Fees))
        {
            Navigation.NavigateTo(Paths.MyApplication(Draft.Card.Id));
            return;
        }

        await ReadAsync();
        Refused = await sayings.ToFamilyAsync(refusal, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }

    private async Task SendQuestionAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        Question = Http.Request.Form[EnquiryPart.Path].ToString();
        if (await enquiries.AskAsync(actor, Draft.Card.Id, Question, Ct) is not { } refusal)
        {
            Navigation.NavigateTo(Paths.QuestionSent(Draft.Card.Id));
            return;
        }

        var words = await sayings.ToFamilyAsync(refusal, Ct);
        if (refusal is EnquiryRefused { Why: "Empty" or "TooLong" })
        {
            Errors.Add(new FieldError(EnquiryPart.Path, words));
        }
        else
        {
            Refused = words;
        }

        Http.Response.StatusCode = Refused is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
    }

    private async Task ReadAsync()
    {
        if (!await LoadAsync(Id) || await AskAsync() is not { } actor)
        {
            return;
        }

        Next = await nextSteps.OfAsync(Draft!.Card, Draft.Fee, Names.Zone, Ct);
        Enquiries = await enquiries.OfAsync(actor, Draft.Card.Id, Ct);
        Timeline = await Queries.TimelineAsync(actor, Draft.Card.Id, Ct);
        LetterLines = await letters.ListAsync(actor, Draft.Card.Id, Timeline, Ct);
        Sections = await answers.SectionsAsync(Draft.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal), null, Draft.Terms, Ct);
    }
}
