using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Web.Admissions.Cycles;

namespace Vise.Web.Admissions.Paper;

/// <summary>A cycle's form, blank, to be printed and filled in by hand. Public: it holds nobody's data.</summary>
public sealed partial class BlankFormPage(BlankFormQueries forms, ReferenceCodes codes, PaperForm paper, NavigationManager navigation) : ComponentBase
{
    [Parameter]
    public string Branch { get; set; } = "";

    [Parameter]
    public string Institution { get; set; } = "";

    [Parameter]
    public string Year { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private BlankForm? Form { get; set; }

    private CycleNames? Names { get; set; }

    private IReadOnlyList<PaperSection> Sections { get; set; } = [];

    private IReadOnlyList<(string Document, string Classes)> Documents { get; set; } = [];

    protected override async Task OnInitializedAsync()
    {
        var ct = Http.RequestAborted;
        var key = BranchId.TryParse(Branch, out var branch) && Base36.IsCode(Institution, 2) && AcademicYear.TryParse(Year, out var year) ? new CycleKey(branch, Institution, year) : null;
        Form = key is null ? null : await forms.OfAsync(key, ct);
        if (Form is not { } form || key is null)
        {
            navigation.NotFound();
            return;
        }

        Names = await CycleNames.OfAsync(codes, key, ct);
        Sections = await paper.SectionsAsync(form, Names, ct);
        Documents = paper.Documents(form, Names);
    }
}
