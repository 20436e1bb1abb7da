using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>The school and class that a JSON form names under <c>sought</c>, apart from the fields of the form itself.</summary>
public sealed class SoughtSchool(ReferenceCodes codes, ApiProblems problems, Sayings sayings)
{
    /// <summary>The members of <c>sought</c> that name the school; the others are fields.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["sought.academicYear", "sought.state", "sought.district", "sought.branch", "sought.branchId", "sought.institution", "sought.programme", "sought.department", "sought.class"];

    /// <summary>The branch named, by its three codes or by <c>branchId</c>; null when neither reads.</summary>
    public static BranchId? BranchOf(IReadOnlyDictionary<string, string> form)
    {
        var written = form.GetValueOrDefault("sought.branchId")
            ?? form.GetValueOrDefault("sought.state") + form.GetValueOrDefault("sought.district") + form.GetValueOrDefault("sought.branch");
        return BranchId.TryParse(written, out var branch) ? branch : null;
    }

    /// <summary>The choice, or every message beside what is missing or unknown. The choice then holds what could be read, for checking the rest.</summary>
    public async Task<(SchoolChoice Choice, IReadOnlyList<(string Path, string Message)> Errors)> ReadAsync(
        BranchId branch, IReadOnlyDictionary<string, string> form, AcademicYear now, CancellationToken ct)
    {
        List<(string, string)> errors = [];
        string Text(string name) => form.GetValueOrDefault("sought." + name) ?? "";
        async Task MissAsync(string name) =>
            errors.Add(("sought." + name, await sayings.OfAsync(new FieldProblem("sought." + name, Text(name).Length == 0 ? "Required" : "Choice"), ct)));

        if (!AcademicYear.TryParse(Text("academicYear"), out var year))
        {
            errors.Add(("sought.academicYear", problems.Error("Year")));
            year = now;
        }

        var school = Text("institution");
        var known = await codes.BranchAsync(branch, ct) is not null;
        if (!known)
        {
            await MissAsync(form.ContainsKey("sought.branchId") ? "branchId" : "branch");
        }

        if (!known || (await codes.InstitutionsAsync(branch, ct)).All(one => one.Code != school))
        {
            await MissAsync("institution");
            school = "";
        }

        var taught = school.Length == 0 ? [] : await codes.CurriculumAsync(branch, school, ct);
        var (programme, department, asked) = (Text("programme"), Text("department"), Text("class"));
        if (taught.All(one => one.ProgrammeCode != programme))
        {
            await MissAsync("programme");
        }
        else if (taught.All(one => one.ProgrammeCode != programme || one.DepartmentCode != department))
        {
            await MissAsync("department");
        }
        else if (taught.All(one => one.ProgrammeCode != programme || one.DepartmentCode != department || one.ClassCode != asked))
        {
            await MissAsync("class");
        }

        foreach (var name in (string[])["department", "class"])
        {
            if (Text(name).Length == 0 && errors.All(error => error.Item1 != "sought." + name))
            {
                await MissAsync(name);
            }
        }

        return (new SchoolChoice(branch, school, year, programme, department, asked), errors);
    }

    /// <summary>Where a form for an application that exists names another school: that is fixed since it was begun (SPEC 2).</summary>
    public IEnumerable<(string Path, string Message)> Changed(SchoolChoice choice, IReadOnlyDictionary<string, string> form)
    {
        var fixedNow = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sought.academicYear"] = choice.Year.ToString(),
            ["sought.state"] = choice.Branch.State,
            ["sought.district"] = choice.Branch.District,
            ["sought.branch"] = choice.Branch.Branch,
            ["sought.branchId"] = choice.Branch.Value,
            ["sought.institution"] = choice.InstitutionCode,
            ["sought.programme"] = choice.ProgrammeCode,
            ["sought.department"] = choice.DepartmentCode,
            ["sought.class"] = choice.ClassCode,
        };
        return fixedNow.Where(name => form.TryGetValue(name.Key, out var written) && written != name.Value).Select(name => (name.Key, problems.Error("Fixed")));
    }
}
