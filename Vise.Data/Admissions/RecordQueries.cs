using Microsoft.EntityFrameworkCore;
using Vise.Data.Finance;
using Vise.Data.Operations.Trails;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>One payment as the record shows it, amounts in paise.</summary>
public sealed record PaymentRow(long ReceiptNo, long AmountPaise, string Method, string? Reference, DateTimeOffset PaidTime, string RecorderName);

/// <summary>Everything about one application, for the one screen on which it is decided.</summary>
/// <param name="Card">Where it stands; its version goes into every decision.</param>
/// <param name="ReviewerName">Who is, or was last, at work on it.</param>
/// <param name="Family">The family's account; null for a walk-in form.</param>
/// <param name="Fields">As typed, by path. Aadhaar and APAAR show their last four characters only.</param>
/// <param name="Remarks">What the family was asked to mend.</param>
/// <param name="Documents">What was handed in.</param>
/// <param name="DocumentsAsked">Kinds that the class asks for.</param>
/// <param name="Timeline">Every step so far, oldest first.</param>
/// <param name="Payments">What was paid.</param>
/// <param name="FeePaise">What the child pays, paise; nothing on an RTE seat.</param>
/// <param name="FreeSeats">Seats free in the class and quota.</param>
/// <param name="Now">The database's time.</param>
public sealed record ApplicationRecord(
    FamilyCard Card,
    string? ReviewerName,
    Guid? Family,
    IReadOnlyDictionary<string, string> Fields,
    IReadOnlyDictionary<string, string> Remarks,
    IReadOnlyList<DocumentRow> Documents,
    IReadOnlyList<string> DocumentsAsked,
    IReadOnlyList<TimelineRow> Timeline,
    IReadOnlyList<PaymentRow> Payments,
    long FeePaise,
    int FreeSeats,
    DateTimeOffset Now)
{
    /// <summary>When it was erased at the family's request; nothing of the child is left then.</summary>
    public DateTimeOffset? ErasedTime { get; init; }

    /// <summary>The cycle's own questions: those that the class is asked now, and those that were answered.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>Of the enrolment ids given for brothers and sisters: whether a student has it.</summary>
    public IReadOnlyDictionary<EnrollmentId, bool> Enrolled { get; init; } = new Dictionary<EnrollmentId, bool>();

    /// <summary>What the family asked, oldest first.</summary>
    public IReadOnlyList<EnquiryRow> Enquiries { get; init; } = [];

    public long PaidPaise => Payments.Sum(payment => payment.AmountPaise);
}

/// <summary>Opens a child's record for whoever works for the school; each opening is logged.</summary>
public sealed class RecordQueries(BranchDb branches, DraftDesk drafts)
{
    /// <summary>NotFound for another branch's application just as for one that does not exist, and for a family's unsubmitted draft.</summary>
    public Task<Outcome<ApplicationRecord>> OpenAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.OpenRecordAsync(by, Duty.ReadApplications, id, Opening.Record, async db =>
        {
            var found = Shown(db, id);
            if (await FamilyQueries.Cards(db, found).SingleOrDefaultAsync(ct) is not { } card)
            {
                return null;
            }

            // before the fields: what is saved in between makes the version too old and never too new
            card = card with { Version = await db.VersionNowAsync(id, card.Status, card.Version, ct) };
            var holder = await found.Select(application => new { application.ReviewerName, application.AccountId, application.ErasedTime }).SingleAsync(ct);
            var fields = await drafts.ReadFieldsAsync(db, id, ct);
            var remarks = await db.Corrections.Where(correction => correction.BranchId == id.Branch && correction.ApplicationId == id).ToListAsync(ct);
            var documents = await db.Documents.Where(document => document.BranchId == id.Branch && document.ApplicationId == id)
                .OrderBy(document => document.UploadedTime).Take(Document.MostDocuments).ToListAsync(ct);
            var offered = await db.CycleClasses.OfChoice(card.Choice).SingleAsync(ct);
            var payments = await db.Payments.Where(payment => payment.BranchId == id.Branch && payment.ApplicationId == id)
                .OrderBy(payment => payment.ReceiptNo)
                .Select(payment => new PaymentRow(payment.ReceiptNo, payment.AmountPaise, payment.Method, payment.Reference, payment.PaidTime, payment.RecorderName))
                .Take(100).ToListAsync(ct);
            var quota = fields.GetValueOrDefault("sought.quota");
            var free = await db.Seats.CountAsync(seat => seat.BranchId == id.Branch && seat.InstitutionCode == card.Choice.InstitutionCode
                && seat.AcademicYear == card.Choice.Year && seat.ProgrammeCode == card.Choice.ProgrammeCode && seat.DepartmentCode == card.Choice.DepartmentCode
                && seat.ClassCode == card.Choice.ClassCode && seat.Quota == quota && seat.ApplicationId == null, ct);
            return new ApplicationRecord(
                card,
                holder.ReviewerName,
                holder.AccountId,
                fields.ToDictionary(field => field.Key, field => Masked(field.Key, field.Value), StringComparer.Ordinal),
                remarks.ToDictionary(remark => remark.Path, remark => remark.Remark, StringComparer.Ordinal),
                DocumentDesk.Rows(documents),
                offered.DocumentKinds,
                await db.Events.TimelineOf(id).ToListAsync(ct),
                payments,
                offered.FeeFor(quota),
                free,
                db.Now)
            {
                ErasedTime = holder.ErasedTime,
                Questions = [.. (await FormTermsReader.AllOf(db, id).ToListAsync(ct))
                    .Where(question => question.IsAskedFor(card.Choice.ClassCode) || fields.GetValueOrDefault(question.Path) is { Length: > 0 })],
                Enrolled = await SiblingSearch.EnrolledAsync(db, fields.Select(field => (field.Key, field.Value)), ct),
                Enquiries = await EnquiryDesk.RowsAsync(db, id, ct),
            };
        }, ct);

    /// <summary>Whether <see cref="OpenAsync"/> would find it. Shows nothing of the child, and so is no view.</summary>
    public async Task<bool> IsThereAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        by.May(Duty.ReadApplications, id.Branch) && await branches.ReadAsync(by, db => Shown(db, id).AnyAsync(ct), ct);

    /// <summary>The version now (of a draft with its fields'), for a decision that names none; null when it isn't there for the actor. No view either.</summary>
    public Task<uint?> VersionAsync(Actor by, ApplicationId id, CancellationToken ct) => branches.ReadAsync(by, async db =>
        await Shown(db, id).Select(application => new { application.Status, application.Version }).SingleOrDefaultAsync(ct) is { } row
            ? await db.VersionNowAsync(id, row.Status, row.Version, ct)
            : (uint?)null, ct);

    /// <summary>The steps of one application, oldest first, for a preview; no opening of the record.</summary>
    public Task<List<TimelineRow>> TimelineAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.ReadAsync(by, db => db.Events.TimelineOf(id).ToListAsync(ct), ct);

    private static IQueryable<Application> Shown(ViseContext db, ApplicationId id) =>
        db.Applications.Where(application => application.BranchId == id.Branch && application.ApplicationId == id);

    private static string Masked(string path, string value) =>
        AdmissionForm.Find(path) is { IsMasked: true } && value.Length > 0 ? FieldMask.Of(value) : value;
}
