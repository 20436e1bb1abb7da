using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Schools;

/// <summary>The branches of the visitor's grant; SystemAdmin adds to them.</summary>
public sealed partial class BranchesPage(CodeQueries queries, GeographyDesk desk, ReferenceCodes codes)
{
    private IReadOnlyList<Named> _states = [];
    private IReadOnlyList<Named> _districts = [];
    private ElementReference _first;
    private bool _there;
    private bool _mayAdd;
    private bool _focus;

    protected override bool IsThere => _there;

    protected override Task OnInitializedAsync() => LookAsync();

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync() => _mayAdd = await Visitor.ActAsync(Duty.SetUpNetwork, Gone) is not null;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus && Panel is not null)
        {
            _focus = false;
            await _first.FocusAsync();
        }
    }

    private void Show() => _there = true;

    private async Task<CodePage> LoadAsync(ListWish wish) =>
        await Visitor.ActAsync(Duty.SetUpBranch, Gone) is { } actor ? await queries.BranchesAsync(actor, Scope.Everything, wish, Gone) : new CodePage([], null);

    private static string Leads(CodeRow row) => SetupPaths.Branch(BranchId.Parse(row.Code));

    private async Task OpenAddAsync()
    {
        (_states, _districts, _focus) = (await codes.StatesAsync(Gone), [], true);
        Open("add", new SetupForm());
    }

    private async Task StateAsync(ChangeEventArgs change)
    {
        (Form.State, Form.District) = (change.Value as string ?? "", "");
        _districts = Form.State.Length == 2 ? await codes.DistrictsAsync(Form.State, Gone) : [];
    }

    private async Task AddAsync()
    {
        var form = Form;
        var code = CodeRules.Optional(form.Code)?.ToUpperInvariant() ?? "";
        if (await DoAsync(Duty.SetUpNetwork, null, actor => desk.AddBranchAsync(actor, form.State, form.District, code, form.Branch, default), Words["Made"]))
        {
            Navigation.NavigateTo(SetupPaths.Branch(BranchId.Of(form.State, form.District, code)));
        }
    }
}
