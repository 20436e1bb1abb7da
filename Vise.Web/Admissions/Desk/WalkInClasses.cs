using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Desk;

/// <summary>A class that a paper form may ask for, with its line in the list.</summary>
public sealed record WalkInClass(SchoolChoice Choice, Choice Line);

/// <summary>The classes of a branch that are open now, in one list: the class first in each line, so that typing finds it, and the newest session on top, so that typing finds this year's.</summary>
public sealed class WalkInClasses(FamilyQueries queries, ReferenceCodes codes, Sayings sayings)
{
    public async Task<IReadOnlyList<WalkInClass>> OfAsync(BranchId branch, CancellationToken ct)
    {
        var language = System.Globalization.CultureInfo.CurrentUICulture.Name;
        var order = (await codes.TermsAsync("class", ct)).Select((term, at) => (term.Code, at)).ToDictionary(term => term.Code, term => term.at, StringComparer.Ordinal);
        var open = (await queries.OpenClassesAsync(branch, ct)).ToLookup(one => one.Choice.InstitutionCode, one => one.Choice, StringComparer.Ordinal);
        List<WalkInClass> classes = [];
        foreach (var school in await codes.InstitutionsAsync(branch, ct))
        {
            foreach (var choice in open[school.Code].OrderBy(choice => order.GetValueOrDefault(choice.ClassCode)))
            {
                var text = string.Join(" · ", await sayings.NameAsync("class", choice.ClassCode, ct), choice.Year, await sayings.NameAsync("programme", choice.ProgrammeCode, ct),
                    await sayings.NameAsync("department", choice.DepartmentCode, ct), school.In(language));
                classes.Add(new WalkInClass(choice, new Choice(string.Join('.', choice.InstitutionCode, choice.Year, choice.ProgrammeCode, choice.DepartmentCode, choice.ClassCode), text)));
            }
        }

        return [.. classes.OrderByDescending(open => open.Choice.Year)];
    }
}
