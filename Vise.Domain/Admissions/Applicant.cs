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

    /// <summary>The permanent education number, digits.</summary>
    public string? Pen { get; private set; }

    public string? Religion { get; private set; }

    /// <summary>This and the next four are answers of UDISE+ (<see cref="Udise"/>).</summary>
    public short? Minority { get; private set; }

    public short? Ews { get; private set; }

    public short? DisadvantagedGroup { get; private set; }

    public short? Bpl { get; private set; }

    public short? Aay { get; private set; }

    /// <summary>The form's <see cref="DisabilityPart"/>.</summary>
    public byte[]? DisabilitySealed { get; private set; }

    public bool? TransportWanted { get; private set; }

    /// <summary>The form's <see cref="RtePart"/>.</summary>
    public byte[]? RteSealed { get; private set; }

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
    /// <param name="form">The form.</param>
    /// <param name="secrets">What of it is kept sealed.</param>
    /// <param name="consentTime">When the consent was given.</param>
    public void Fill(FilledForm form, SealedParts secrets, DateTimeOffset consentTime)
    {
        var (child, background) = (form.Child, form.Background);
        (ChildName, ChildNameScript, BirthDate) = (child.Name, child.NameInScript, child.BirthDate);
        (Gender, Nationality, MotherTongue, Pen) = (child.Gender, child.Nationality, child.MotherTongue, child.Pen);
        (SocialCategory, Religion, Minority) = (background.SocialCategory, background.Religion, background.Minority);
        (Ews, DisadvantagedGroup, Bpl, Aay) = (background.Ews, background.DisadvantagedGroup, background.Bpl, background.Aay);
        (ApaarSealed, ApaarHash) = (secrets.Apaar?.Sealed, secrets.Apaar?.Hash);
        (AadhaarSealed, AadhaarHash, AadhaarLastFour) = (secrets.Aadhaar?.Sealed, secrets.Aadhaar?.Hash, child.Aadhaar?[^4..]);
        (HealthSealed, DisabilitySealed, RteSealed) = (secrets.Health, secrets.Disability, secrets.Rte);
        (MediumCode, Quota, TransportWanted) = (form.Sought.Medium, form.Sought.Quota, form.Sought.Transport);
        (PermanentLine, PermanentLocality, PermanentPin) = (form.Permanent.Line, form.Permanent.Locality, form.Permanent.PinCode);
        (PresentLine, PresentLocality, PresentPin) = (form.Present?.Line, form.Present?.Locality, form.Present?.PinCode);
        (ConsentVersion, ConsentTime) = (AdmissionForm.ConsentVersion, consentTime);
    }

    /// <summary>Takes over a form of which some answers were amended: the consent stays as it was given, and so do the seals of what was not.</summary>
    /// <param name="form">The form as it is now.</param>
    /// <param name="secrets">What of it is kept sealed, sealed anew.</param>
    /// <param name="amended">Whether a field changed whose path begins so.</param>
    public void Amend(FilledForm form, SealedParts secrets, Func<string, bool> amended)
    {
        var (version, time) = (ConsentVersion, ConsentTime);
        var parts = new SealedParts(
            amended("child.apaarId") ? secrets.Apaar : Kept(ApaarSealed, ApaarHash),
            amended("child.aadhaar") ? secrets.Aadhaar : Kept(AadhaarSealed, AadhaarHash),
            amended("health.") ? secrets.Health : HealthSealed,
            amended("child.disability") || amended("child.impairment") ? secrets.Disability : DisabilitySealed,
            amended("sought.rte") ? secrets.Rte : RteSealed);
        Fill(form, parts, time);
        ConsentVersion = version;
    }

    private static SealedId? Kept(byte[]? sealedId, byte[]? hash) => sealedId is null ? null : new SealedId(sealedId, hash!);
}

/// <summary>What of a form is kept sealed; null where nothing was said.</summary>
public sealed record SealedParts(SealedId? Apaar, SealedId? Aadhaar, byte[]? Health, byte[]? Disability, byte[]? Rte);

/// <summary>An id of a person, sealed for keeping and hashed with a key for matching.</summary>
public sealed record SealedId(byte[] Sealed, byte[] Hash);

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
