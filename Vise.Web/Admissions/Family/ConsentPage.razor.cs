using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>What was agreed to for one application, word for word and when; and taking that back, which withdraws the application.</summary>
public sealed partial class ConsentPage(FamilyQueries queries, ChoiceWords choices, Sayings sayings, DraftDesk desk, OwnDataDesk own) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    private GivenConsent? Given { get; set; }

    private string? Refused { get; set; }

    private bool Unsure { get; set; }

    private bool IsOwner => Draft!.Card.Owner == Visitor.Account;

    private bool CanWithdraw => IsOwner && Lifecycle.Allows(Draft!.Card.Status, ApplicationStatus.Withdrawn, Role.Parent);

    // a text that is no longer the form's stays under its version
    private string Text => Given!.Version is { } version && version != AdmissionForm.ConsentVersion
        ? Shared["Consent.Text." + version] is { ResourceNotFound: false } earlier ? earlier : Words["ConsentTextGone", version]
        : Shared["Consent.Text"];

    protected override async Task OnInitializedAsync()
    {
        if (await LoadAsync(Id) && await AskAsync() is { } actor)
        {
            Given = (await own.ConsentsAsync(actor, Ct)).FirstOrDefault(consent => consent.Id == Draft!.Card.Id);
        }
    }

    private async Task WithdrawAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        if (Http.Request.Form["sure"] != "yes")
        {
            Unsure = true;
            Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        var seen = uint.TryParse(Http.Request.Form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : Draft.Card.Version;
        var refusal = await desk.WithdrawAsync(actor, Draft.Card.Id, seen, Words["ConsentReason"], Ct);
        if (refusal is null || Draft.Card.Status == ApplicationStatus.Withdrawn)
        {
            Navigation.NavigateTo(Paths.MyApplication(Draft.Card.Id));
            return;
        }

        Refused = await sayings.ToFamilyAsync(refusal, Ct);
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
