using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>Reads the form from its fields as typed (path → text). One validation for pages, API and submit (SPEC 5).</summary>
public static class FormReader
{
    private static readonly DateOnly EarliestBirth = new(1943, 1, 1);

    /// <summary>Checks one field alone, for the sign beside it; an empty optional field is fine.</summary>
    public static FieldProblem? CheckField(FormField field, string? typed, FormTerms terms)
    {
        var text = Typed.Clean(typed);
        if (text.Length == 0)
        {
            // what a school's own question wants is told by its kind alone
            return !field.Required ? null : field.Step == FormStep.Questions ? new FieldProblem(field.Path, "Required", field.Kind) : new FieldProblem(field.Path, "Required");
        }

        if (text.Length > field.MaxLength)
        {
            return new FieldProblem(field.Path, "TooLong", field.MaxLength);
        }

        return field.Kind switch
        {
            FieldKind.Name when !Typed.IsName(text) => new(field.Path, "Name"),
            FieldKind.Date when field.Path == "child.birthDate" => CheckBirthDate(field.Path, text, terms),
            FieldKind.Date when Typed.Date(text) is null => new(field.Path, "Date"),
            FieldKind.Number when Typed.Number(text) is null => new(field.Path, "Number"),
            FieldKind.Choice when !terms.CodesOf(field).Contains(text) => new(field.Path, "Choice"),
            FieldKind.Choices when Typed.Several(text) is var several && (several.Count == 0 || !terms.CodesOf(field).IsSupersetOf(several)) => new(field.Path, "Choice"),
            FieldKind.YesNo when text is not ("yes" or "no") => new(field.Path, "YesNo"),
            FieldKind.YesNo when field.Path == "consent.given" && text != "yes" => new(field.Path, "Consent"),
            FieldKind.Mobile when Typed.Mobile(text) is null => new(field.Path, "Mobile"),
            FieldKind.Email when !Typed.IsEmail(text) => new(field.Path, "Email"),
            FieldKind.PinCode when !Typed.IsPinCode(text) => new(field.Path, "PinCode"),
            FieldKind.Aadhaar when Typed.Aadhaar(text) is null => new(field.Path, "Aadhaar"),
            FieldKind.Apaar when Typed.Apaar(text) is null => new(field.Path, "Apaar"),
            _ => null,
        };
    }

    /// <summary>The problems of one step's fields, including those that hang together (a second parent's name, the present address).</summary>
    public static IReadOnlyList<FieldProblem> CheckStep(FormStep step, IReadOnlyDictionary<string, string> fields, FormTerms terms) =>
        [.. terms.Of(step).Where(field => !IsClosed(field, fields)).Select(field => CheckField(Asked(field, fields), fields.GetValueOrDefault(field.Path), terms.For(fields))).OfType<FieldProblem>()];

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

        var child = new ChildPart(
            Text("child.name")!,
            Text("child.nameInScript"),
            Typed.Date(Text("child.birthDate")!)!.Value,
            Text("child.gender")!,
            Text("child.nationality")!,
            Text("child.motherTongue")!,
            Text("child.socialCategory")!,
            Text("child.apaarId") is { } apaar ? Typed.Apaar(apaar) : null,
            Text("child.aadhaar") is { } aadhaar ? Typed.Aadhaar(aadhaar) : null);
        var parents = Enumerable.Range(0, AdmissionForm.MostParents)
            .Where(number => Text($"parents.{number}.name") is not null)
            .Select(number => new ParentPart(
                Text($"parents.{number}.name")!,
                Text($"parents.{number}.relation")!,
                Text($"parents.{number}.mobile") is { } mobile ? Typed.Mobile(mobile) : null,
                Text($"parents.{number}.email"),
                Text($"parents.{number}.occupation")));
        var same = Text("address.presentIsSame") == "yes";
        return new FormCheck(
            new FilledForm(child, Text("sought.medium")!, Text("sought.quota")!, [.. parents], Address("permanent"), same ? null : Address("present"), Health()) { Answers = Answers() },
            []);

        string? Text(string path) => Typed.Clean(fields.GetValueOrDefault(path)) is { Length: > 0 } text ? text : null;

        AddressPart Address(string which) =>
            new(Text($"address.{which}.line")!, Text($"address.{which}.locality")!, Text($"address.{which}.pinCode")!);

        Dictionary<string, string> Answers() => terms.Questions
            .Select(question => (question.Key, Value: Text(question.Path) is { } text ? Kept(question.Kind, text) : null))
            .Where(answer => answer.Value is not null)
            .ToDictionary(answer => answer.Key, answer => answer.Value!, StringComparer.Ordinal);

        HealthPart? Health() =>
            new HealthPart(Text("health.bloodGroup"), Text("health.allergies"), Text("health.conditions"), Text("health.emergencyName"),
                Text("health.emergencyMobile") is { } mobile ? Typed.Mobile(mobile) : null) is var health && health != new HealthPart(null, null, null, null, null) ? health : null;
    }

    /// <summary>Whether an answer given makes this field one that isn't asked; what was typed there counts for nothing.</summary>
    public static bool IsClosed(FormField field, IReadOnlyDictionary<string, string> fields) =>
        field.Path.StartsWith("address.present.", StringComparison.Ordinal) && fields.GetValueOrDefault("address.presentIsSame") == "yes";

    /// <summary>The field as the answers given so far ask for it: needed or not.</summary>
    public static FormField Asked(FormField field, IReadOnlyDictionary<string, string> fields)
    {
        if (field.Path.StartsWith("address.present.", StringComparison.Ordinal))
        {
            return field with { Required = fields.GetValueOrDefault("address.presentIsSame") == "no" };
        }

        var secondParent = AdmissionForm.Fields.Any(other => other.Path.StartsWith("parents.1.", StringComparison.Ordinal)
            && !string.IsNullOrWhiteSpace(fields.GetValueOrDefault(other.Path)));
        return field.Path is "parents.1.name" or "parents.1.relation" ? field with { Required = secondParent } : field;
    }

    // the answer to a question that was retired since, or that another class is asked, counts for nothing and is nobody's fault
    private static bool IsOfAnotherTime(string path) => path.StartsWith(Question.Prefix, StringComparison.Ordinal);

    private static string Kept(QuestionKind kind, string text) => kind switch
    {
        QuestionKind.Number => Typed.Number(text)!,
        QuestionKind.Choices => string.Join(',', Typed.Several(text)),
        _ => text,
    };

    private static FieldProblem? CheckBirthDate(string path, string text, FormTerms terms)
    {
        if (Typed.Date(text) is not { } born)
        {
            return new FieldProblem(path, "Date");
        }

        if (born > terms.Today)
        {
            return new FieldProblem(path, "DateAhead");
        }

        if (born < EarliestBirth)
        {
            return new FieldProblem(path, "DateTooEarly", EarliestBirth);
        }

        // DOMAIN: at least two years old at the start of the session, 1 April
        if (born.AddYears(2) > new DateOnly(terms.Year.Start, 4, 1))
        {
            return new FieldProblem(path, "TooYoungForSchool");
        }

        return terms.Age?.Check(path, born, terms.Year);
    }
}
