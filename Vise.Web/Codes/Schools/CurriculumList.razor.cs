using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;

namespace Vise.Web.Codes.Schools;

/// <summary>What an institution teaches.</summary>
public sealed partial class CurriculumList(CodeQueries queries, SchoolDesk schools, ReferenceCodes codes)
{
    // what fits a school of two programmes, from Nursery to Class 12
    private const int PageSize = 50;

    private readonly Dictionary<(string List, string Code), (string Name, int Order)> _names = [];
    private IReadOnlyList<Curriculum>? _rows;
    private int _from;
    private Curriculum? _open;

    [Parameter, EditorRequired]
    public BranchId Branch { get; set; }

    [Parameter, EditorRequired]
    public string Institution { get; set; } = "";

    /// <summary>Whether the institution is retired and takes no new classes.</summary>
    [Parameter]
    public bool Closed { get; set; }

    protected override bool IsThere => _rows is not null;

    protected override uint CurrentVersion => Row(Form.Taught)?.Version ?? 0;

    protected override Task OnInitializedAsync() => RendererInfo.IsInteractive ? LookAsync() : Task.CompletedTask;

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync()
    {
        if (_names.Count == 0)
        {
            foreach (var list in (string[])["programme", "department", "class", "medium"])
            {
                foreach (var term in await codes.TermsAsync(list, Gone))
                {
                    _names[(list, term.Code)] = (term.In(Language), _names.Count);
                }
            }
        }

        var rows = await Visitor.ActAsync(Duty.SetUpBranch, Branch, Gone) is { } actor ? await queries.CurriculumAsync(actor, Branch, Institution, Gone) : [];
        // as the lists have them: Nursery before Class 1, Class 9 before Class 10
        _rows = [.. rows.OrderBy(row => OrderOf("programme", row.ProgrammeCode)).ThenBy(row => OrderOf("department", row.DepartmentCode)).ThenBy(row => OrderOf("class", row.ClassCode))];
        _from = Math.Min(_from, Math.Max(0, (_rows.Count - 1) / PageSize * PageSize));
        _open = Panel is "change" ? Row(Form.Taught) : null;
    }

    private static string KeyOf(Curriculum row) => $"{row.ProgrammeCode}/{row.DepartmentCode}/{row.ClassCode}";

    private string Of(string list, string code) => _names.TryGetValue((list, code), out var named) ? named.Name : code;

    // a retired word comes last
    private int OrderOf(string list, string code) => _names.TryGetValue((list, code), out var named) ? named.Order : int.MaxValue;

    private Curriculum? Row(TaughtEntry entry) =>
        _rows?.FirstOrDefault(row => row.ProgrammeCode == entry.Programme && row.DepartmentCode == entry.Department && row.ClassCode == entry.Class);

    private void OpenRow(Curriculum row)
    {
        Open("change", SetupForm.Of(row));
        _open = row;
    }

    private Task<bool> SaveAsync()
    {
        var (entry, form) = (Form.Taught, Form);
        return DoAsync(
            Duty.SetUpBranch, Branch,
            actor => form.IsNew ? schools.TeachAsync(actor, Branch, Institution, entry, default) : schools.ChangeTaughtAsync(actor, Branch, Institution, entry, form.Version, default),
            Words[form.IsNew ? "Made" : "Saved"]);
    }

    private Task<bool> RetireAsync(Curriculum row, bool retire) => DoAsync(
        Duty.SetUpBranch, Branch,
        actor => schools.RetireTaughtAsync(actor, Branch, Institution, SetupForm.Of(row).Taught, row.Version, retire, default),
        Words[retire ? "RetiredNow" : "BroughtBack"]);
}
