using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>Why a field can't be taken as it is. The words are looked up by <see cref="Code"/> and filled with <see cref="Arguments"/>.</summary>
/// <param name="Path">The field, as in <see cref="AdmissionForm"/>.</param>
/// <param name="Code">Required, Name, Date, DateAhead, DateTooEarly, TooYoungForSchool, TooYoung, TooOld, Choice, Number, YesNo, Mobile, Email, PinCode, Aadhaar, Apaar, TooLong, Consent, Document, Unknown.</param>
/// <param name="Arguments">Numbers and dates (<see cref="DateOnly"/>) for the words.</param>
public sealed record FieldProblem(string Path, string Code, params object[] Arguments);

/// <summary>A form that was read whole: the values when nothing is wrong, else every problem at once.</summary>
public sealed record FormCheck(FilledForm? Form, IReadOnlyList<FieldProblem> Problems);

/// <summary>A complete, valid form.</summary>
public sealed record FilledForm(ChildPart Child, string Medium, string Quota, IReadOnlyList<ParentPart> Parents, AddressPart Permanent, AddressPart? Present, HealthPart? Health)
{
    /// <summary>Answers to the cycle's own questions, by key; only those that were given.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

public sealed record ChildPart(
    string Name,
    string? NameInScript,
    DateOnly BirthDate,
    string Gender,
    string Nationality,
    string MotherTongue,
    string SocialCategory,
    string? ApaarId,
    string? Aadhaar);

public sealed record ParentPart(string Name, string Relation, string? Mobile, string? Email, string? Occupation);

public sealed record AddressPart(string Line, string Locality, string PinCode);

/// <summary>What the school should know in an emergency; every part is optional.</summary>
public sealed record HealthPart(string? BloodGroup, string? Allergies, string? Conditions, string? EmergencyName, string? EmergencyMobile);

/// <summary>What a form is checked against: the class it asks for and the words that may be chosen.</summary>
/// <param name="Year">The session applied for.</param>
/// <param name="ClassCode">The class applied for.</param>
/// <param name="Today">The day in the branch's time zone.</param>
/// <param name="Age">The age rule of the class, or null where there is none.</param>
/// <param name="Codes">The codes that a list (codes.term) holds.</param>
/// <param name="Media">The media that the class is taught in.</param>
public sealed record FormTerms(
    AcademicYear Year,
    string ClassCode,
    DateOnly Today,
    AgeRule? Age,
    Func<string, IReadOnlySet<string>> Codes,
    IReadOnlyCollection<string> Media)
{
    /// <summary>The cycle's own questions for the class, in their order.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>Age rules of the class for children of a category other than all (DOMAIN: Age for a class).</summary>
    public IReadOnlyDictionary<string, AgeRule> AgeByCategory { get; init; } = new Dictionary<string, AgeRule>(StringComparer.Ordinal);

    /// <summary>Every field of this form, in its order.</summary>
    public IEnumerable<FormField> Fields => Enum.GetValues<FormStep>().SelectMany(Of);

    public IEnumerable<FormField> Of(FormStep step) => step == FormStep.Questions ? Questions.Select(question => question.Field) : AdmissionForm.Of(step);

    public FormField? Find(string path) => AdmissionForm.Find(path) ?? Questions.FirstOrDefault(question => question.Path == path)?.Field;

    /// <summary>The codes that may be chosen in a field.</summary>
    public IReadOnlySet<string> CodesOf(FormField field) =>
        field.Path == "sought.medium" ? Media.ToHashSet(StringComparer.Ordinal)
        : Questions.FirstOrDefault(question => question.Path == field.Path) is { } asked ? asked.Options.Select(option => option.Code).ToHashSet(StringComparer.Ordinal)
        : Codes(field.List!);

    /// <summary>The terms as the answers so far make them: a child who asks for an RTE seat goes by the ages for EWS and disadvantaged groups, where there are such.</summary>
    public FormTerms For(IReadOnlyDictionary<string, string> fields) =>
        fields.GetValueOrDefault("sought.quota") == "rte" && AgeByCategory.TryGetValue(AgeRule.EwsDg, out var rule) ? this with { Age = rule } : this;
}
