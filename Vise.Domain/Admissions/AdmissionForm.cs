namespace Vise.Domain.Admissions;

/// <summary>The steps of the form, in order; each is a page of its own for a family. Questions are the cycle's own, where it has any.</summary>
public enum FormStep
{
    Child,
    Sought,
    Parents,
    Address,
    Health,
    Questions,
    Documents,
    Consent,
    Review,
}

public enum FieldKind
{
    Text,
    Name,
    Date,
    Choice,
    Choices,
    Number,
    YesNo,
    Mobile,
    Email,
    PinCode,
    Aadhaar,
    Apaar,
}

/// <summary>One field of the form.</summary>
/// <param name="Path">Its name everywhere: input, draft, API and problem, for example <c>child.birthDate</c>.</param>
/// <param name="Step">Where it is asked.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="Required">Whether the form is complete only with it.</param>
/// <param name="MaxLength">The longest text taken, characters.</param>
/// <param name="List">For a choice: the list of codes.term it is taken from; for a cycle's own question its path.</param>
public sealed record FormField(string Path, FormStep Step, FieldKind Kind, bool Required, int MaxLength = 100, string? List = null)
{
    /// <summary>Kept sealed wherever it rests (SPEC 10): id numbers and everything about health.</summary>
    public bool IsSecret => IsMasked || Step == FormStep.Health;

    /// <summary>Shown by its last characters only, also to those who may open the record.</summary>
    public bool IsMasked => Kind is FieldKind.Aadhaar or FieldKind.Apaar;
}

/// <summary>The fields of the admission form that all schools share (SPEC 5), the same for pages, API and checks; <see cref="FormTerms"/> adds a cycle's own.</summary>
public static class AdmissionForm
{
    /// <summary>The version of the consent text that is shown and kept.</summary>
    public const string ConsentVersion = "2025-1";

    /// <summary>How many parents and guardians the form takes.</summary>
    public const int MostParents = 2;

    public static IReadOnlyList<FormField> Fields { get; } =
    [
        new("child.name", FormStep.Child, FieldKind.Name, true),
        new("child.nameInScript", FormStep.Child, FieldKind.Name, false),
        new("child.birthDate", FormStep.Child, FieldKind.Date, true, 10),
        new("child.gender", FormStep.Child, FieldKind.Choice, true, 10, "gender"),
        new("child.nationality", FormStep.Child, FieldKind.Choice, true, 10, "nationality"),
        new("child.motherTongue", FormStep.Child, FieldKind.Choice, true, 10, "language"),
        new("child.socialCategory", FormStep.Child, FieldKind.Choice, true, 10, "social_category"),
        new("child.apaarId", FormStep.Child, FieldKind.Apaar, false, 20),
        new("child.aadhaar", FormStep.Child, FieldKind.Aadhaar, false, 20),
        new("sought.medium", FormStep.Sought, FieldKind.Choice, true, 10, "medium"),
        new("sought.quota", FormStep.Sought, FieldKind.Choice, true, 10, "quota"),
        new("parents.0.name", FormStep.Parents, FieldKind.Name, true),
        new("parents.0.relation", FormStep.Parents, FieldKind.Choice, true, 20, "relation"),
        new("parents.0.mobile", FormStep.Parents, FieldKind.Mobile, true, 20),
        new("parents.0.email", FormStep.Parents, FieldKind.Email, false, 254),
        new("parents.0.occupation", FormStep.Parents, FieldKind.Text, false),
        new("parents.1.name", FormStep.Parents, FieldKind.Name, false),
        new("parents.1.relation", FormStep.Parents, FieldKind.Choice, false, 20, "relation"),
        new("parents.1.mobile", FormStep.Parents, FieldKind.Mobile, false, 20),
        new("parents.1.email", FormStep.Parents, FieldKind.Email, false, 254),
        new("parents.1.occupation", FormStep.Parents, FieldKind.Text, false),
        new("address.permanent.line", FormStep.Address, FieldKind.Text, true, 200),
        new("address.permanent.locality", FormStep.Address, FieldKind.Text, true),
        new("address.permanent.pinCode", FormStep.Address, FieldKind.PinCode, true, 6),
        new("address.presentIsSame", FormStep.Address, FieldKind.YesNo, true, 5),
        new("address.present.line", FormStep.Address, FieldKind.Text, false, 200),
        new("address.present.locality", FormStep.Address, FieldKind.Text, false),
        new("address.present.pinCode", FormStep.Address, FieldKind.PinCode, false, 6),
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
}
