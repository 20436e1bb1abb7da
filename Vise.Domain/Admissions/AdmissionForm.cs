using System.Globalization;

namespace Vise.Domain.Admissions;

/// <summary>The steps of the form, in order; each is a page of its own for a family. Schooling is for children above class 1, questions are the cycle's own, where it has any.</summary>
public enum FormStep
{
    Child,
    Background,
    Sought,
    Parents,
    Address,
    Siblings,
    Schooling,
    Health,
    Questions,
    Documents,
    Consent,
    Review,
}

/// <summary>
/// The fields of the admission form that all schools share (SPEC 5), the same for pages, API and checks; <see cref="FormTerms"/> adds a cycle's own.
/// Which field opens which stands here and nowhere else.
/// </summary>
public static class AdmissionForm
{
    /// <summary>The version of the consent text that is shown and kept.</summary>
    public const string ConsentVersion = "2025-1";

    /// <summary>How many parents and guardians the form takes.</summary>
    public const int MostParents = 3;

    /// <summary>How many brothers and sisters the form takes.</summary>
    public const int MostSiblings = 4;

    public static IReadOnlyList<FormField> Fields { get; } =
    [
        new("child.name", FormStep.Child, FieldKind.Name, true),
        new("child.nameInScript", FormStep.Child, FieldKind.Name, false),
        new("child.birthDate", FormStep.Child, FieldKind.Date, true, 10),
        new("child.gender", FormStep.Child, FieldKind.Choice, true, 10, "gender"),
        new("child.nationality", FormStep.Child, FieldKind.Choice, true, 10, "nationality"),
        new("child.motherTongue", FormStep.Child, FieldKind.Choice, true, 10, "language"),
        new("child.apaarId", FormStep.Child, FieldKind.Apaar, false, 20),
        new("child.pen", FormStep.Child, FieldKind.Pen, false, 20),
        new("child.aadhaar", FormStep.Child, FieldKind.Aadhaar, false, 20),
        new("child.religion", FormStep.Background, FieldKind.Choice, false, 20, "religion"),
        new("child.minority", FormStep.Background, FieldKind.YesNo, false, 5),
        new("child.socialCategory", FormStep.Background, FieldKind.Choice, true, 10, "social_category"),
        // UDISE+: SC, ST and OBC are not EWS; without a BPL card there is no AAY card
        new("child.ews", FormStep.Background, FieldKind.YesNo, false, 5) { OpenWhen = new("child.socialCategory", "general") },
        new("child.disadvantagedGroup", FormStep.Background, FieldKind.YesNo, false, 5),
        new("child.bpl", FormStep.Background, FieldKind.YesNo, false, 5),
        new("child.aay", FormStep.Background, FieldKind.YesNo, false, 5) { OpenWhen = new("child.bpl", "yes") },
        new("child.disability", FormStep.Background, FieldKind.YesNo, false, 5) { Sealed = true },
        new("child.impairment", FormStep.Background, FieldKind.Choice, true, 20, "impairment") { OpenWhen = new("child.disability", "yes"), Sealed = true },
        new("child.disabilityCertificate", FormStep.Background, FieldKind.Text, false, 40) { OpenWhen = new("child.disability", "yes"), Sealed = true },
        new("sought.medium", FormStep.Sought, FieldKind.Choice, true, 10, "medium"),
        new("sought.transport", FormStep.Sought, FieldKind.YesNo, false, 5),
        new("sought.quota", FormStep.Sought, FieldKind.Choice, true, 10, "quota"),
        new("sought.rteGround", FormStep.Sought, FieldKind.Choice, true, 20, "rte_ground") { OpenWhen = new("sought.quota", "rte"), Sealed = true },
        new("sought.rteGroup", FormStep.Sought, FieldKind.Choice, true, 20, "rte_group") { OpenWhen = new("sought.rteGround", "disadvantaged"), Sealed = true },
        new("sought.rteIncome", FormStep.Sought, FieldKind.Rupees, true, 20) { OpenWhen = new("sought.rteGround", "weaker"), Sealed = true },
        new("sought.rteCertificate", FormStep.Sought, FieldKind.Text, false, 40) { OpenWhen = new("sought.rteGround", "disadvantaged", "weaker"), Sealed = true },
        .. Parents(),
        new("address.permanent.line", FormStep.Address, FieldKind.Text, true, 200),
        new("address.permanent.locality", FormStep.Address, FieldKind.Text, true),
        new("address.permanent.pinCode", FormStep.Address, FieldKind.PinCode, true, 6),
        new("address.presentIsSame", FormStep.Address, FieldKind.YesNo, true, 5),
        new("address.present.line", FormStep.Address, FieldKind.Text, true, 200) { OpenWhen = new("address.presentIsSame", "no") },
        new("address.present.locality", FormStep.Address, FieldKind.Text, true) { OpenWhen = new("address.presentIsSame", "no") },
        new("address.present.pinCode", FormStep.Address, FieldKind.PinCode, true, 6) { OpenWhen = new("address.presentIsSame", "no") },
        .. Siblings(),
        new("schooling.attended", FormStep.Schooling, FieldKind.YesNo, false, 5),
        new("schooling.school", FormStep.Schooling, FieldKind.Text, true, 200) { OpenWhen = new("schooling.attended", "yes") },
        new("schooling.board", FormStep.Schooling, FieldKind.Choice, false, 10, "board") { OpenWhen = new("schooling.attended", "yes") },
        new("schooling.class", FormStep.Schooling, FieldKind.Choice, true, 10, "class") { OpenWhen = new("schooling.attended", "yes") },
        new("schooling.year", FormStep.Schooling, FieldKind.Session, false, 7) { OpenWhen = new("schooling.attended", "yes") },
        new("schooling.result", FormStep.Schooling, FieldKind.Choice, false, 20, "result") { OpenWhen = new("schooling.attended", "yes") },
        new("schooling.marksPercent", FormStep.Schooling, FieldKind.Percent, false, 7) { OpenWhen = new("schooling.result", "passed", "promoted", "detained") },
        new("schooling.tcNumber", FormStep.Schooling, FieldKind.Text, false, 40) { OpenWhen = new("schooling.attended", "yes") },
        new("health.bloodGroup", FormStep.Health, FieldKind.Choice, false, 10, "blood_group"),
        new("health.allergies", FormStep.Health, FieldKind.Text, false, 300),
        new("health.conditions", FormStep.Health, FieldKind.Text, false, 300),
        new("health.emergencyName", FormStep.Health, FieldKind.Name, false),
        new("health.emergencyMobile", FormStep.Health, FieldKind.Mobile, false, 20),
        new("consent.given", FormStep.Consent, FieldKind.YesNo, true, 5),
    ];

    private static readonly Dictionary<string, FormField> ByPath = Fields.ToDictionary(field => field.Path, StringComparer.Ordinal);

    public static FormField? Find(string path) => ByPath.GetValueOrDefault(path);

    public static IEnumerable<FormField> Of(FormStep step) => Fields.Where(field => field.Step == step);

    // the first is needed whole, a further one once it is begun; of all of them one mobile number is enough
    private static IEnumerable<FormField> Parents() => Enumerable.Range(0, MostParents).SelectMany(number =>
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"parents.{number}.");
        var begun = number == 0 ? null : at;
        var others = Enumerable.Range(1, MostParents - 1).Select(other => string.Create(CultureInfo.InvariantCulture, $"parents.{other}.mobile"));
        return (FormField[])
        [
            new(at + "name", FormStep.Parents, FieldKind.Name, number == 0) { NeededWith = begun },
            new(at + "relation", FormStep.Parents, FieldKind.Choice, number == 0, 20, "relation") { NeededWith = begun },
            new(at + "mobile", FormStep.Parents, FieldKind.Mobile, number == 0, 20) { NeededUnless = number == 0 ? [.. others] : [] },
            new(at + "email", FormStep.Parents, FieldKind.Email, false, 254),
            new(at + "occupation", FormStep.Parents, FieldKind.Text, false),
            new(at + "education", FormStep.Parents, FieldKind.Choice, false, 20, "education"),
            new(at + "incomeBand", FormStep.Parents, FieldKind.Choice, false, 20, "income_band"),
        ];
    });

    private static IEnumerable<FormField> Siblings() => Enumerable.Range(0, MostSiblings).SelectMany(number =>
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"siblings.{number}.");
        return (FormField[])
        [
            new(at + "name", FormStep.Siblings, FieldKind.Name, false) { NeededWith = at },
            new(at + "class", FormStep.Siblings, FieldKind.Choice, false, 10, "class"),
            new(at + "enrollmentId", FormStep.Siblings, FieldKind.Enrolment, false, 24),
        ];
    });
}
