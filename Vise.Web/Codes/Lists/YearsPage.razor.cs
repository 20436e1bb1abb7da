using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;

namespace Vise.Web.Codes.Lists;

/// <summary>The academic years that cycles may be held for.</summary>
public sealed partial class YearsPage(CodeQueries queries, ListDesk desk)
{
    private IReadOnlyList<SchoolYear>? _years;
    private DateOnly? _from;
    private DateOnly? _to;
    private bool _open;

    protected override bool IsThere => _years is not null;

    protected override uint CurrentVersion => _years?.FirstOrDefault(year => year.AcademicYear.ToString() == Form.Code)?.Version ?? 0;

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            await LookAsync();
        }
    }

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync() => _years = await Visitor.ActAsync(Duty.SetUpNetwork, Gone) is { } actor ? await queries.YearsAsync(actor, Gone) : [];

    // the year after the latest, as it most likely is
    private void OpenNew()
    {
        Open("year", new SetupForm());
        if (_years is [var latest, ..] && latest.AcademicYear.Start < 2099)
        {
            Name(AcademicYear.StartingIn(latest.AcademicYear.Start + 1).ToString());
        }

        _open = true;
    }

    private void Name(string typed)
    {
        Form.Code = typed;
        if (AcademicYear.TryParse(typed.Trim(), out var year))
        {
            (_from, _to) = (new DateOnly(year.Start, 4, 1), new DateOnly(year.Start + 1, 3, 31));
        }
    }

    private void OpenYear(SchoolYear year)
    {
        Open("year", new SetupForm { Code = year.AcademicYear.ToString(), Version = year.Version });
        (_from, _to, _open) = (year.FromDay, year.ToDay, year.OpenForCycles);
    }

    private Task<bool> SaveAsync()
    {
        var (form, from, to, open) = (Form, _from ?? default, _to ?? default, _open);
        return DoAsync(
            Duty.SetUpNetwork, null,
            actor => !AcademicYear.TryParse(form.Code.Trim(), out var year) ? Task.FromResult<Refusal?>(new FormIncomplete([new FieldProblem("year", "YearForm")]))
                : form.IsNew ? desk.AddYearAsync(actor, year, from, to, open, default)
                : desk.ChangeYearAsync(actor, year, form.Version, from, to, open, default),
            Words[form.IsNew ? "Made" : "Saved"]);
    }

    private Task<bool> RetireAsync(SchoolYear year, bool retire) => DoAsync(
        Duty.SetUpNetwork, null, actor => desk.RetireYearAsync(actor, year.AcademicYear, year.Version, retire, default), Words[retire ? "RetiredNow" : "BroughtBack"]);
}
