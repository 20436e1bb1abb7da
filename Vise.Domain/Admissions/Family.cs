using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

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

    /// <summary>A code of the list <c>education</c>.</summary>
    public string? Education { get; private set; }

    /// <summary>A code of the list <c>income_band</c>.</summary>
    public string? IncomeBand { get; private set; }

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
        Education = part.Education,
        IncomeBand = part.IncomeBand,
    };
}

/// <summary>A brother or sister, as submitted.</summary>
public sealed class Sibling
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    /// <summary>From 1, the order on the form.</summary>
    public short Position { get; private set; }

    public string Name { get; private set; } = "";

    public string? ClassCode { get; private set; }

    /// <summary>As given; that a student has it was said to the family and is not held here.</summary>
    public EnrollmentId? EnrollmentId { get; private set; }

    public static Sibling Of(ApplicationId id, int position, SiblingPart part) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        Position = (short)position,
        Name = part.Name,
        ClassCode = part.ClassCode,
        EnrollmentId = part.EnrollmentId,
    };
}

/// <summary>A school that the child went to before, as submitted.</summary>
public sealed class EarlierSchool
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    /// <summary>1 for the last one.</summary>
    public short Position { get; private set; }

    public string School { get; private set; } = "";

    public string? Board { get; private set; }

    public string? ClassCode { get; private set; }

    public AcademicYear? AcademicYear { get; private set; }

    public string? Result { get; private set; }

    /// <summary>0-100, at most two decimals.</summary>
    public decimal? MarksPercent { get; private set; }

    public string? TcNumber { get; private set; }

    public static EarlierSchool Of(ApplicationId id, SchoolingPart part) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        Position = 1,
        School = part.School,
        Board = part.Board,
        ClassCode = part.ClassCode,
        AcademicYear = part.Year,
        Result = part.Result,
        MarksPercent = part.MarksPercent,
        TcNumber = part.TcNumber,
    };
}
