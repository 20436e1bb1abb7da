using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>The child's data as submitted. Aadhaar and APAAR rest sealed, with a keyed hash to match by; so does what concerns health, without one.</summary>
public sealed class Applicant
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public string ChildName { get; private set; } = "";

    public string? ChildNameScript { get; private set; }

    public DateOnly BirthDate { get; private set; }

    public string Gender { get; private set; } = "";

    public string Nationality { get; private set; } = "";

    public string MotherTongue { get; private set; } = "";

    public string SocialCategory { get; private set; } = "";

    public byte[]? ApaarSealed { get; private set; }

    public byte[]? ApaarHash { get; private set; }

    public byte[]? AadhaarSealed { get; private set; }

    public byte[]? AadhaarHash { get; private set; }

    public string? AadhaarLastFour { get; private set; }

    /// <summary>The form's <see cref="HealthPart"/>; null when nothing was said.</summary>
    public byte[]? HealthSealed { get; private set; }

    public string MediumCode { get; private set; } = "";

    /// <summary><c>open</c> or <c>rte</c>.</summary>
    public string Quota { get; private set; } = "";

    public string PermanentLine { get; private set; } = "";

    public string PermanentLocality { get; private set; } = "";

    public string PermanentPin { get; private set; } = "";

    public string? PresentLine { get; private set; }

    public string? PresentLocality { get; private set; }

    public string? PresentPin { get; private set; }

    public string ConsentVersion { get; private set; } = "";

    public DateTimeOffset ConsentTime { get; private set; }

    public static Applicant Of(ApplicationId id) => new() { BranchId = id.Branch, ApplicationId = id };

    /// <summary>Takes over a valid form. The secrets come sealed, the two ids hashed too, from the keeper of the keys.</summary>
    public void Fill(FilledForm form, SealedId? apaar, SealedId? aadhaar, byte[]? health, DateTimeOffset consentTime)
    {
        (ChildName, ChildNameScript, BirthDate) = (form.Child.Name, form.Child.NameInScript, form.Child.BirthDate);
        (Gender, Nationality, MotherTongue, SocialCategory) = (form.Child.Gender, form.Child.Nationality, form.Child.MotherTongue, form.Child.SocialCategory);
        (ApaarSealed, ApaarHash) = (apaar?.Sealed, apaar?.Hash);
        (AadhaarSealed, AadhaarHash, AadhaarLastFour) = (aadhaar?.Sealed, aadhaar?.Hash, form.Child.Aadhaar?[^4..]);
        HealthSealed = health;
        (MediumCode, Quota) = (form.Medium, form.Quota);
        (PermanentLine, PermanentLocality, PermanentPin) = (form.Permanent.Line, form.Permanent.Locality, form.Permanent.PinCode);
        (PresentLine, PresentLocality, PresentPin) = (form.Present?.Line, form.Present?.Locality, form.Present?.PinCode);
        (ConsentVersion, ConsentTime) = (AdmissionForm.ConsentVersion, consentTime);
    }
}

/// <summary>An id of a person, sealed for keeping and hashed with a key for matching.</summary>
public sealed record SealedId(byte[] Sealed, byte[] Hash);

/// <summary>A parent or guardian, as submitted.</summary>
public sealed class Guardian
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    /// <summary>1-4, the order on the form.</summary>
    public short Position { get; private set; }

    public string Name { get; private set; } = "";

    public string Relation { get; private set; } = "";

    public string? Mobile { get; private set; }

    public string? Email { get; private set; }

    public string? Occupation { get; private set; }

    public static Guardian Of(ApplicationId id, int position, ParentPart part) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        Position = (short)position,
        Name = part.Name,
        Relation = part.Relation,
        Mobile = part.Mobile,
        Email = part.Email,
        Occupation = part.Occupation,
    };
}

/// <summary>What the desk finds an application by: a folded word of a name, or the ten digits of a mobile.</summary>
public sealed class SearchKey
{
    public BranchId BranchId { get; private set; }

    public string Key { get; private set; } = "";

    public ApplicationId ApplicationId { get; private set; }

    public static SearchKey Of(ApplicationId id, string key) => new() { BranchId = id.Branch, ApplicationId = id, Key = key };
}

/// <summary>A remark on a field of a form that was returned for correction.</summary>
public sealed class Correction
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public string Path { get; private set; } = "";

    public string Remark { get; private set; } = "";

    public DateTimeOffset AskedTime { get; private set; }

    public static Correction Of(ApplicationId id, string path, string remark, DateTimeOffset at) =>
        new() { BranchId = id.Branch, ApplicationId = id, Path = path, Remark = remark, AskedTime = at };
}
