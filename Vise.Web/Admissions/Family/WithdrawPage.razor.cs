using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>Taking an application back: asked once more, with a reason.</summary>
public sealed partial class WithdrawPage(FamilyQueries queries, ChoiceWords choices, Sayings sayings, DraftDesk desk) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    private string Reason { get; set; } = "";

    private List<FieldError> Errors { get; } = [];

    private string? Refused { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync(Id);

    private async Task WithdrawAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        Reason = Typed.Cut(Http.Request.Form["reason"].ToString(), 500);
        var seen = uint.TryParse(Http.Request.Form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : Draft.Card.Version;
        var refusal = await desk.WithdrawAsync(actor, Draft.Card.Id, seen, Reason, Ct);
        if (refusal is null || Draft.Card.Status == ApplicationStatus.Withdrawn)
        {
            Navigation.NavigateTo(Paths.MyApplication(Draft.Card.Id));
            return;
        }

        var words = await sayings.ToFamilyAsync(refusal, Ct);
        if (refusal is ReasonMissing)
        {
            Errors.Add(new FieldError("reason", words));
        }
        else
        {
            Refused = words;
        }

        Http.Response.StatusCode = refusal is ReasonMissing ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
    }
}
