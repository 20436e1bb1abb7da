using Microsoft.AspNetCore.Components;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>What the pages of a family share: who asks, and the one answer to what is not theirs.</summary>
public abstract class FamilyPage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected Visitor Visitor { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    protected CancellationToken Ct => Http.RequestAborted;

    protected bool IsPost => HttpMethods.IsPost(Http.Request.Method);

    /// <summary>Whom to act as; each handler asks anew. Null when the account has closed since: the sign-in page follows.</summary>
    protected async Task<Actor?> AskAsync()
    {
        var asked = await Visitor.AskAsync(Duty.ApplyForOwnChild, Ct);
        if (asked.Actor is null)
        {
            Navigation.NavigateTo(Paths.SignIn(Here), forceLoad: true);
        }

        return asked.Actor;
    }

    /// <summary>The id out of the address. A wrong check character ends here, before any look-up.</summary>
    protected bool TryReadId(string? text, out ApplicationId id)
    {
        var ok = ApplicationId.TryParse(text, out id);
        if (!ok)
        {
            Navigation.NotFound();
        }

        return ok;
    }

    private string Here => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
}
