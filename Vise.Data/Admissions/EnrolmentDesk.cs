using Microsoft.EntityFrameworkCore;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Makes a student of a child whose fee is paid.</summary>
public sealed class EnrolmentDesk(BranchDb branches)
{
    /// <summary>Gives the enrolment id and makes the student record, in one transaction.</summary>
    public Task<Refusal?> EnrolAsync(Actor by, ApplicationId id, uint? seen, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.EnrolStudents, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            var fee = await db.FeeAsync(application, ct);
            var paid = await db.Payments.PaidAsync(id, ct);
            if ((application.IfSeen(seen, ApplicationStatus.Enrolled) ?? application.CanEnrol(by, fee, paid)) is { } refusal)
            {
                return refusal;
            }

            var child = await db.Applicants.SingleAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct);
            var taken = await db.Database.SqlQuery<string>(
                $"""select admissions.take_id({id.Branch.Value}, {application.InstitutionCode}, {application.AcademicYear.ShortCode}, 'E') as "Value" """).SingleAsync(ct);
            if (application.Enrol(by, db.Now, fee, paid, () => EnrollmentId.Parse(taken)) is { } late)
            {
                return late;
            }

            db.Record(application.LastEvent);
            db.Add(Student.From(application, child));
            return null;
        }, ct);
}
