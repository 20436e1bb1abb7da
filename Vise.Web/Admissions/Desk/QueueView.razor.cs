using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>A branch's applications, the longest unmoved first, with the keys to walk through them.</summary>
public sealed partial class QueueView
{
    /// <summary>Rows of a page.</summary>
    private const int PageSize = 50;

    private readonly Dictionary<ApplicationId, QueueLine> _lines = [];
    private IReadOnlyList<Named> _classes = [];
    private IReadOnlyList<Named> _schools = [];
    private IReadOnlyList<TimelineRow> _timeline = [];
    private TimeZoneInfo _zone = Formats.India;
    private QueueAddress? _loaded;
    private BranchId? _loadedBranch;
    private QueuePage? _page;
    private ApplicationId? _selected;

    [Parameter, EditorRequired]
    public BranchId Branch { get; set; }

    [Parameter, EditorRequired]
    public QueueAddress Address { get; set; } = new();

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private QueueQueries Queue { get; set; } = default!;

    [Inject]
    private RecordQueries Records { get; set; } = default!;

    [Inject]
    private ReferenceCodes Codes { get; set; } = default!;

    [Inject]
    private QueuePlace Place { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private QueueRow? Chosen => _page?.Rows.FirstOrDefault(row => row.Id == _selected);

    private static string Language => CultureInfo.CurrentUICulture.Name;

    protected override async Task OnParametersSetAsync()
    {
        // the first answer is a skeleton: the circuit that follows at once reads the rows, and only once
        if (!RendererInfo.IsInteractive || (_loaded == Address && _loadedBranch == Branch))
        {
            return;
        }

        var (address, branch) = (Address, Branch);
        (_loaded, _loadedBranch) = (address, branch);
        if ((await Visitor.AskAsync(Duty.ReadApplications, branch, Gone)).Actor is not { } actor)
        {
            _page = null;
            return;
        }

        var classes = await Codes.TermsAsync("class", Gone);
        var schools = await Codes.InstitutionsAsync(branch, Gone);
        var zone = (await Codes.BranchAsync(branch, Gone))?.Zone ?? Formats.India;
        var page = await Queue.PageAsync(actor, branch, address.Filter, address.After, PageSize, Gone);
        if (_loaded != address || _loadedBranch != branch)
        {
            // another filter was chosen meanwhile, and its answer may be here already
            return;
        }

        (_classes, _schools, _zone, _page) = (classes, schools, zone, page);
        _lines.Clear();
        await SelectAsync((page.Rows.FirstOrDefault(row => row.Id == Place.Selected) ?? (page.Rows.Count > 0 ? page.Rows[0] : null))?.Id, focus: Place.Selected is not null);
    }

    private Task SelectAsync(ApplicationId id) => SelectAsync(id, focus: false);

    // the preview shows the row and its timeline, never the record: opening that is a logged view
    private async Task SelectAsync(ApplicationId? id, bool focus)
    {
        (_selected, _timeline) = (id, []);
        if (id is not { } chosen)
        {
            return;
        }

        StateHasChanged();
        if ((await Visitor.AskAsync(Duty.ReadApplications, chosen.Branch, Gone)).Actor is { } actor)
        {
            var timeline = await Records.TimelineAsync(actor, chosen, Gone);
            if (_selected != chosen)
            {
                return;
            }

            Place.Selected = chosen;
            _timeline = timeline;
        }

        if (focus && _lines.GetValueOrDefault(chosen) is { } line)
        {
            await line.FocusAsync();
        }
    }

    private async Task MoveAsync(int by)
    {
        if (_page is not { Rows.Count: > 0 } page)
        {
            return;
        }

        var at = page.Rows.Select(row => row.Id).ToList().IndexOf(_selected ?? default);
        await SelectAsync(page.Rows[Math.Clamp(at + by, 0, page.Rows.Count - 1)].Id, focus: true);
    }

    private void Open()
    {
        if (_selected is { } id)
        {
            Navigation.NavigateTo(Paths.DeskApplication(id));
        }
    }

    // one step back: to the first page, then out of the narrowing
    private void Leave()
    {
        if (Address.After is not null || Address.IsNarrowed)
        {
            Navigation.NavigateTo((Address.After is not null ? Address with { After = null } : new QueueAddress(Address.Branch)).ToString());
        }
    }

    private void ChooseClass(ChangeEventArgs chosen) =>
        Navigation.NavigateTo((Address with { ClassCode = chosen.Value as string is { Length: > 0 } code ? code : null, After = null }).ToString());

    private static string NameOf(IReadOnlyList<Named> names, string? code) => names.FirstOrDefault(name => name.Code == code)?.In(Language) ?? code ?? "";
}
