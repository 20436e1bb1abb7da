using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>An answer to a cycle's own question, as handed in.</summary>
public sealed class Answer
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public string Key { get; private set; } = "";

    /// <summary>Text; a number's digits; a date in ISO 8601; yes or no; an option's code, or several with commas between.</summary>
    public string Value { get; private set; } = "";

    public static Answer Of(Application application, string key, string value) => new()
    {
        BranchId = application.BranchId,
        ApplicationId = application.ApplicationId,
        InstitutionCode = application.InstitutionCode,
        AcademicYear = application.AcademicYear,
        Key = key,
        Value = value,
    };
}
