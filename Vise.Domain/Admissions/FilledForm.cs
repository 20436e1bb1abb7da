using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>Why a field can't be taken as it is. The words are looked up by <see cref="Code"/> and filled with <see cref="Arguments"/>.</summary>
/// <param name="Path">The field, as in <see cref="AdmissionForm"/>.</param>
/// <param name="Code">
/// Required, Name, Date, DateAhead, DateTooEarly, TooYoungForSchool, TooYoung, TooOld, Choice, Number, YesNo, Mobile, Email, PinCode, Aadhaar, Apaar, Pen, Enrolment,
/// Session, Percent, Rupees, IncomeOverCap, RteDisability, OwnSibling, TooLong, Consent, Document, Unknown.
/// </param>
/// <param name="Arguments">
/// Numbers, dates (<see cref="DateOnly"/>) and amounts (paise, <see cref="long"/>) for the words. Of an age that doesn't fit: days, cut-off day, class, age and the age asked for (<see cref="ChildAge"/>), the school's classes that fit.
/// </param>
public sealed record FieldProblem(string Path, string Code, params object[] Arguments);

/// <summary>What is worth saying beside an answer that is taken all the same: a warning, or that something was found.</summary>
/// <param name="Path">The field.</param>
/// <param name="Code">PenLength, TooYoung, TooOld, TooYoungYet, TooOldYet, SiblingUnknown, MinorityReligion, RteGroupCategory; SiblingFound and AgeFits are good news.</param>
/// <param name="Arguments">Numbers and dates for the words.</param>
public sealed record FieldNote(string Path, string Code, params object[] Arguments)
{
    /// <summary>False: whoever typed it should look at it once more.</summary>
    public bool IsGood => Code is "SiblingFound" or "AgeFits";
}

/// <summary>A form that was read whole: the values when nothing is wrong, else every problem at once.</summary>
public sealed record FormCheck(FilledForm? Form, IReadOnlyList<FieldProblem> Problems);

/// <summary>A complete, valid form.</summary>
public sealed record FilledForm(
    ChildPart Child,
    BackgroundPart Background,
    SoughtPart Sought,
    IReadOnlyList<ParentPart> Parents,
    AddressPart Permanent,
    AddressPart? Present,
    IReadOnlyList<SiblingPart> Siblings,
    SchoolingPart? Schooling,
    HealthPart? Health)
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
    string? ApaarId,
    string? Pen,
    string? Aadhaar);

/// <summary>What UDISE+ counts children by. Answers are its codes (<see cref="Udise"/>), null where nothing was said.</summary>
public sealed record BackgroundPart(
    string SocialCategory,
    string? Religion,
    short? Minority,
    short? Ews,
    short? DisadvantagedGroup,
    short? Bpl,
    short? Aay,
    DisabilityPart? Disability);

/// <summary>Kept sealed. The certificate is the one of the RPwD Act 2016, or a UDID number.</summary>
public sealed record DisabilityPart(bool Has, string? Impairment, string? Certificate);

/// <summary>What is asked of the school beside the class itself.</summary>
public sealed record SoughtPart(string Medium, string Quota, bool? Transport, RtePart? Rte);

/// <summary>On what an RTE seat is asked for (RTE Act 12(1)(c)); kept sealed, since it may tell of health.</summary>
/// <param name="Ground">disadvantaged, weaker or disability.</param>
/// <param name="Group">Of a disadvantaged group: which.</param>
/// <param name="IncomePaise">Of a weaker section: the family's income of a year, paise.</param>
/// <param name="Certificate">The number of the caste or income certificate.</param>
public sealed record RtePart(string Ground, string? Group, long? IncomePaise, string? Certificate);

public sealed record ParentPart(string Name, string Relation, string? Mobile, string? Email, string? Occupation, string? Education, string? IncomeBand);

public sealed record AddressPart(string Line, string Locality, string PinCode);

/// <summary>A brother or sister; the id where one is in a school of VISE.</summary>
public sealed record SiblingPart(string Name, string? ClassCode, EnrollmentId? EnrollmentId);

/// <summary>The school that the child comes from; marks of 100 with at most two decimals.</summary>
public sealed record SchoolingPart(string School, string? Board, string ClassCode, AcademicYear? Year, string? Result, decimal? MarksPercent, string? TcNumber);

/// <summary>What the school should know in an emergency; every part is optional.</summary>
public sealed record HealthPart(string? BloodGroup, string? Allergies, string? Conditions, string? EmergencyName, string? EmergencyMobile);

/// <summary>The answers of UDISE+: 1 yes, 2 no, 9 not applicable.</summary>
public static class Udise
{
    public const short Yes = 1;

    public const short No = 2;

    public const short NotApplicable = 9;

    /// <summary>Of yes or no as typed; null for neither.</summary>
    public static short? Of(string? typed) => typed switch { "yes" => Yes, "no" => No, _ => null };
}
