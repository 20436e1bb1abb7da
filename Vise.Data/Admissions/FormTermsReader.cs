using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>The school, session and class that a form asks for.</summary>
public sealed record SchoolChoice(
    BranchId Branch, string InstitutionCode, AcademicYear Year, string ProgrammeCode, string DepartmentCode, string ClassCode)
{
    public static SchoolChoice Of(Application application) => new(
        application.BranchId, application.InstitutionCode, application.AcademicYear,
        application.ProgrammeCode, application.DepartmentCode, application.ClassCode);
}

/// <summary>Gathers what a form is checked against, from the cached codes.</summary>
public sealed class FormTermsReader(ReferenceCodes codes)
{
    /// <summary>The terms on a day where the branch is.</summary>
    public async Task<FormTerms> ForAsync(SchoolChoice choice, DateTimeOffset now, CancellationToken ct)
    {
        var lists = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var list in AdmissionForm.Fields.Select(field => field.List).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            lists[list] = (await codes.TermsAsync(list, ct)).Select(term => term.Code).ToHashSet(StringComparer.Ordinal);
        }

        var zone = await ZoneAsync(choice.Branch, ct);
        var taught = (await codes.CurriculumAsync(choice.Branch, choice.InstitutionCode, ct)).FirstOrDefault(taught =>
            taught.ProgrammeCode == choice.ProgrammeCode && taught.DepartmentCode == choice.DepartmentCode && taught.ClassCode == choice.ClassCode);
        return new FormTerms(
            choice.Year,
            choice.ClassCode,
            Deadline.DayOf(now, zone),
            await codes.AgeRuleAsync(choice.Branch.State, choice.ClassCode, ct),
            list => lists[list],
            taught?.Media ?? []);
    }

    /// <summary>The time zone in which the branch's days end.</summary>
    public async Task<TimeZoneInfo> ZoneAsync(BranchId branch, CancellationToken ct) =>
        (await codes.BranchAsync(branch, ct))?.Zone ?? TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
}
