using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>A school's admission cycle for one session.</summary>
public sealed class Cycle
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public DateTimeOffset OpensTime { get; private set; }

    public DateTimeOffset ClosesTime { get; private set; }

    /// <summary>After this no seat is given any more.</summary>
    public DateTimeOffset EndsTime { get; private set; }

    /// <summary>How many days a family has to answer an offer.</summary>
    public short OfferDays { get; private set; }

    /// <summary>How many days a family has to pay once it took the offer up.</summary>
    public short FeeDays { get; private set; }

    public bool IsOpenAt(DateTimeOffset at) => at >= OpensTime && at < ClosesTime;
}

/// <summary>A class that a cycle admits to.</summary>
public sealed class CycleClass
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public string ProgrammeCode { get; private set; } = "";

    public string DepartmentCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    /// <summary>The fee due on taking up an offer, paise.</summary>
    public long FeePaise { get; private set; }

    /// <summary>What a child in the quota pays, paise: RTE 12(1)(c) seats are free.</summary>
    public long FeeFor(string? quota) => quota == "rte" ? 0 : FeePaise;

    /// <summary>Documents asked for, codes of the list <c>document</c>.</summary>
    public string[] DocumentKinds { get; private set; } = [];
}
