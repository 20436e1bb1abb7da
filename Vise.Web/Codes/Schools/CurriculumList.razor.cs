using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;

namespace Vise.Web.Codes.Schools;

/// <summary>What an institution teaches.</summary>
public sealed partial class CurriculumList(CodeQueries queries, SchoolDesk schools, ReferenceCodes codes)
{
    private readonly Dictionary<(string List, string Code), string> _names = [];
    private IReadOnlyList<Curriculum>? _rows;
    private Curriculum? _after;
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
                    _names[(list, term.Code)] = term.In(Language);
                }
            }
        }

        _rows = await Visitor.ActAsync(Duty.SetUpBranch, Branch, Gone) is { } actor ? await queries.CurriculumAsync(actor, Branch, Institution, _after, Gone) : [];
        _open = Panel is "change" ? Row(Form.Taught) : null;
    }

    private static string KeyOf(Curriculum row) => $"{row.ProgrammeCode}/{row.DepartmentCode}/{row.ClassCode}";

    private string Of(string list, string code) => _names.GetValueOrDefault((list, code), code);

    private Curriculum? Row(TaughtEntry entry) =>
        _rows?.FirstOrDefault(row => row.ProgrammeCode == entry.Programme && row.DepartmentCode == entry.Department && row.ClassCode == entry.Class);

    private void OpenRow(Curriculum row)
    {
        Open("change", SetupForm.Of(row));
        _open = row;
    }

    private Task PageAsync(Curriculum? after)
    {
        _after = after;
        return LookAsync();
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
