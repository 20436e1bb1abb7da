using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>Begins a form that was handed in on paper: the class that it asks for, out of those that are open in the branch.</summary>
public sealed partial class DeskNewPage(WalkInClasses classes, WalkInDesk desk, Sayings sayings, Visitor visitor, NavigationManager navigation) : ComponentBase
{
    private const string ClassField = "class";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private IReadOnlyList<WalkInClass> Classes { get; set; } = [];

    private string? Error { get; set; }

    private string? Refused { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await visitor.ActAsync(Duty.EnterApplications, Http.RequestAborted) is { Scope.Branch: { } branch })
        {
            Classes = await classes.OfAsync(branch, Http.RequestAborted);
        }
    }

    private async Task StartAsync()
    {
        if (Classes.FirstOrDefault(open => open.Line.Value == Http.Request.Form[ClassField]) is not { } chosen)
        {
            Error = Words["ChooseClass"];
            Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        // what the page shows is of the branch that it was opened for; the duty is asked for in the class's own
        if (await visitor.ActAsync(Duty.EnterApplications, chosen.Choice.Branch, Http.RequestAborted) is not { } actor)
        {
            navigation.NotFound();
            return;
        }

        var started = await desk.StartAsync(actor, chosen.Choice, Http.RequestAborted);
        if (started.Value is { } draft)
        {
            navigation.NavigateTo(WalkInPaths.Form(draft.Id));
            return;
        }

        Refused = await sayings.OfAsync(started.Refusal!, Http.RequestAborted);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
