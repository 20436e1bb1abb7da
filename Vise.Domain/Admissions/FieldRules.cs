using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>The rules of single fields (DOMAIN: formats), and what is worth saying about an answer that is taken.</summary>
internal static class FieldRules
{
    private const int PenDigits = 11;

    private static readonly string[] MinorityReligions = ["muslim", "christian", "sikh", "buddhist", "jain", "parsi"];

    private static readonly DateOnly EarliestBirth = new(1943, 1, 1);

    /// <summary>What is wrong with an answer; null for nothing.</summary>
    public static FieldProblem? Problem(FormField field, string? typed, IReadOnlyDictionary<string, string> fields, FormTerms terms)
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
            FieldKind.Date when field.Path == "child.birthDate" => BirthDate(field.Path, text, terms) ?? AgeFor(field.Path, text, fields, terms).Problem,
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
            FieldKind.Pen when Typed.Pen(text) is null => new(field.Path, "Pen"),
            FieldKind.Enrolment when !EnrollmentId.TryParse(text, out _) => new(field.Path, "Enrolment"),
            FieldKind.Session when !AcademicYear.TryParse(text, out var year) || year > terms.Year => new(field.Path, "Session", terms.Year.ToString()),
            FieldKind.Percent when Typed.Percent(text) is null => new(field.Path, "Percent"),
            FieldKind.Rupees when Typed.Paise(text) is null => new(field.Path, "Rupees"),
            // DOMAIN: weaker sections are families with an income under the state's cap
            FieldKind.Rupees when field.Path == "sought.rteIncome" && terms.IncomeCapPaise is { } cap && Typed.Paise(text) >= cap => new(field.Path, "IncomeOverCap", cap),
            _ => null,
        };
    }

    /// <summary>What is worth saying about an answer that is no problem; null for nothing.</summary>
    public static FieldNote? Note(FormField field, string? typed, IReadOnlyDictionary<string, string> fields, FormTerms terms)
    {
        var text = Typed.Clean(typed);
        return field.Kind switch
        {
            FieldKind.Pen when Typed.Pen(text) is { } pen && pen.Length != PenDigits => new(field.Path, "PenLength", pen.Length),
            FieldKind.Date when field.Path == "child.birthDate" && Typed.Date(text) is not null => AgeFor(field.Path, text, fields, terms).Note,
            // UDISE+: the minorities are those of six religions; a group of the RTE Act is proved by the certificate of that category
            FieldKind.YesNo when field.Path == "child.minority" && text == "no" && MinorityReligions.Contains(fields.GetValueOrDefault("child.religion", "")) => new(field.Path, "MinorityReligion"),
            FieldKind.Choice when field.Path == "sought.rteGroup" && terms.Codes("social_category").Contains(text) && text != fields.GetValueOrDefault("child.socialCategory") => new(field.Path, "RteGroupCategory"),
            FieldKind.Enrolment when EnrollmentId.TryParse(text, out var id) && terms.Enrolled.TryGetValue(id, out var there) => new(field.Path, there ? "SiblingFound" : "SiblingUnknown"),
            _ => null,
        };
    }

    private static FieldProblem? BirthDate(string path, string text, FormTerms terms)
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
        return born.AddYears(2) > new DateOnly(terms.Year.Start, 4, 1) ? new FieldProblem(path, "TooYoungForSchool") : null;
    }

    // a misfit is a refusal, unless the rule only warns, or the kind of seat that is yet to be chosen may still go by other ages
    private static (FieldProblem? Problem, FieldNote? Note) AgeFor(string path, string text, IReadOnlyDictionary<string, string> fields, FormTerms terms)
    {
        var born = Typed.Date(text)!.Value;
        if (terms.Age is not { } rule)
        {
            return (null, null);
        }

        var on = rule.CutoffOf(terms.Year);
        var age = ChildAge.On(born, on);
        if (rule.Check(path, born, terms.Year) is not { } misfit)
        {
            // few rules end: such an age is taken, and asked about
            if (age.IsUnlikely)
            {
                return (null, new FieldNote(path, "AgeUnlikely", age, on));
            }

            return (null, new FieldNote(path, "AgeFits", age, on, terms.ClassCode));
        }

        List<string> fitting = [.. terms.AgesOfSchool.Where(other => other.Value.Check(path, born, terms.Year) is null).Select(other => other.Key)];
        misfit = misfit with { Arguments = [.. misfit.Arguments, age, new ChildAge(misfit.Code == "TooYoung" ? rule.MinYears : rule.MaxYears ?? 0, 0, 0), fitting] };
        if (rule.OnlyWarns)
        {
            return (null, new FieldNote(path, misfit.Code, misfit.Arguments));
        }

        var mayFit = string.IsNullOrEmpty(fields.GetValueOrDefault("sought.quota")) && terms.AgeByCategory.Values.Any(other => other.OnlyWarns || other.Check(path, born, terms.Year) is null);
        return mayFit ? (null, new FieldNote(path, misfit.Code + "Yet", misfit.Arguments)) : (misfit, null);
    }
}
