using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>Reads the form from its fields as typed (path → text). One validation for pages, API and submit (SPEC 5).</summary>
public static class FormReader
{
    /// <summary>Checks one field as the other answers ask for it; an empty optional field is fine, and so is whatever stands in a closed one.</summary>
    public static FieldProblem? Check(FormField field, IReadOnlyDictionary<string, string> fields, FormTerms terms) =>
        IsClosed(field, fields) ? null
        : FieldRules.Problem(Asked(field, fields), fields.GetValueOrDefault(field.Path), fields, terms.For(fields)) ?? CheckTogether(field, fields);

    /// <summary>What is worth saying beside one field, though it is taken; null for nothing, and where there is a problem.</summary>
    public static FieldNote? Note(FormField field, IReadOnlyDictionary<string, string> fields, FormTerms terms) =>
        IsClosed(field, fields) || Check(field, fields, terms) is not null ? null : FieldRules.Note(field, fields.GetValueOrDefault(field.Path), fields, terms.For(fields));

    /// <summary>The problems of one step's fields, including those that hang together (a second parent's name, the present address).</summary>
    public static IReadOnlyList<FieldProblem> CheckStep(FormStep step, IReadOnlyDictionary<string, string> fields, FormTerms terms) =>
        [.. terms.Of(step).Select(field => Check(field, fields, terms)).OfType<FieldProblem>()];

    /// <summary>What is worth saying beside the fields of one step.</summary>
    public static IReadOnlyList<FieldNote> NotesOf(FormStep step, IReadOnlyDictionary<string, string> fields, FormTerms terms) =>
        [.. terms.Of(step).Select(field => Note(field, fields, terms)).OfType<FieldNote>()];

    /// <summary>The whole form: values, or every problem at once in the form's order.</summary>
    public static FormCheck Read(IReadOnlyDictionary<string, string> fields, FormTerms terms)
    {
        List<FieldProblem> problems =
        [
            .. fields.Keys.Where(path => terms.Find(path) is null && !IsOfAnotherTime(path)).Select(path => new FieldProblem(path, "Unknown")),
            .. Enum.GetValues<FormStep>().SelectMany(step => CheckStep(step, fields, terms)),
        ];
        if (problems.Count > 0)
        {
            return new FormCheck(null, problems);
        }

        var given = terms.Fields
            .Where(field => !IsClosed(field, fields))
            .Select(field => (field.Path, Text: Typed.Clean(fields.GetValueOrDefault(field.Path))))
            .Where(answer => answer.Text.Length > 0)
            .ToDictionary(answer => answer.Path, answer => answer.Text, StringComparer.Ordinal);
        return new FormCheck(new FormFilling(given).Fill(terms.Questions), []);
    }

    /// <summary>Whether the answers given make this field one that isn't asked; what was typed there counts for nothing.</summary>
    public static bool IsClosed(FormField field, IReadOnlyDictionary<string, string> fields) =>
        field.OpenWhen is { } opener && (!opener.Holds(fields) || (AdmissionForm.Find(opener.Path) is { } other && IsClosed(other, fields)));

    /// <summary>The field as the answers given so far ask for it: needed or not.</summary>
    public static FormField Asked(FormField field, IReadOnlyDictionary<string, string> fields)
    {
        var needed = field.Required;
        if (field.NeededWith is { } group)
        {
            needed = fields.Any(other => other.Key.StartsWith(group, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(other.Value));
        }

        return field with { Required = needed && !IsClosed(field, fields) && field.NeededUnless.All(other => string.IsNullOrWhiteSpace(fields.GetValueOrDefault(other))) };
    }

    // the ground of disability rests on what was said of the child, who is no brother or sister of its own
    private static FieldProblem? CheckTogether(FormField field, IReadOnlyDictionary<string, string> fields) =>
        field is { Step: FormStep.Siblings, Kind: FieldKind.Name } && EarlierAnswers.IsSame(fields.GetValueOrDefault(field.Path), fields.GetValueOrDefault("child.name")) ? new FieldProblem(field.Path, "OwnSibling")
        : field.Path == "sought.rteGround" && fields.GetValueOrDefault(field.Path) == "disability"
        && (fields.GetValueOrDefault("child.disability") != "yes" || string.IsNullOrWhiteSpace(fields.GetValueOrDefault("child.disabilityCertificate")))
            ? new FieldProblem(field.Path, "RteDisability")
            : null;

    // the answer to a question that was retired since, or that another class is asked, counts for nothing and is nobody's fault
    private static bool IsOfAnotherTime(string path) => path.StartsWith(Question.Prefix, StringComparison.Ordinal);
}
