using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Users.People;

namespace Vise.Web.Users.Invitations;

/// <summary>What an invitation is accepted on, of staff or of a second guardian: whoever holds the link sees to what, signs in, and accepts.</summary>
public sealed partial class InvitationPage(InvitationDesk invitations, GuardianDesk guardians, LinkCookie links, ReferenceCodes codes, SchoolClock clock)
{
    private InvitationOffer? Offer { get; set; }

    private string? Inviter { get; set; }

    private bool SignedIn { get; set; }

    private bool IsLater { get; set; }

    private string RoleName { get; set; } = "";

    private string PlaceName { get; set; } = "";

    private string? Refused { get; set; }

    private bool IsOpen => Offer is not null || Inviter is not null;

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        SignedIn = (await Visitor.AskAsync(Duty.ApplyForOwnChild, Ct)).Actor is not null;
        if (links.Read(Http, Paths.Invitation) is not { } token)
        {
            return;
        }

        Offer = await invitations.LookAsync(token, Ct);
        if (Offer is { } offer)
        {
            RoleName = Words[$"RoleName.{offer.Role}"];
            PlaceName = await PlaceNames.OfAsync(codes, offer.Scope, Words["WholeNetwork"], Ct);
            IsLater = offer.FromTime > await clock.NowAsync(Ct);
        }
        else
        {
            Inviter = await guardians.LookAsync(token, Ct);
        }
    }

    private async Task AcceptAsync()
    {
        if (!IsOpen || links.Read(Http, Paths.Invitation) is not { } token || await AskAsync() is not { } actor)
        {
            return;
        }

        Refusal? refusal;
        var next = Paths.Desk;
        if (Offer is not null)
        {
            refusal = await invitations.AcceptAsync(actor, token, Ct);
        }
        else
        {
            var joined = await guardians.AcceptAsync(actor, token, Ct);
            refusal = joined.Refusal;
            next = joined.Value is { } form ? Paths.MyApplication(form.Id) : next;
        }

        if (refusal is null)
        {
            links.Clear(Http, Paths.Invitation);
            Navigation.NavigateTo(IsLater ? Paths.My : next, forceLoad: true);
            return;
        }

        Refused = Words[refusal is OwnGrant or AlreadyHolds ? $"Refusal.{refusal.Code}" : "Refusal.InvitationOver"];
        Http.Response.StatusCode = StatusCodes.Status409Conflict;
    }
}
