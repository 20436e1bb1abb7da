using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Finance;
using Vise.Domain.Users;

namespace Vise.Data.Finance;

/// <summary>A payment at the counter as the clerk enters it.</summary>
/// <param name="AmountPaise">Paise, above zero and at most what is due.</param>
/// <param name="Method">One of <see cref="Payment.Methods"/>.</param>
/// <param name="Reference">The cheque's or transfer's number, at most 100 characters.</param>
public sealed record CounterPayment(long AmountPaise, string Method, string? Reference);

/// <summary>A receipt: its number within the branch and what is still due, paise.</summary>
public sealed record Receipt(long ReceiptNo, long AmountPaise, long RestPaise, DateTimeOffset PaidTime);

/// <summary>What is to be paid on taking up an offer, and what has been, paise.</summary>
public sealed record FeeDue(long FeePaise, long PaidPaise)
{
    public long RestPaise => Math.Max(0, FeePaise - PaidPaise);
}

/// <summary>Takes payments at the counter.</summary>
public sealed class PaymentDesk(BranchDb branches)
{
    public Task<Outcome<Receipt>> RecordAsync(Actor by, ApplicationId id, uint? seen, CounterPayment payment, CancellationToken ct) =>
        branches.WriteAsync<Receipt>(by, Duty.RecordPayments, id, async db =>
        {
            if (!Payment.Methods.Contains(payment.Method) || payment.Reference?.Length > 100)
            {
                return new CheckFailed("payment");
            }

            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            if (application.IfSeen(seen, application.Status) is { } collision)
            {
                return collision;
            }

            var fee = await db.FeeAsync(application, ct);
            var paid = await db.Payments.PaidAsync(id, ct);
            if (application.Pay(by, db.Now, payment.AmountPaise, fee, paid) is { } refusal)
            {
                return refusal;
            }

            var number = await db.Database.SqlQuery<long>($"""select finance.take_receipt({id.Branch.Value}) as "Value" """).SingleAsync(ct);
            db.Add(Payment.Of(id, number, payment.AmountPaise, payment.Method, Typed.Clean(payment.Reference), by, db.Now));
            db.Add(OutboxEntry.TellPayment(id, payment.AmountPaise, fee - paid - payment.AmountPaise, application.DueTime));
            return new Receipt(number, payment.AmountPaise, fee - paid - payment.AmountPaise, db.Now);
        }, ct);
}

/// <summary>What has been paid.</summary>
public static class PaymentQueries
{
    /// <summary>The sum paid for an application, paise.</summary>
    public static Task<long> PaidAsync(this IQueryable<Payment> payments, ApplicationId id, CancellationToken ct) =>
        payments.Where(payment => payment.BranchId == id.Branch && payment.ApplicationId == id).SumAsync(payment => payment.AmountPaise, ct);

    /// <summary>The same beside the fee, for several applications in one question.</summary>
    internal static async Task<IReadOnlyDictionary<ApplicationId, FeeDue>> FeesAsync(this ViseContext db, IReadOnlyCollection<ApplicationId> ids, CancellationToken ct)
    {
        var within = ids.Select(id => id.Branch).Distinct().ToList();
        var fees = await (
            from application in db.Applications
            where within.Contains(application.BranchId) && ids.Contains(application.ApplicationId)
            from offered in db.CycleClasses
            where offered.BranchId == application.BranchId && offered.InstitutionCode == application.InstitutionCode && offered.AcademicYear == application.AcademicYear
                && offered.ProgrammeCode == application.ProgrammeCode && offered.DepartmentCode == application.DepartmentCode && offered.ClassCode == application.ClassCode
            select new
            {
                application.ApplicationId,
                Offered = offered,
                Quota = db.Applicants.Where(child => child.BranchId == application.BranchId && child.ApplicationId == application.ApplicationId).Select(child => child.Quota).FirstOrDefault(),
                Paid = db.Payments.Where(payment => payment.BranchId == application.BranchId && payment.ApplicationId == application.ApplicationId).Sum(payment => payment.AmountPaise),
            }).ToListAsync(ct);
        return fees.ToDictionary(fee => fee.ApplicationId, fee => new FeeDue(fee.Offered.FeeFor(fee.Quota), fee.Paid));
    }
}
