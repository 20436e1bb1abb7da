using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>Why a field can't be taken as it is. The words are looked up by <see cref="Code"/> and filled with <see cref="Arguments"/>.</summary>
/// <param name="Path">The field, as in <see cref="AdmissionForm"/>.</param>
/// <param name="Code">Required, Name, Date, DateAhead, DateTooEarly, TooYoungForSchool, TooYoung, TooOld, Choice, YesNo, Mobile, Email, PinCode, Aadhaar, Apaar, TooLong, Consent, Document, Unknown.</param>
/// <param name="Arguments">Numbers and dates (<see cref="DateOnly"/>) for the words.</param>
public sealed record FieldProblem(string Path, string Code, params object[] Arguments);

/// <summary>A form that was read whole: the values when nothing is wrong, else every problem at once.</summary>
public sealed record FormCheck(FilledForm? Form, IReadOnlyList<FieldProblem> Problems);

/// <summary>A complete, valid form.</summary>
public sealed record FilledForm(ChildPart Child, string Medium, string Quota, IReadOnlyList<ParentPart> Parents, AddressPart Permanent, AddressPart? Present, HealthPart? Health);

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
    IReadOnlyCollection<string> Media);
