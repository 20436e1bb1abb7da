using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Operations.Seed;

/// <summary>A class that a made school teaches.</summary>
/// <param name="Programme">SB, CB or IC.</param>
/// <param name="Department">GEN, or SCI, COM, ART of the two last classes.</param>
/// <param name="Code">NU to 12.</param>
/// <param name="Weight">How many apply for it beside the others.</param>
/// <param name="FeePaise">Its fee, paise.</param>
internal sealed record MadeClass(string Programme, string Department, string Code, int Weight, long FeePaise);

internal sealed record MadeSchool(string Code, string Name, string? Hindi, string Locality, string Pin, string Udise, IReadOnlyList<string> Media, IReadOnlyList<MadeClass> Classes);

/// <summary>A person who works for a made branch, or a family's account. Nobody can sign in to it, and it has no address that a message could go to.</summary>
internal sealed record MadeAccount(Guid Id, string Subject, string Name, string Language, string? Role, string? Scope);

/// <summary>A step of an application; times are UTC.</summary>
internal sealed record MadeEvent(DateTime Time, Guid? Account, string Role, string Name, ApplicationStatus? From, ApplicationStatus To, string? Reason);

/// <summary>A seat and who holds it.</summary>
internal sealed record MadeSeat(string School, int Session, MadeClass Class, string Quota, int Number, string? Holder);

/// <summary>A parent as on the form.</summary>
internal sealed record MadeParent(string Name, string Relation, string? Mobile, string? Occupation, IEnumerable<string> Keys);

/// <summary>A family: its parents, where it lives, and its account, which is null for those who come to the counter.</summary>
internal sealed record MadeFamily(MadeAccount? Account, NameList List, MadeName Surname, MadeName FatherGiven, MadeParent First, MadeParent? Second, string Street, string Pin, string SocialCategory, string Tongue);

/// <summary>One application with everything that hangs on it; times are UTC.</summary>
internal sealed class MadeForm
{
    /// <summary>Its number among all applications.</summary>
    public required int Which { get; init; }

    public required string Id { get; init; }

    public required Guid RowId { get; init; }

    public required SeedStory Story { get; init; }

    public required MadeSession Session { get; init; }

    public required string School { get; init; }

    public required MadeClass Class { get; init; }

    public required MadeFamily Family { get; init; }

    public required MadeChild Child { get; init; }

    public required string Quota { get; init; }

    public required string Medium { get; init; }

    public List<MadeEvent> Events { get; } = [];

    public ApplicationStatus Status => Story.Way[^1];

    public DateTime Created => Events[0].Time;

    public DateTime Updated { get; set; }

    public DateTime Saved { get; set; }

    /// <summary>How many of the form's fields are filled in, from the first on.</summary>
    public short Filled { get; set; } = 100;

    public DateTime? Submitted { get; set; }

    public DateTime? Reviewed { get; set; }

    public string? Reviewer { get; set; }

    public DateTime? DraftExpires { get; set; }

    public DateTime? CorrectionDue { get; set; }

    public DateTime? ExpiryChecked { get; set; }

    public DateTime? OfferIssued { get; set; }

    public DateTime? OfferExpires { get; set; }

    public DateTime? OfferAnswered { get; set; }

    public DateTime? FeesDue { get; set; }

    public DateTime? FeesPaid { get; set; }

    public DateTime? Enrolled { get; set; }

    public string? EnrollmentId { get; set; }

    public MadeAccount? Payee { get; set; }

    public string? Verifier { get; set; }

    public DateTime? Verified { get; set; }

    /// <summary>A brother or sister that the family has named.</summary>
    public MadeForm? Sibling { get; set; }
}

/// <summary>A child as on the form.</summary>
internal sealed record MadeChild(string Name, string? Script, string Gender, DateOnly Born, IReadOnlyList<string> Keys);

/// <summary>Everything of one branch.</summary>
internal sealed record MadeBranch(
    PlannedBranch Plan, string Name, string? Hindi, IReadOnlyList<MadeSchool> Schools, IReadOnlyList<MadeAccount> Accounts, IReadOnlyList<MadeForm> Forms, IReadOnlyList<MadeSeat> Seats)
{
    public BranchId Id => Plan.Id;
}
