using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Data.Codes;
using Vise.Data.Users;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>Says under which grant the person works; with several, lets them choose another.</summary>
public sealed partial class GrantSwitcher
{
    private readonly List<(Grant Grant, string Name)> _grants = [];
    private Grant? _chosen;

    /// <summary>The local path to come back to.</summary>
    [Parameter]
    public string ReturnTo { get; set; } = Paths.Desk;

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private ReferenceCodes Codes { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DeskWords> Say { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _chosen = await ActedUnderAsync();
        foreach (var grant in (await Visitor.GrantsAsync(default)).Where(grant => grant.Role is not (Role.Parent or Role.Student)))
        {
            _grants.Add((grant, await NameAsync(grant.Scope)));
        }
    }

    // on a child's record the grant that covers its branch is the one acted under, whichever was chosen
    private async Task<Grant?> ActedUnderAsync() =>
        ApplicationId.TryParse(ReturnTo.Split('/', '?').ElementAtOrDefault(2), out var id) && await Visitor.ActAsync(Duty.ReadApplications, id.Branch, default) is { } actor
            ? (await Visitor.GrantsAsync(default)).FirstOrDefault(grant => grant.Role == actor.Role && grant.Scope == actor.Scope)
            : await Visitor.ChosenGrantAsync(default);

    private async Task<string> NameAsync(Scope scope)
    {
        var (prefix, language) = (scope.Prefix, CultureInfo.CurrentUICulture.Name);
        var name = prefix.Length switch
        {
            6 => (await Codes.BranchAsync(BranchId.Parse(prefix), default))?.In(language),
            4 => (await Codes.DistrictsAsync(prefix[..2], default)).FirstOrDefault(district => district.Code == prefix[2..])?.In(language),
            2 => (await Codes.StatesAsync(default)).FirstOrDefault(state => state.Code == prefix)?.In(language),
            _ => Say["WholeNetwork"].Value,
        };
        return name ?? prefix;
    }
}
