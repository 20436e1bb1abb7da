using System.Globalization;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>Makes the parts of a form that has no problem out of its answers.</summary>
/// <param name="given">By path, cleaned; neither empty answers nor those in closed fields.</param>
internal sealed class FormFilling(IReadOnlyDictionary<string, string> given)
{
    public FilledForm Fill(IReadOnlyList<Question> questions) => new(
        new ChildPart(
            Needed("child.name"), Text("child.nameInScript"), Typed.Date(Needed("child.birthDate"))!.Value, Needed("child.gender"), Needed("child.nationality"), Needed("child.motherTongue"),
            Text("child.apaarId") is { } apaar ? Typed.Apaar(apaar) : null, Text("child.pen") is { } pen ? Typed.Pen(pen) : null, Text("child.aadhaar") is { } aadhaar ? Typed.Aadhaar(aadhaar) : null),
        Background(),
        new SoughtPart(Needed("sought.medium"), Needed("sought.quota"), Text("sought.transport") is { } wanted ? wanted == "yes" : null, Rte()),
        [.. Enumerable.Range(0, AdmissionForm.MostParents).Select(number => Parent($"parents.{number}.")).OfType<ParentPart>()],
        Address("address.permanent.")!,
        Address("address.present."),
        [.. Enumerable.Range(0, AdmissionForm.MostSiblings).Select(number => Sibling($"siblings.{number}.")).OfType<SiblingPart>()],
        Schooling(),
        Health())
    {
        Answers = questions
            .Select(question => (question.Key, Value: Text(question.Path) is { } text ? Kept(question.Kind, text) : null))
            .Where(answer => answer.Value is not null)
            .ToDictionary(answer => answer.Key, answer => answer.Value!, StringComparer.Ordinal),
    };

    private string? Text(string path) => given.GetValueOrDefault(path);

    private string Needed(string path) => given[path];

    private string? Mobile(string path) => Text(path) is { } mobile ? Typed.Mobile(mobile) : null;

    private BackgroundPart Background()
    {
        var category = Needed("child.socialCategory");
        var bpl = Udise.Of(Text("child.bpl"));
        return new BackgroundPart(
            category,
            Text("child.religion"),
            Udise.Of(Text("child.minority")),
            // DOMAIN: SC, ST and OBC mean EWS no; BPL no means AAY 9
            category == "general" ? Udise.Of(Text("child.ews")) : Udise.No,
            Udise.Of(Text("child.disadvantagedGroup")),
            bpl,
            bpl == Udise.No ? Udise.NotApplicable : Udise.Of(Text("child.aay")),
            Text("child.disability") is { } said ? new DisabilityPart(said == "yes", Text("child.impairment"), Text("child.disabilityCertificate")) : null);
    }

    private RtePart? Rte() => Text("sought.rteGround") is { } ground
        ? new RtePart(ground, Text("sought.rteGroup"), Text("sought.rteIncome") is { } income ? Typed.Paise(income) : null, Text("sought.rteCertificate"))
        : null;

    private ParentPart? Parent(string at) => Text(at + "name") is { } name
        ? new ParentPart(name, Needed(at + "relation"), Mobile(at + "mobile"), Text(at + "email"), Text(at + "occupation"), Text(at + "education"), Text(at + "incomeBand"))
        : null;

    private AddressPart? Address(string at) => Text(at + "line") is { } line ? new AddressPart(line, Needed(at + "locality"), Needed(at + "pinCode")) : null;

    private SiblingPart? Sibling(string at) => Text(at + "name") is { } name
        ? new SiblingPart(name, Text(at + "class"), EnrollmentId.TryParse(Text(at + "enrollmentId"), out var id) ? id : null)
        : null;

    private SchoolingPart? Schooling() => Text("schooling.school") is { } school
        ? new SchoolingPart(
            school, Text("schooling.board"), Needed("schooling.class"), AcademicYear.TryParse(Text("schooling.year"), out var year) ? year : null, Text("schooling.result"),
            Text("schooling.marksPercent") is { } marks ? Typed.Percent(marks) : null, Text("schooling.tcNumber"))
        : null;

    private HealthPart? Health()
    {
        var health = new HealthPart(Text("health.bloodGroup"), Text("health.allergies"), Text("health.conditions"), Text("health.emergencyName"), Mobile("health.emergencyMobile"));
        return health == new HealthPart(null, null, null, null, null) ? null : health;
    }

    private static string Kept(QuestionKind kind, string text) => kind switch
    {
        QuestionKind.Number => Typed.Number(text)!,
        QuestionKind.Choices => string.Join(',', Typed.Several(text)),
        _ => text,
    };
}
