using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Operations;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>The owner shares an application with one more person and ends it; that person leaves.</summary>
public sealed partial class GuardianPage(FamilyQueries queries, ChoiceWords choices, GuardianDesk desk, IConfiguration configuration) : DraftPage(queries, choices)
{
    private const string AddressPath = "guardian.address";

    [Parameter]
    public string Id { get; set; } = "";

    private bool IsOwner { get; set; }

    private SecondGuardian? Second { get; set; }

    private string Address { get; set; } = "";

    private string? Link { get; set; }

    private string? Refused { get; set; }

    private List<FieldError> Errors { get; } = [];

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task DoAsync()
    {
        if (Draft is null || await AskAsync() is not { } actor)
        {
            return;
        }

        await (Http.Request.Form["do"] == "end" ? EndAsync(actor, Draft.Card.Id) : InviteAsync(actor, Draft.Card.Id));
    }

    private async Task EndAsync(Actor actor, ApplicationId id)
    {
        // gone already is as good as ended
        var refusal = await desk.EndAsync(actor, id, Ct);
        if (refusal is null or NotFound)
        {
            Navigation.NavigateTo(IsOwner ? Paths.Guardian(id) : Paths.My);
            return;
        }

        Refuse(refusal);
    }

    private async Task InviteAsync(Actor actor, ApplicationId id)
    {
        Address = Typed.Cut(Http.Request.Form[AddressPath].ToString().Trim(), 254);
        var made = await desk.InviteAsync(actor, id, Address, new InvitationLetter(CultureInfo.CurrentUICulture.Name, Paths.InvitationLink), Ct);
        if (made.Value is not { } invitation)
        {
            Refuse(made.Refusal!);
            return;
        }

        // shown in the answer to the post itself: it stands in no address and in no later page
        Http.Response.Headers.CacheControl = "no-store";
        Link = new Uri(PublicAddress.Of(configuration), Paths.InvitationLink(invitation.Token)).AbsoluteUri;
        await ReadAsync();
    }

    private void Refuse(Refusal refusal)
    {
        if (refusal is AddressInvalid)
        {
            Errors.Add(new FieldError(AddressPath, Words["GuardianAddressWrong"]));
        }
        else
        {
            Refused = Words[refusal switch { GuardianThere => "GuardianThere", TooManyInvitations => "GuardianTooMany", _ => "GuardianRefused" }];
        }

        Http.Response.StatusCode = refusal switch
        {
            AddressInvalid => StatusCodes.Status422UnprocessableEntity,
            TooManyInvitations => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status409Conflict,
        };
    }

    private async Task ReadAsync()
    {
        if (await LoadAsync(Id) && await AskAsync() is { } actor)
        {
            IsOwner = Draft!.Card.Owner == actor.Account;
            Second = await desk.FindAsync(actor, Draft.Card.Id, Ct);
        }
    }
}
