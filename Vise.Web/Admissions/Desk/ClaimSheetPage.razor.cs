using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Operations;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>The sheet with a walk-in form's claim code, to be printed. The code is in the answer to the post alone; nothing of the child stands on it.</summary>
public sealed partial class ClaimSheetPage(ClaimDesk desk, RecordQueries records, ReferenceCodes codes, Visitor visitor, NavigationManager navigation, IConfiguration configuration) : ComponentBase
{
    [Parameter]
    public string Id { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsThere { get; set; }

    private bool Claimed { get; set; }

    private string Number { get; set; } = "";

    private string Branch { get; set; } = "";

    private ClaimCode? Made { get; set; }

    private string Address => new Uri(PublicAddress.Of(configuration), Paths.Claim).AbsoluteUri;

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var ct = Http.RequestAborted;
        if (!ApplicationId.TryParse(Id, out var id) || await visitor.ActAsync(Duty.EnterApplications, id.Branch, ct) is not { } actor || !await records.IsThereAsync(actor, id, ct))
        {
            navigation.NotFound();
            return;
        }

        (IsThere, Number) = (true, id.Value);
        Branch = (await codes.BranchAsync(id.Branch, ct))?.In(CultureInfo.CurrentUICulture.Name) ?? "";
    }

    private async Task MakeAsync()
    {
        if (!IsThere || !ApplicationId.TryParse(Id, out var id) || await visitor.ActAsync(Duty.EnterApplications, id.Branch, Http.RequestAborted) is not { } actor)
        {
            return;
        }

        var made = await desk.MakeCodeAsync(actor, id, Http.RequestAborted);
        (Made, Claimed) = (made.Value, made.Refusal is AlreadyClaimed);
        if (made.Value is null)
        {
            Http.Response.StatusCode = StatusCodes.Status409Conflict;
        }
    }
}
