using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Schools;

/// <summary>One branch: its record, which SystemAdmin keeps, its institutions, and what was done to it.</summary>
public sealed partial class BranchPage(CodeQueries queries, GeographyDesk desk, SchoolDesk schools, ReferenceCodes codes)
{
    private Domain.Codes.Branch? _branch;
    private string? _place;
    private bool _mayChange;

    /// <summary>The branch's six characters.</summary>
    [Parameter]
    public string Branch { get; set; } = "";

    protected override bool IsThere => _branch is not null;

    protected override uint CurrentVersion => _branch?.Version ?? 0;

    protected override async Task OnParametersSetAsync()
    {
        if (_branch?.BranchId.Value != Branch)
        {
            Close();
            await LookAsync();
        }
    }

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync()
    {
        _branch = BranchId.TryParse(Branch, out var id) && await Visitor.ActAsync(Duty.SetUpBranch, id, Gone) is { } actor ? await queries.BranchAsync(actor, id, Gone) : null;
        if (_branch is null)
        {
            Navigation.NotFound();
            return;
        }

        _mayChange = await Visitor.ActAsync(Duty.SetUpNetwork, id, Gone) is not null;
        var district = (await codes.DistrictsAsync(id.State, Gone)).FirstOrDefault(place => place.Code == id.District)?.In(Language);
        var state = (await codes.StatesAsync(Gone)).FirstOrDefault(place => place.Code == id.State)?.In(Language);
        _place = string.Join(", ", new[] { district, state }.OfType<string>());
    }

    private async Task<CodePage> LoadAsync(ListWish wish) =>
        _branch is { BranchId: var id } && await Visitor.ActAsync(Duty.SetUpBranch, id, Gone) is { } actor ? await queries.InstitutionsAsync(actor, id, wish, Gone) : new CodePage([], null);

    private string Leads(CodeRow row) => SetupPaths.Institution(_branch!.BranchId, row.Code);

    private Task ChangeAsync() => _branch is { BranchId: var id }
        ? DoAsync(Duty.SetUpNetwork, id, actor => desk.ChangeBranchAsync(actor, id, Form.Version, Form.Branch, default), Words["Saved"])
        : Task.CompletedTask;

    private Task RetireAsync(bool retire) => _branch is { BranchId: var id, Version: var version }
        ? DoAsync(Duty.SetUpNetwork, id, actor => desk.RetireBranchAsync(actor, id, version, retire, default), Words[retire ? "RetiredNow" : "BroughtBack"])
        : Task.CompletedTask;

    private async Task AddAsync()
    {
        if (_branch is not { BranchId: var id })
        {
            return;
        }

        var code = CodeRules.Optional(Form.Code)?.ToUpperInvariant() ?? "";
        var entry = Form.Institution;
        if (await DoAsync(Duty.SetUpBranch, id, actor => schools.AddAsync(actor, id, code, entry, default), Words["Made"]))
        {
            Navigation.NavigateTo(SetupPaths.Institution(id, code));
        }
    }
}
