using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Domain.Users;

/// <summary>A child who has been enrolled.</summary>
public sealed class Student
{
    public BranchId BranchId { get; private set; }

    public EnrollmentId EnrollmentId { get; private set; }

    public Admissions.ApplicationId ApplicationId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    public string ProgrammeCode { get; private set; } = "";

    public string DepartmentCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public DateOnly BirthDate { get; private set; }

    public string Gender { get; private set; } = "";

    public Guid? AccountId { get; private set; }

    public DateTimeOffset EnrolledTime { get; private set; }

    /// <summary>The student that an enrolled application makes.</summary>
    public static Student From(Application application, Applicant child) => new()
    {
        BranchId = application.BranchId,
        EnrollmentId = application.EnrollmentId ?? throw new ArgumentException("The application is not enrolled.", nameof(application)),
        ApplicationId = application.ApplicationId,
        InstitutionCode = application.InstitutionCode,
        AcademicYear = application.AcademicYear,
        ProgrammeCode = application.ProgrammeCode,
        DepartmentCode = application.DepartmentCode,
        ClassCode = application.ClassCode,
        Name = child.ChildName,
        BirthDate = child.BirthDate,
        Gender = child.Gender,
        AccountId = application.AccountId,
        EnrolledTime = application.EnrolledTime!.Value,
    };
}
