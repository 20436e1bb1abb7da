using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Places;

/// <summary>The states; a state and its districts; a district and its branches.</summary>
public sealed partial class GeographyPage(CodeQueries queries, GeographyDesk desk)
{
    private Geographic? _place;
    private string? _stateName;
    private bool _there;

    /// <summary>The state's code; null: all states.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>The district's code; null: the whole state.</summary>
    [Parameter]
    public string? District { get; set; }

    protected override bool IsThere => _there;

    protected override uint CurrentVersion => _place?.Version ?? 0;

    private string Above => District is null ? SetupPaths.Geography : SetupPaths.State(State!);

    private string AddTitle => Words[State is null ? "AddState" : "AddDistrict"];

    protected override async Task OnParametersSetAsync()
    {
        if (State is null || _place?.StateCode != State || _place.DistrictCode != (District ?? Geographic.WholeState))
        {
            Close();
            await LookAsync();
        }
    }

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync()
    {
        (_place, _stateName) = (null, null);
        var actor = await Visitor.ActAsync(Duty.SetUpNetwork, Gone);
        if (State is null && actor is not null)
        {
            return;
        }

        _place = actor is null || District is Geographic.WholeState ? null : await queries.PlaceAsync(actor, State!, District ?? Geographic.WholeState, Gone);
        if (actor is null || _place is null)
        {
            Navigation.NotFound();
            return;
        }

        _stateName = District is null ? null : (await queries.PlaceAsync(actor, State!, Geographic.WholeState, Gone))?.In(Language);
    }

    private void Show() => _there = true;

    private async Task<CodePage> LoadAsync(ListWish wish) =>
        await Visitor.ActAsync(Duty.SetUpNetwork, Gone) is not { } actor ? new CodePage([], null)
        : State is null ? await queries.StatesAsync(actor, wish, Gone)
        : District is null ? await queries.DistrictsAsync(actor, State, wish, Gone)
        : await queries.BranchesAsync(actor, Scope.Parse(State + District), wish, Gone);

    private string Leads(CodeRow row) =>
        State is null ? SetupPaths.State(row.Code) : District is null ? SetupPaths.District(State, row.Code) : SetupPaths.Branch(BranchId.Parse(row.Code));

    private Task ChangeAsync() => _place is { StateCode: var state, DistrictCode: var district }
        ? DoAsync(Duty.SetUpNetwork, null, actor => desk.ChangeAsync(actor, state, district, Form.Version, Form.Called, default), Words["Saved"])
        : Task.CompletedTask;

    private Task RetireAsync(bool retire) => _place is { StateCode: var state, DistrictCode: var district, Version: var version }
        ? DoAsync(Duty.SetUpNetwork, null, actor => desk.RetireAsync(actor, state, district, version, retire, default), Words[retire ? "RetiredNow" : "BroughtBack"])
        : Task.CompletedTask;

    private Task<bool> AddAsync()
    {
        var (code, called) = (CodeRules.Optional(Form.Code)?.ToUpperInvariant() ?? "", Form.Called);
        return DoAsync(
            Duty.SetUpNetwork, null,
            actor => State is null ? desk.AddAsync(actor, code, Geographic.WholeState, called, default) : desk.AddAsync(actor, State, code, called, default),
            Words["Made"]);
    }
}
