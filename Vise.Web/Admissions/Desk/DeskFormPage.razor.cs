using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>The answers of a paper form, entered by whoever it was handed to. What is typed is kept, right or wrong; handing in says what is missing.</summary>
public sealed partial class DeskFormPage(
    WalkInQueries walkIns, WalkInForms forms, StepForms steps, ChoiceWords choices, DocumentAsks asks, DraftDesk desk, Sayings sayings, Visitor visitor, NavigationManager navigation) : ComponentBase
{
    /// <summary>Saves and stays; what the script sends too.</summary>
    private const string Keep = "keep";

    private const string HandIn = "hand-in";

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The kind of document that was refused.</summary>
    [SupplyParameterFromQuery]
    private string? Document { get; set; }

    /// <summary>Why, as in <see cref="DocumentRefused"/>.</summary>
    [SupplyParameterFromQuery(Name = "refused")]
    private string? FileRefused { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private WalkInForm? Form { get; set; }

    private ChoiceNames Names { get; set; } = default!;

    private IReadOnlyList<DocumentAsk> Asks { get; set; } = [];

    private string? Refused { get; set; }

    private CancellationToken Ct => Http.RequestAborted;

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var isPost = HttpMethods.IsPost(Http.Request.Method);
        if (!ApplicationId.TryParse(Id, out var id) || await visitor.ActAsync(Duty.EnterApplications, id, Ct) is not { } actor
            || (isPost ? await walkIns.AgainAsync(actor, id, Ct) : await walkIns.OpenAsync(actor, id, Ct)).Value is not { } draft)
        {
            navigation.NotFound();
            return;
        }

        // a post gets its answer from the form that it was sent by
        if (draft.Card.Status != ApplicationStatus.Draft && !isPost)
        {
            navigation.NavigateTo(Paths.DeskApplication(id));
            return;
        }

        Names = await choices.OfAsync(draft.Card.Choice, Ct);
        Asks = await asks.OfAsync(draft, Document, FileRefused, Ct);
        Form = await forms.OpenAsync(draft, Ct);
    }

    private async Task SaveAsync()
    {
        if (Form is not { Draft: var draft } || await visitor.ActAsync(Duty.EnterApplications, draft.Card.Id, Ct) is not { } actor)
        {
            return;
        }

        var (id, then) = (draft.Card.Id, Http.Request.Form["then"].ToString());
        if (draft.Card.Status != ApplicationStatus.Draft)
        {
            // a second click finds the form handed in: the record answers both
            navigation.NavigateTo(Paths.DeskApplication(id));
            return;
        }

        var sent = WalkInForms.Read(Http.Request.Form, draft);
        var saved = await steps.SaveAsync(actor, id, sent, Ct);
        if (saved.Value is not { } result)
        {
            await RefuseAsync(saved.Refusal!);
            return;
        }

        var refusal = result.Conflicts.Count == 0 && then == HandIn ? await desk.SubmitAsync(actor, id, Ct) : null;
        if ((await walkIns.AgainAsync(actor, id, Ct)).Value is not { } now)
        {
            navigation.NotFound();
            return;
        }

        if (now.Card.Status != ApplicationStatus.Draft || (then == "later" && result.Conflicts.Count == 0))
        {
            navigation.NavigateTo(now.Card.Status == ApplicationStatus.Draft ? Paths.Desk : Paths.DeskApplication(id));
            return;
        }

        Form = await forms.OpenAsync(now, sent, result.Conflicts, refusal is FormIncomplete incomplete ? incomplete.Problems : [], Ct);
        if (refusal is not null)
        {
            await RefuseAsync(refusal);
        }
        else if (Form.InConflict)
        {
            Refused = Words["Conflict"];
            Http.Response.StatusCode = StatusCodes.Status409Conflict;
        }
    }

    private async Task RefuseAsync(Refusal refusal)
    {
        if (refusal is NotFound)
        {
            navigation.NotFound();
            return;
        }

        Refused = refusal is FormIncomplete ? null : await sayings.OfAsync(refusal, Ct);
        Http.Response.StatusCode = refusal is FormIncomplete ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
    }
}
