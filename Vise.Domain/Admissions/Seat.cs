using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>One seat of a class in a cycle, and the application that holds it, if any.</summary>
public sealed class Seat
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public string ProgrammeCode { get; private set; } = "";

    public string DepartmentCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    /// <summary><c>open</c> or <c>rte</c>.</summary>
    public string Quota { get; private set; } = "";

    public int SeatNo { get; private set; }

    public ApplicationId? ApplicationId { get; private set; }

    public void HoldFor(ApplicationId application) => ApplicationId = application;

    public void Free() => ApplicationId = null;
}
