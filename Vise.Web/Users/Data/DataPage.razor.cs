using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Web.Shell;

namespace Vise.Web.Users.Data;

/// <summary>What VISE keeps about a family and why, and what the family can have done with it. Read and answered without script.</summary>
public sealed partial class DataPage(OwnDataDesk desk, ErasureDesk erasures, FreshProof proof)
{
    /// <summary>Why an export was not made: a <see cref="Data.Proof"/>.</summary>
    [SupplyParameterFromQuery]
    private string? Refused { get; set; }

    [SupplyParameterFromForm(FormName = "cancel")]
    private CancelForm Cancelled { get; set; } = default!;

    private FreshProof Proof => proof;

    private IReadOnlyList<StandingErasure> Standing { get; set; } = [];

    private bool Said { get; set; }

    private IReadOnlyList<GivenConsent>? Consents { get; set; }

    /// <summary>Where the person proves first who they are; null when this page can ask.</summary>
    private string? Way { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        Cancelled ??= new CancelForm();
        if (Refused is nameof(Data.Proof.Wrong) or nameof(Data.Proof.TooMany))
        {
            var tooMany = Refused == nameof(Data.Proof.TooMany);
            Refuse("password", ProofWords[tooMany ? "TooManyTries" : "WrongPassword"], tooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity);
        }

        Way = await proof.WayAsync(Http, OwnDataPaths.Page);
        Standing = await erasures.StandingAsync(actor, Ct);
        // last: the page may be drawn at each wait
        Consents = await desk.ConsentsAsync(actor, Ct);
    }

    private async Task CancelAsync()
    {
        if (await AskAsync() is not { } actor || Cancelled.Request is not { } request)
        {
            return;
        }

        if (await erasures.CancelAsync(actor, request, OwnDataPaths.Erase, Ct) is not null)
        {
            Refuse("erasure", OwnWords["EraseTooLate"], StatusCodes.Status409Conflict);
        }

        Said = !HasErrors;
        Standing = await erasures.StandingAsync(actor, Ct);
    }
}

/// <summary>Which request is thought better of.</summary>
public sealed class CancelForm
{
    public Guid? Request { get; set; }
}
