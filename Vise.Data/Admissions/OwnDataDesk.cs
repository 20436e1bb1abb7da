using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Operations;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// Takes a family's own data out: the account, and each application that it owns with every answer opened. Each application taken out leaves its row in the
/// trail in the transaction that reads it. What is shared with a second guardian is the owner's to take out.
/// </summary>
public sealed class OwnDataDesk(BranchDb branches, DraftDesk drafts, FieldSeal seal, DocumentStore store)
{
    /// <summary>What the trail calls it.</summary>
    public const string What = "own-data";

    private const string Work = "own data";

    /// <summary>The account, its sessions, and which applications there are.</summary>
    public async Task<OwnAccountData> AccountAsync(Actor by, CancellationToken ct)
    {
        // where people are signed in only the system reads
        var sessions = await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Sessions.Where(session => session.AccountId == by.Account)
            .OrderByDescending(session => session.StartedTime)
            .Select(session => new OwnSession(session.Browser, session.System, session.Methods, session.StartedTime, session.LastSeenTime, session.EndedTime)).ToListAsync(ct), ct);
        return await branches.ReadAsync(by, async db =>
        {
            var own = await db.Accounts.SingleAsync(account => account.AccountId == by.Account, ct);
            var known = await db.Applications.OrderBy(application => application.CreatedTime)
                .Select(application => new { application.ApplicationId, application.Status, application.AccountId }).ToListAsync(ct);
            var others = known.Where(application => application.AccountId != by.Account).ToList();
            var ties = await TiesAsync(db, by, [.. others.Select(application => application.ApplicationId.Value)], ct);
            var shared = others.Select(application =>
                new SharedApplication(application.ApplicationId.Value, StatusNames.Of(application.Status), [.. ties[application.ApplicationId.Value]])).ToList();

            return new OwnAccountData(
                own.AccountId, own.Name, own.Language, own.PageLanguage, own.Email, own.EmailVerifiedTime, own.Mobile, own.MobileVerifiedTime, own.NotifyEmail, own.NotifySms,
                own.CreatedTime, own.LastSignInTime, sessions,
                [.. known.Where(application => application.AccountId == by.Account).Select(application => application.ApplicationId.Value)], shared);
        }, ct);
    }

    /// <summary>One application whole; NotFound for another family's and for one that is shared only.</summary>
    public async Task<Outcome<OwnRecord>> ApplicationAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        await branches.ReadAsync(by, db => Owned(db, by, id).AnyAsync(ct), ct)
            ? await branches.ExportAsync<OwnRecord>(by, Duty.ApplyForOwnChild, id.Branch, What, null, async db => (await ReadAsync(db, by, await Owned(db, by, id).SingleAsync(ct), ct), [id]), ct)
            : new NotFound();

    /// <summary>What was agreed to for each of the family's applications, the newest first.</summary>
    public Task<List<GivenConsent>> ConsentsAsync(Actor by, CancellationToken ct) => branches.ReadAsync(by, db => (
        from application in db.Applications
        from child in db.Applicants.Where(known => known.BranchId == application.BranchId && known.ApplicationId == application.ApplicationId).DefaultIfEmpty()
        orderby application.CreatedTime descending
        select new GivenConsent(application.ApplicationId, application.ChildName, application.Status, child!.ConsentVersion, child == null ? null : child.ConsentTime)).ToListAsync(ct), ct);

    /// <summary>The file of a document, or null when it is missing in the store.</summary>
    public async Task<Stream?> OpenAsync(ApplicationId id, OwnDocument document, CancellationToken ct)
    {
        try
        {
            return await store.OpenAsync(id.Branch, document.ContentHash, ct);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static IQueryable<Application> Owned(ViseContext db, Actor by, ApplicationId id) =>
        db.Applications.Where(known => known.BranchId == id.Branch && known.ApplicationId == id && known.AccountId == by.Account);

    private async Task<OwnRecord> ReadAsync(ViseContext db, Actor by, Application application, CancellationToken ct)
    {
        var id = application.ApplicationId;
        var child = await db.Applicants.SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct);
        var answers = await db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id).OrderBy(field => field.Path).ToListAsync(ct);
        var documents = await db.Documents.Where(document => document.BranchId == id.Branch && document.ApplicationId == id).OrderBy(document => document.Kind).ThenBy(document => document.Page).ThenBy(document => document.UploadedTime).ToListAsync(ct);
        var steps = await db.Events.Where(step => step.BranchId == id.Branch && step.ApplicationId == id).OrderBy(step => step.EventId).ToListAsync(ct);
        var choice = SchoolChoice.Of(application);
        return new OwnRecord(
            id.Value, application.EnrollmentId?.ToString(), StatusNames.Of(application.Status), application.ChildName,
            new OwnChoice(choice.Branch.Value, choice.InstitutionCode, choice.Year.ToString(), choice.ProgrammeCode, choice.DepartmentCode, choice.ClassCode),
            TimesOf(application), child is null ? null : new OwnConsent(child.ConsentVersion, child.ConsentTime), steps.LastOrDefault()?.Reason)
        {
            Answers = [.. answers.Select(field => new OwnAnswer(field.Path, drafts.Open(field), field.SavedTime))],
            HandedIn = child is null ? null : ChildOf(child),
            Parents = await db.Guardians.Where(parent => parent.BranchId == id.Branch && parent.ApplicationId == id).OrderBy(parent => parent.Position)
                .Select(parent => new OwnParent(parent.Name, parent.Relation, parent.Mobile, parent.Email, parent.Occupation, parent.Education, parent.IncomeBand)).ToListAsync(ct),
            Siblings = [.. (await db.Siblings.Where(sibling => sibling.BranchId == id.Branch && sibling.ApplicationId == id).OrderBy(sibling => sibling.Position).ToListAsync(ct))
                .Select(sibling => new OwnSibling(sibling.Name, sibling.ClassCode, sibling.EnrollmentId?.ToString()))],
            EarlierSchools = [.. (await db.EarlierSchools.Where(school => school.BranchId == id.Branch && school.ApplicationId == id).OrderBy(school => school.Position).ToListAsync(ct))
                .Select(school => new OwnSchool(school.School, school.Board, school.ClassCode, school.AcademicYear?.ToString(), school.Result, school.MarksPercent, school.TcNumber))],
            Questions = await db.Answers.Where(answer => answer.BranchId == id.Branch && answer.ApplicationId == id).OrderBy(answer => answer.Key)
                .Select(answer => new OwnQuestion(answer.Key, answer.Value)).ToListAsync(ct),
            Remarks = await db.Corrections.Where(remark => remark.BranchId == id.Branch && remark.ApplicationId == id).OrderBy(remark => remark.Path)
                .Select(remark => new OwnRemark(remark.Path, remark.Remark, remark.AskedTime)).ToListAsync(ct),
            Documents = [.. documents.Select(document => new OwnDocument(
                document.DocumentId, document.Kind, document.Page, document.FileName, document.ContentType, document.ByteSize, document.UploadedTime, document.VerifiedTime, null)
            {
                ContentHash = document.ContentHash,
                Refused = document is { Fault: { } why, RefusedTime: { } refused, ReplaceBy: { } until } ? new OwnRefusal(why, document.FaultNote, refused, until) : null,
            })],
            History = [.. steps.Select(step => new OwnStep(step.EventTime, step.FromStatus is { } from ? StatusNames.Of(from) : null, StatusNames.Of(step.ToStatus), step.ActorRole.ToString(), NameIn(step, by), step.Reason))],
            Seat = await db.Seats.Where(seat => seat.BranchId == id.Branch && seat.ApplicationId == id).Select(seat => new OwnSeat(seat.ClassCode, seat.Quota, seat.SeatNo)).SingleOrDefaultAsync(ct),
            Payments = await db.Payments.Where(payment => payment.BranchId == id.Branch && payment.ApplicationId == id).OrderBy(payment => payment.ReceiptNo)
                .Select(payment => new OwnPayment(payment.ReceiptNo, payment.AmountPaise, payment.Method, payment.Reference, payment.PaidTime)).ToListAsync(ct),
            Student = (await db.Students.SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct)) is { } student
                ? new OwnStudent(student.EnrollmentId.ToString(), student.Name, student.BirthDate, student.Gender, student.AcademicYear.ToString(), student.ClassCode, student.EnrolledTime) : null,
            Messages = await db.Database.SqlQuery<OwnMessage>($"""
                select o.kind, nullif(o.payload ->> 'to', '') as about, n.channel, n.state, n.created_time, n.sent_time
                from admissions.notification n join admissions.outbox o on o.branch_id = n.branch_id and o.outbox_id = n.outbox_id
                where n.branch_id = {id.Branch.Value} and n.application_id = {id.Value} and n.account_id = {by.Account} order by n.created_time
                """).ToListAsync(ct),
            Enquiries = [.. (await db.Set<Enquiry>().Where(said => said.BranchId == id.Branch && said.ApplicationId == id).OrderBy(said => said.AskedTime).ToListAsync(ct))
                .Select(said => new OwnEnquiry(said.AskedBy == by.Account, said.Question, said.AskedTime, said.Answer, said.AnsweredTime))],
            Amendments = await AmendmentsAsync(db, by, id, ct),
            Guardians = [.. (await TiesAsync(db, by, [id.Value], ct))[id.Value]],
            LookedAt = [.. (await db.Trail.Where(row => row.BranchId == id.Branch && row.ApplicationId == id)
                .Where(row => row.Action == TrailAction.Open || row.Action == TrailAction.Download || row.Action == TrailAction.Export)
                .OrderBy(row => row.TrailId).Select(row => new { row.TrailTime, row.Action, row.Target, row.ActorRole, row.ActorName }).ToListAsync(ct))
                .Select(row => new OwnLook(row.TrailTime, row.Action.ToString().ToLowerInvariant(), row.Target, row.ActorRole, row.ActorName))],
        };
    }

    private async Task<List<OwnAmendment>> AmendmentsAsync(ViseContext db, Actor by, ApplicationId id, CancellationToken ct)
    {
        var asked = await db.Set<Amendment>().Where(known => known.BranchId == id.Branch && known.ApplicationId == id).OrderBy(known => known.AskedTime).ToListAsync(ct);
        var fields = (await db.Set<AmendmentField>().Where(field => field.BranchId == id.Branch && field.ApplicationId == id).OrderBy(field => field.Path).ToListAsync(ct))
            .ToLookup(field => field.AmendmentId, field => new OwnWish(field.Path, field.Sealed is { } secret ? seal.Open(id, field.Path, secret) : field.Value ?? ""));
        return [.. asked.Select(known => new OwnAmendment(
            known.AskedBy == by.Account, known.Reason, known.AskedTime, known.State.ToString().ToLowerInvariant(), known.DecidedTime, known.DecisionReason, [.. fields[known.AmendmentId]]))];
    }

    // of several applications at once
    private static async Task<ILookup<string, OwnTie>> TiesAsync(ViseContext db, Actor by, string[] ids, CancellationToken ct) => (await db.Database.SqlQuery<TieRow>($"""
        select g.application_id, g.invited_by = {by.Account} as invited_by_you, g.invited_time, g.expires_time, g.accepted_time, g.ended_time
        from unnest({ids}) asked(id) join users.application_guardian g on g.branch_id = left(asked.id, 6) collate "C" and g.application_id = asked.id collate "C"
        where {by.Account} in (g.invited_by, g.account_id) order by g.invited_time
        """).ToListAsync(ct)).ToLookup(row => row.ApplicationId, row => new OwnTie(row.InvitedByYou, row.InvitedTime, row.ExpiresTime, row.AcceptedTime, row.EndedTime), StringComparer.Ordinal);

    private sealed record TieRow(string ApplicationId, bool InvitedByYou, DateTimeOffset InvitedTime, DateTimeOffset ExpiresTime, DateTimeOffset? AcceptedTime, DateTimeOffset? EndedTime);

    // another guardian's name is not this person's to take out
    private static string? NameIn(ApplicationEvent step, Actor by) =>
        step.ActorRole is not (Role.Parent or Role.Student) || step.AccountId == by.Account ? step.ActorName : null;

    private static OwnTimes TimesOf(Application known) => new(
        known.CreatedTime, known.UpdatedTime, known.DraftExpiresTime, known.SubmittedTime, known.CorrectionDueTime, known.ReviewedTime,
        known.OfferIssuedTime, known.OfferExpiresTime, known.OfferResponseTime, known.FeesDueTime, known.FeesPaidTime, known.EnrolledTime);

    private OwnChild ChildOf(Applicant child) => new(
        child.ChildName, child.ChildNameScript, child.BirthDate, child.Gender, child.Nationality, child.MotherTongue, child.Pen,
        Opened(child, "apaar", child.ApaarSealed), Opened(child, "aadhaar", child.AadhaarSealed),
        child.SocialCategory, child.Religion, child.Minority, child.Ews, child.DisadvantagedGroup, child.Bpl, child.Aay, child.MediumCode, child.Quota, child.TransportWanted,
        child.PermanentLine, child.PermanentLocality, child.PermanentPin, child.PresentLine, child.PresentLocality, child.PresentPin,
        Part(child, "health", child.HealthSealed), Part(child, "disability", child.DisabilitySealed), Part(child, "rte", child.RteSealed));

    private string? Opened(Applicant child, string path, byte[]? sealedField) => sealedField is null ? null : seal.Open(child.ApplicationId, path, sealedField);

    private JsonElement? Part(Applicant child, string path, byte[]? sealedField) => Opened(child, path, sealedField) is { } text ? JsonElement.Parse(text) : null;
}
