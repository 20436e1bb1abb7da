using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>How the session stands, in numbers that name nobody: a branch's for its office, by branch for officers.</summary>
public sealed partial class DashboardPage
{
    /// <summary>The first session that VISE took applications for.</summary>
    private const int FirstYear = 2025;

    private IReadOnlyList<Figure> _figures = [];
    private IReadOnlyList<FigureLine> _branches = [];
    private IReadOnlyList<FigureLine> _classes = [];
    private IReadOnlyList<AcademicYear> _years = [];
    private FigureLine? _total;
    private AcademicYear _year;
    private BranchId? _branch;
    private string _place = "";
    private bool _table;
    private bool _ready;

    /// <summary>Of which session, such as 2025-26; the one that runs now unless given.</summary>
    [SupplyParameterFromQuery]
    public string? Session { get; set; }

    [SupplyParameterFromQuery]
    public string? Branch { get; set; }

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private FigureQueries Figures { get; set; } = default!;

    [Inject]
    private ReferenceCodes Codes { get; set; } = default!;

    [Inject]
    private Sayings Sayings { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    protected override async Task OnParametersSetAsync()
    {
        _branch = BranchId.TryParse(Branch, out var named) ? named : null;
        var asked = _branch is { } branch
            ? await Visitor.AskAsync(Duty.ReadFigures, branch, Gone)
            : await Visitor.AskAsync(Duty.ReadFigures, Gone);
        if (asked.Answer is Answer.OutOfScope || (Branch is { Length: > 0 } && _branch is null))
        {
            Navigation.NotFound();
            return;
        }

        if (asked.Actor is not { } actor || !RendererInfo.IsInteractive)
        {
            return;
        }

        var current = await Figures.CurrentYearAsync(Gone);
        _years = [.. Enumerable.Range(FirstYear, Math.Max(1, current.Start - FirstYear + 1)).Select(AcademicYear.StartingIn)];
        _year = AcademicYear.TryParse(Session, out var year) ? year : current;
        await SumAsync(await Figures.ByStatusAsync(actor, _year, Gone), actor.Scope);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _total is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task SumAsync(IReadOnlyList<Figure> figures, Scope scope)
    {
        List<FigureLine> branches = [];
        foreach (var group in figures.GroupBy(figure => figure.BranchId, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            branches.Add(FigureSums.Line(group.Key, await BranchAsync(BranchId.Parse(group.Key)), [.. group]));
        }

        _figures = _branch is { } only ? [.. figures.Where(figure => figure.BranchId == only.Value)] : figures;
        _branches = _branch is null ? branches : [];
        List<FigureLine> classes = [];
        foreach (var term in await Codes.TermsAsync("class", Gone))
        {
            var line = FigureSums.Line(term.Code, term.In(Language), [.. _figures.Where(figure => figure.ClassCode == term.Code)]);
            if (line.HandedIn > 0)
            {
                classes.Add(line);
            }
        }

        _classes = classes;
        _total = FigureSums.Line("", "", _figures);
        _place = await PlaceAsync(_branch is { } chosen ? Scope.Of(chosen) : scope);
    }

    private async Task<string> BranchAsync(BranchId id) => (await Codes.BranchAsync(id, Gone))?.In(Language) ?? id.Value;

    private async Task<string> PlaceAsync(Scope scope)
    {
        if (scope.Branch is { } branch)
        {
            return await BranchAsync(branch);
        }

        var names = scope.Prefix.Length switch
        {
            4 => await Codes.DistrictsAsync(scope.Prefix[..2], Gone),
            2 => await Codes.StatesAsync(Gone),
            _ => [],
        };
        return names.FirstOrDefault(name => scope.Prefix.EndsWith(name.Code, StringComparison.Ordinal))?.In(Language) ?? Words["WholeNetwork"];
    }

    private static (string Key, long Number)[] Headlines(FigureLine total) =>
        [("HandedIn", total.HandedIn), ("AtOffice", total.AtOffice), ("Offered", total.Offered), ("Enrolled", total.Enrolled)];
}
