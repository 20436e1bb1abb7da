using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Operations.Trails;

namespace Vise.Web.Admissions.Family;

/// <summary>Who of the school opened, downloaded or exported the child's record, and when.</summary>
public sealed partial class LookedPage(FamilyQueries queries, ChoiceWords choices, TrailQueries trails) : DraftPage(queries, choices)
{
    [Parameter]
    public string Id { get; set; } = "";

    private List<Looked> Looks { get; set; } = [];

    protected override async Task OnInitializedAsync()
    {
        if (await LoadAsync(Id) && await AskAsync() is { } actor)
        {
            Looks = await trails.LookedAsync(actor, Draft!.Card.Id, Ct);
        }
    }

    private string RoleOf(Looked look) => Roles[$"RoleName.{look.Role}"] is { ResourceNotFound: false } role ? role : look.Role;

    private string DeedOf(Looked look) => Words[$"Looked.{look.Action}.{look.Target}"] is { ResourceNotFound: false } exact ? exact : Words[$"Looked.{look.Action}"];
}
