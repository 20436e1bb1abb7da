using System.Globalization;
using Vise.Data.Admissions;
using Vise.Data.Codes;

namespace Vise.Web.Admissions.Family;

/// <summary>A choice of school and class in words.</summary>
public sealed record ChoiceNames(string School, string Branch, string ClassName, string Programme, string Department, string Session, TimeZoneInfo Zone)
{
    /// <summary>What is applied for, in one line.</summary>
    public string Class => $"{ClassName}, {Session}";
}

/// <summary>Finds the names of a choice in the language of the request.</summary>
public sealed class ChoiceWords(ReferenceCodes codes, Sayings sayings)
{
    public async Task<ChoiceNames> OfAsync(SchoolChoice choice, CancellationToken ct)
    {
        var language = CultureInfo.CurrentUICulture.Name;
        var branch = await codes.BranchAsync(choice.Branch, ct);
        var school = (await codes.InstitutionsAsync(choice.Branch, ct)).FirstOrDefault(known => known.Code == choice.InstitutionCode);
        return new ChoiceNames(
            school?.In(language) ?? choice.InstitutionCode,
            branch?.In(language) ?? choice.Branch.Value,
            await sayings.NameAsync("class", choice.ClassCode, ct),
            await sayings.NameAsync("programme", choice.ProgrammeCode, ct),
            await sayings.NameAsync("department", choice.DepartmentCode, ct),
            choice.Year.ToString(),
            branch?.Zone ?? Shell.Formats.India);
    }
}
