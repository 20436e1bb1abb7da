using Microsoft.AspNetCore.Components;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Users;

/// <summary>A page of one's own account, for families and staff alike. A guest has none yet and is led to register.</summary>
public abstract class OwnPage : PeoplePage
{
    [Inject]
    private Visitor Visitor { get; set; } = default!;

    /// <summary>Whom to act as; each handler asks anew. Null when the answer is given already.</summary>
    protected async Task<Actor?> AskAsync()
    {
        var actor = (await Visitor.AskAsync(Duty.ApplyForOwnChild, Ct)).Actor;
        if (actor is null)
        {
            Navigation.NavigateTo(Paths.SignIn(Paths.Account), forceLoad: true);
        }
        else if (ViseClaims.IsGuest(Http.User))
        {
            Navigation.NavigateTo(Paths.Register(Paths.My), forceLoad: true);
            return null;
        }

        return actor;
    }
}
