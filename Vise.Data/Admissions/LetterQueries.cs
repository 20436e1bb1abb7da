using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A letter in a list.</summary>
public sealed record LetterLine(LetterName Name, DateTimeOffset Time);

/// <summary>What stands in a letter: the facts as they were when the step was taken.</summary>
/// <param name="Name">Which letter.</param>
/// <param name="Time">When the step was taken, or the payment made.</param>
/// <param name="Choice">The school and class then.</param>
/// <param name="ChildName">The child's name as the record has it now: mended or erased, it is so in every letter.</param>
/// <param name="From">The status that the step led from.</param>
/// <param name="Until">Until when the family had to act.</param>
/// <param name="FeePaise">The fee then, paise.</param>
/// <param name="Quota">The seat's quota; null where none is told of.</param>
/// <param name="Documents">Handed in, or to be brought.</param>
/// <param name="Remarks">What was to be mended, by the field's path.</param>
/// <param name="Reason">What the school or the family gave as reason.</param>
public sealed record Letter(
    LetterName Name, DateTimeOffset Time, SchoolChoice Choice, string ChildName, ApplicationStatus? From, DateTimeOffset? Until, long FeePaise, string? Quota,
    IReadOnlyList<string> Documents, IReadOnlyDictionary<string, string> Remarks, string? Reason)
{
    public ApplicationId Id { get; init; }

    public EnrollmentId? EnrollmentId { get; init; }

    /// <summary>A receipt's payment.</summary>
    public PaymentRow? Payment { get; init; }

    /// <summary>Paid up to and with that payment, paise.</summary>
    public long PaidPaise { get; init; }

    public long RestPaise => Math.Max(0, FeePaise - PaidPaise);

    /// <summary>The cycle's own questions, whose words a remark may need.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>Where the school is; empty where nothing is known.</summary>
    public string Locality { get; init; } = "";

    public string? UdiseCode { get; init; }
}

/// <summary>The letters of an application. None is stored: each is written anew out of the step's row and the payments, which never change.</summary>
public sealed class LetterQueries(BranchDb branches)
{
    private const int MostSteps = TimelineQueries.MostEvents;

    /// <summary>The letters so far, oldest first; null for another family's or another branch's application.</summary>
    public async Task<IReadOnlyList<LetterLine>?> ListAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        await branches.ReadAsync(by, db => db.Events.TimelineOf(id).ToListAsync(ct), ct) is { Count: > 0 } steps ? await ListAsync(by, id, steps, ct) : null;

    /// <summary>The same where the timeline is known already.</summary>
    public Task<IReadOnlyList<LetterLine>> ListAsync(Actor by, ApplicationId id, IEnumerable<TimelineRow> steps, CancellationToken ct) => branches.ReadAsync(by, async db =>
    {
        var payments = await db.Payments.Where(payment => payment.BranchId == id.Branch && payment.ApplicationId == id).OrderBy(payment => payment.ReceiptNo)
            .Select(payment => new { payment.ReceiptNo, payment.PaidTime }).Take(100).ToListAsync(ct);
        return Lines(steps, payments.Select(payment => (payment.ReceiptNo, payment.PaidTime)));
    }, ct);

    /// <summary>The letters that steps and payments have written, oldest first.</summary>
    public static IReadOnlyList<LetterLine> Lines(IEnumerable<TimelineRow> steps, IEnumerable<(long ReceiptNo, DateTimeOffset Time)> payments) =>
    [
        .. steps.Select((step, index) => (Kind: LetterName.KindOf(step.From, step.To), Number: index + 1L, step.Time))
            .Where(step => step.Kind is not null).Select(step => new LetterLine(new LetterName(step.Kind!.Value, step.Number), step.Time))
            .Concat(payments.Select(payment => new LetterLine(new LetterName(LetterKind.Receipt, payment.ReceiptNo), payment.Time)))
            .OrderBy(line => line.Time),
    ];

    /// <summary>
    /// Opens a letter to print or keep: a download, which leaves its row in the trail. NotFound for what is another's and for what was never written alike.
    /// </summary>
    public Task<Outcome<Letter>> OpenAsync(Actor by, ApplicationId id, LetterName name, CancellationToken ct) =>
        branches.OpenRecordAsync<Letter>(by, by.IsFamily ? Duty.ApplyForOwnChild : Duty.ReadApplications, id, Opening.Letter(name), async db =>
        {
            var card = await FamilyQueries.Cards(db, db.Applications.Where(known => known.BranchId == id.Branch && known.ApplicationId == id)).SingleOrDefaultAsync(ct);
            if (card is null)
            {
                return null;
            }

            var steps = await db.Events.Where(step => step.BranchId == id.Branch && step.ApplicationId == id).OrderBy(step => step.EventId).Take(MostSteps).ToListAsync(ct);
            var payments = name.Kind is LetterKind.Receipt
                ? await db.Payments.Where(payment => payment.BranchId == id.Branch && payment.ApplicationId == id && payment.ReceiptNo <= name.Number)
                    .OrderBy(payment => payment.ReceiptNo)
                    .Select(payment => new PaymentRow(payment.ReceiptNo, payment.AmountPaise, payment.Method, payment.Reference, payment.PaidTime, payment.RecorderName)).ToListAsync(ct)
                : [];
            return Step(steps, name, payments) is { } step ? await WriteAsync(db, card, step, name, payments, ct) : null;
        }, ct);

    // a receipt belongs to the step from which on the fee was due
    private static ApplicationEvent? Step(List<ApplicationEvent> steps, LetterName name, List<PaymentRow> payments) => name.Kind is LetterKind.Receipt
        ? payments.LastOrDefault()?.ReceiptNo == name.Number ? steps.LastOrDefault(step => step.ToStatus == ApplicationStatus.Fees && step.FromStatus != step.ToStatus) : null
        : name.Number >= 1 && name.Number <= steps.Count && steps[(int)name.Number - 1] is var wanted && LetterName.KindOf(wanted.FromStatus, wanted.ToStatus) == name.Kind ? wanted : null;

    private static async Task<Letter> WriteAsync(ViseContext db, FamilyCard card, ApplicationEvent step, LetterName name, List<PaymentRow> payments, CancellationToken ct)
    {
        var (id, facts) = (card.Id, step.Facts);
        var choice = card.Choice with
        {
            ProgrammeCode = facts.GetValueOrDefault(StepFacts.Programme, card.Choice.ProgrammeCode),
            DepartmentCode = facts.GetValueOrDefault(StepFacts.Department, card.Choice.DepartmentCode),
            ClassCode = facts.GetValueOrDefault(StepFacts.Class, card.Choice.ClassCode),
        };
        var school = await db.Institutions.Where(known => known.BranchId == id.Branch && known.InstitutionCode == choice.InstitutionCode)
            .Select(known => new { known.Locality, known.PinCode, known.UdiseCode }).SingleOrDefaultAsync(ct);
        var payment = payments.LastOrDefault();
        return new Letter(
            name,
            payment?.PaidTime ?? step.EventTime,
            choice,
            card.ChildName,
            step.FromStatus,
            DateTimeOffset.TryParse(facts.GetValueOrDefault(StepFacts.Until), CultureInfo.InvariantCulture, out var until) ? until : Day(card, name.Kind),
            long.TryParse(facts.GetValueOrDefault(StepFacts.Fee), NumberStyles.None, CultureInfo.InvariantCulture, out var fee) ? fee : await db.FeeAsync(id, choice, ct),
            facts.GetValueOrDefault(StepFacts.Quota),
            facts.GetValueOrDefault(StepFacts.Documents)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
            facts.Where(fact => fact.Key.StartsWith(StepFacts.Remark, StringComparison.Ordinal)).ToDictionary(fact => fact.Key[StepFacts.Remark.Length..], fact => fact.Value, StringComparer.Ordinal),
            step.Reason)
        {
            Id = id,
            EnrollmentId = card.EnrollmentId,
            Payment = payment,
            PaidPaise = payments.Sum(paid => paid.AmountPaise),
            Questions = name.Kind is LetterKind.Correction ? await FormTermsReader.AllOf(db, id).ToListAsync(ct) : [],
            Locality = string.Join(" ", new[] { school?.Locality, school?.PinCode }.Where(part => part is { Length: > 0 })),
            UdiseCode = school?.UdiseCode,
        };
    }

    // steps taken before their rows kept facts: an application has one offer and one fee, whose days stay
    private static DateTimeOffset? Day(FamilyCard card, LetterKind kind) => kind switch
    {
        LetterKind.Correction => card.CorrectionDueTime,
        LetterKind.Offer => card.OfferExpiresTime,
        LetterKind.Fee or LetterKind.Receipt => card.FeesDueTime,
        _ => null,
    };
}
