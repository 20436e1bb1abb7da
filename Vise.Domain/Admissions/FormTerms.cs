using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

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
    private const string FirstClass = "01";

    /// <summary>The cycle's own questions for the class, in their order.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>Age rules of the class for children of a category other than all (DOMAIN: Age for a class).</summary>
    public IReadOnlyDictionary<string, AgeRule> AgeByCategory { get; init; } = new Dictionary<string, AgeRule>(StringComparer.Ordinal);

    /// <summary>The age rules for every child of the classes that the school teaches beside this one under the same programme and department, by class.</summary>
    public IReadOnlyDictionary<string, AgeRule> AgesOfSchool { get; init; } = new Dictionary<string, AgeRule>(StringComparer.Ordinal);

    /// <summary>From which income of a year on, paise, a family counts as no weaker section in the school's state; null where that is not known.</summary>
    public long? IncomeCapPaise { get; init; }

    /// <summary>Of the enrolment ids that were given for brothers and sisters and looked up: whether a student has it.</summary>
    public IReadOnlyDictionary<EnrollmentId, bool> Enrolled { get; init; } = new Dictionary<EnrollmentId, bool>();

    /// <summary>Every field of this form, in its order.</summary>
    public IEnumerable<FormField> Fields => Enum.GetValues<FormStep>().SelectMany(Of);

    /// <summary>The fields of a step; none where the class isn't asked it.</summary>
    public IEnumerable<FormField> Of(FormStep step) => step switch
    {
        FormStep.Questions => Questions.Select(question => question.Field),
        FormStep.Schooling when !IsAfterSchool(ClassCode) => [],
        _ => AdmissionForm.Of(step),
    };

    public FormField? Find(string path) => AdmissionForm.Find(path) ?? Questions.FirstOrDefault(question => question.Path == path)?.Field;

    /// <summary>Whether children come to a class from another one: classes 2 to 12. Those of pre-primary have letters for codes.</summary>
    public static bool IsAfterSchool(string classCode) => classCode is [>= '0' and <= '9', ..] && string.CompareOrdinal(classCode, FirstClass) > 0;

    /// <summary>The codes that may be chosen in a field.</summary>
    public IReadOnlySet<string> CodesOf(FormField field) =>
        field.Path == "sought.medium" ? Media.ToHashSet(StringComparer.Ordinal)
        : Questions.FirstOrDefault(question => question.Path == field.Path) is { } asked ? asked.Options.Select(option => option.Code).ToHashSet(StringComparer.Ordinal)
        : Codes(field.List!);

    /// <summary>
    /// The terms as the answers so far make them: a child with a disability goes by the ages for those, one who asks for an RTE seat by the ages for
    /// EWS and disadvantaged groups, where there are such.
    /// </summary>
    public FormTerms For(IReadOnlyDictionary<string, string> fields) => CategoryOf(fields) is { } category ? this with { Age = AgeByCategory[category] } : this;

    private string? CategoryOf(IReadOnlyDictionary<string, string> fields) =>
        fields.GetValueOrDefault("child.disability") == "yes" && AgeByCategory.ContainsKey(AgeRule.Disability) ? AgeRule.Disability
        : fields.GetValueOrDefault("sought.quota") == "rte" && AgeByCategory.ContainsKey(AgeRule.EwsDg) ? AgeRule.EwsDg
        : null;
}
