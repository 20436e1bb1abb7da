using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>How far a class of a cycle has come.</summary>
/// <param name="Forms">Forms begun.</param>
/// <param name="HandedIn">Forms handed in at least once.</param>
/// <param name="Offers">Children who were offered a seat.</param>
public sealed record ClassProgress(int Forms, int HandedIn, int Offers)
{
    public static ClassProgress None { get; } = new(0, 0, 0);
}

/// <summary>A class that a cycle admits to.</summary>
public sealed class CycleClass
{
    /// <summary>One crore rupees: above it a fee is a slip of the hand.</summary>
    public const long MostPaise = 1_00_00_000L * 100;

    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public string ProgrammeCode { get; private set; } = "";

    public string DepartmentCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    /// <summary>The fee due on taking up an offer, paise.</summary>
    public long FeePaise { get; private set; }

    /// <summary>Documents asked for, codes of the list <c>document</c>.</summary>
    public string[] DocumentKinds { get; private set; } = [];

    /// <summary>When it was taken back; null while the cycle admits to it.</summary>
    public DateTimeOffset? WithdrawnTime { get; private set; }

    /// <summary>The row's version.</summary>
    public uint Version { get; private set; }

    /// <summary>What a child in the quota pays, paise: RTE 12(1)(c) seats are free.</summary>
    public long FeeFor(string? quota) => quota == "rte" ? 0 : FeePaise;

    /// <summary>Rupees as paise, or null when they can't be a fee: below nothing, above <see cref="MostPaise"/>, or with a part of a paisa.</summary>
    public static long? PaiseOf(decimal rupees) =>
        rupees * 100 is var paise && paise == decimal.Truncate(paise) && paise is >= 0 and <= MostPaise ? (long)paise : null;

    /// <summary>Admits to a class of the school's curriculum.</summary>
    public static CycleClass Of(Cycle cycle, string programme, string department, string classCode) => new()
    {
        BranchId = cycle.BranchId,
        InstitutionCode = cycle.InstitutionCode,
        AcademicYear = cycle.AcademicYear,
        ProgrammeCode = programme,
        DepartmentCode = department,
        ClassCode = classCode,
    };

    /// <summary>Sets the fee, paise, and the documents asked for. Once seats were offered the fee stays; once forms were handed in, documents may only be taken off.</summary>
    public Refusal? Ask(long? feePaise, IReadOnlyCollection<string> documents, ClassProgress progress)
    {
        if (feePaise is not { } fee || fee is < 0 or > MostPaise)
        {
            return new FeeInvalid();
        }

        if (fee != FeePaise && progress.Offers > 0)
        {
            return new FeeFixed();
        }

        if (progress.HandedIn > 0 && documents.Except(DocumentKinds, StringComparer.Ordinal).Any())
        {
            return new DocumentFixed();
        }

        (FeePaise, DocumentKinds) = (fee, [.. documents.Distinct(StringComparer.Ordinal)]);
        return null;
    }

    /// <summary>Takes the class back, as long as nobody has begun a form for it.</summary>
    public Refusal? Withdraw(ClassProgress progress, DateTimeOffset at)
    {
        if (progress.Forms > 0)
        {
            return new ClassAppliedFor(progress.Forms);
        }

        WithdrawnTime = at;
        return null;
    }

    /// <summary>Admits again to a class that was taken back.</summary>
    public void OfferAgain() => WithdrawnTime = null;
}
