using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Begins, saves, submits and withdraws forms: for families, for clerks at the counter and for the API alike.</summary>
public sealed class DraftDesk(BranchDb branches, FormTermsReader terms, FieldSeal seal)
{
    /// <summary>How many unfinished forms a family may have: each takes a number of its school.</summary>
    public const int MostDrafts = 20;

    /// <summary>The field that holds the child's name.</summary>
    internal const string NamePath = "child.name";

    /// <summary>Begins a form for a class whose cycle is open. A family's form belongs to its account; a clerk's to nobody yet.</summary>
    public Task<Outcome<StartedDraft>> StartAsync(Actor by, SchoolChoice choice, IReadOnlyList<FieldEdit> fields, CancellationToken ct) =>
        branches.WriteAsync<StartedDraft>(by, EntryDuty(by), choice.Branch, db => StartAsync(db, by, choice, fields, ct), ct);

    /// <summary>The same, inside a transaction that is open.</summary>
    internal async Task<Outcome<StartedDraft>> StartAsync(ViseContext db, Actor by, SchoolChoice choice, IReadOnlyList<FieldEdit> fields, CancellationToken ct)
    {
        var open = await db.CycleClasses.OfChoice(choice).AnyAsync(offered => offered.WithdrawnTime == null && db.Cycles.Any(cycle =>
            cycle.BranchId == choice.Branch && cycle.InstitutionCode == choice.InstitutionCode && cycle.AcademicYear == choice.Year
            && cycle.OpensTime <= db.Now && cycle.ClosesTime > db.Now), ct);
        if (!open)
        {
            return new ChoiceNotOpen();
        }

        if (by.IsFamily && await db.Applications.CountAsync(draft => draft.AccountId == by.Account && draft.Status == ApplicationStatus.Draft, ct) >= MostDrafts)
        {
            return new TooManyDrafts();
        }

        var (id, version) = await InsertAsync(db, by, choice, ShownName(fields) ?? "", ct);
        db.Record(ApplicationEvent.Of(id, by, db.Now, null, ApplicationStatus.Draft, null));
        var questions = await QuestionsAsync(db, choice, fields, ct);
        var kept = fields.Where(edit => AdmissionForm.Find(edit.Path) is not null || questions.Contains(edit.Path)).Select(edit => Write(DraftField.Of(id, edit.Path), edit, by, db.Now)).ToList();
        await db.WriteAsync(id, kept, ct);
        return new StartedDraft(id, DeskQueries.VersionOfDraft(version, kept.Sum(field => field.Revision)), db.Now);
    }

    /// <summary>Saves fields as typed, valid or not: nothing typed is lost. Fields that another changed meanwhile come back with both versions.</summary>
    public Task<Outcome<SaveResult>> SaveAsync(Actor by, ApplicationId id, IReadOnlyList<FieldEdit> edits, CancellationToken ct) =>
        SaveAsync(by, id, null, edits, ct);

    /// <summary>Saves fields over the version of the whole form that the caller has seen; null when it named none.</summary>
    public Task<Outcome<SaveResult>> SaveAsync(Actor by, ApplicationId id, uint? seen, IReadOnlyList<FieldEdit> edits, CancellationToken ct) =>
        branches.WriteAsync<SaveResult>(by, EntryDuty(by), id, db => SaveAsync(db, by, id, seen, edits, ct), ct);

    /// <summary>The same, inside a transaction that is open.</summary>
    internal async Task<Outcome<SaveResult>> SaveAsync(ViseContext db, Actor by, ApplicationId id, uint? seen, IReadOnlyList<FieldEdit> edits, CancellationToken ct)
    {
        if (await db.FindAsync(id, ct) is not { } application)
        {
            return new NotFound();
        }

        if (await db.IfSeenAsync(application, seen, ApplicationStatus.Draft, ct) is { } collision)
        {
            return collision;
        }

        var questions = await QuestionsAsync(db, SchoolChoice.Of(application), edits, ct);
        var paths = edits.Select(edit => edit.Path).ToList();
        var standing = await db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id && paths.Contains(field.Path))
            .ToDictionaryAsync(field => field.Path, field => new DraftValue(Open(field), field.Revision), StringComparer.Ordinal, ct);
        return await SaveAsync(db, by, application, edits, questions, standing, ct);
    }

    /// <summary>The same in an application that this transaction holds, over what stands there.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="by">Who fills in.</param>
    /// <param name="application">Held from before its fields were read.</param>
    /// <param name="edits">What was typed, one edit a path.</param>
    /// <param name="questions">Paths of the cycle's own questions that may be among the edits.</param>
    /// <param name="standing">What stands at the edits' paths, where anything does.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<Outcome<SaveResult>> SaveAsync(
        ViseContext db, Actor by, Application application, IReadOnlyList<FieldEdit> edits, HashSet<string> questions, IReadOnlyDictionary<string, DraftValue> standing, CancellationToken ct)
    {
        var unknown = edits.Where(edit => AdmissionForm.Find(edit.Path) is null && !questions.Contains(edit.Path)).Select(edit => new FieldProblem(edit.Path, "Unknown")).ToList();
        if (unknown.Count > 0)
        {
            return new FormIncomplete(unknown);
        }

        var tooLong = edits.Where(edit => edit.Value?.Length > DraftField.Longest).Select(edit => new FieldProblem(edit.Path, "TooLong", AdmissionForm.Find(edit.Path)?.MaxLength ?? Question.LongestText)).ToList();
        if (tooLong.Count > 0)
        {
            return new FormIncomplete(tooLong);
        }

        List<DraftField> written = [];
        List<SavedField> saved = [];
        List<FieldConflict> conflicts = [];
        foreach (var edit in edits)
        {
            var (theirs, revision) = standing.GetValueOrDefault(edit.Path) ?? new DraftValue("", 0);
            if (edit.IsOvertaken(theirs, revision))
            {
                conflicts.Add(new FieldConflict(edit.Path, edit.Value ?? "", theirs, revision));
                continue;
            }

            if (revision == 0 || theirs != (edit.Value ?? ""))
            {
                var field = Write(DraftField.Of(application.ApplicationId, edit.Path, revision), edit, by, db.Now);
                written.Add(field);
                revision = field.Revision;
            }

            saved.Add(new SavedField(edit.Path, revision));
        }

        var name = ShownName(edits.Where(edit => conflicts.All(conflict => conflict.Path != edit.Path)));
        if (application.Save(by, db.Now, name) is { } refusal)
        {
            return refusal;
        }

        return await db.WriteAsync(application.ApplicationId, written, ct) ? new SaveResult(saved, conflicts, db.Now) : new Collided();
    }

    /// <summary>Hands the form in: reads it whole, keeps the child's data, and makes it findable at the desk.</summary>
    public Task<Refusal?> SubmitAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.WriteAsync(by, EntryDuty(by), id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            var choice = SchoolChoice.Of(application);
            var fields = await ReadFieldsAsync(db, id, ct);
            var check = FormReader.Read(fields, await terms.ForAsync(db, choice, db.Now, ct));
            var asked = await db.CycleClasses.OfChoice(choice).Select(offered => offered.DocumentKinds).SingleOrDefaultAsync(ct) ?? [];
            // a refused one is as good as none
            var there = await db.Documents.Where(document => document.BranchId == id.Branch && document.ApplicationId == id && document.RefusedTime == null)
                .Select(document => document.Kind).Distinct().ToListAsync(ct);
            var missing = asked.Where(kind => !there.Contains(kind)).Select(kind => new FieldProblem("documents." + kind, "Document", kind));
            check = check with { Problems = [.. check.Problems, .. missing] };
            var cycle = await db.Cycles.SingleOrDefaultAsync(
                cycle => cycle.BranchId == id.Branch && cycle.InstitutionCode == choice.InstitutionCode && cycle.AcademicYear == choice.Year, ct);
            if (application.Submit(by, db.Now, cycle?.IsOpenAt(db.Now) ?? false, check) is { } refusal)
            {
                return refusal;
            }

            if (by.IsFamily && (await db.Accounts.SingleAsync(account => account.AccountId == by.Account, ct)).MayHandIn() is { } unproven)
            {
                return unproven;
            }

            application.LastEvent!.Keep(StepFacts.Documents, string.Join(',', there));
            db.Record(application.LastEvent);
            await HandedIn.KeepAsync(db, seal, application, check.Form!, ct);
            return null;
        }, ct);

    /// <summary>Takes the application back and frees a seat it may hold.</summary>
    public Task<Refusal?> WithdrawAsync(Actor by, ApplicationId id, uint? seen, string? reason, CancellationToken ct) =>
        branches.WriteAsync(by, EntryDuty(by), id, db => WithdrawAsync(db, by, id, seen, reason, ct), ct);

    /// <summary>The same in a transaction that does more.</summary>
    internal static async Task<Refusal?> WithdrawAsync(ViseContext db, Actor by, ApplicationId id, uint? seen, string? reason, CancellationToken ct)
    {
        if (await db.FindAsync(id, ct) is not { } application)
        {
            return new NotFound();
        }

        if (await db.IfSeenAsync(application, seen, ApplicationStatus.Withdrawn, ct) is { } collision)
        {
            return collision;
        }

        // before the status changes: a family sees its seat through its application
        if (await db.Seats.AsTracking().SingleOrDefaultAsync(seat => seat.BranchId == id.Branch && seat.ApplicationId == id, ct) is { } held)
        {
            held.Free();
        }

        if (application.Withdraw(by, db.Now, reason) is { } refusal)
        {
            return refusal;
        }

        db.Record(application.LastEvent);
        return null;
    }

    /// <summary>The fields of a draft as typed, secrets opened.</summary>
    internal async Task<Dictionary<string, string>> ReadFieldsAsync(ViseContext db, ApplicationId id, CancellationToken ct) =>
        (await db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id).ToListAsync(ct))
            .ToDictionary(field => field.Path, Open, StringComparer.Ordinal);

    internal string Open(DraftField field) =>
        field.Sealed is { } sealedField ? seal.Open(field.ApplicationId, field.Path, sealedField) : field.Value ?? "";

    /// <summary>What an actor who fills in forms acts under.</summary>
    internal static Duty EntryDuty(Actor by) => by.IsFamily ? Duty.ApplyForOwnChild : Duty.EnterApplications;

    private static async Task<(ApplicationId Id, uint Version)> InsertAsync(ViseContext db, Actor by, SchoolChoice choice, string childName, CancellationToken ct)
    {
        Guid? family = by.IsFamily ? by.Account : null;
        var expires = db.Now.AddDays(Application.DraftDays);
        // the number is taken last, in the insert's own statement, so that its counter row is locked as briefly as can be
        var rows = await db.Database.SqlQuery<InsertedRow>($"""
            insert into users.application (branch_id, state_code, district_code, branch_code, institution_code, academic_year,
              programme_code, department_code, class_code, account_id, child_name, created_time, updated_time, draft_expires_time, application_id)
            values ({choice.Branch.Value}, {choice.Branch.State}, {choice.Branch.District}, {choice.Branch.Branch}, {choice.InstitutionCode}, {choice.Year.ToString()},
              {choice.ProgrammeCode}, {choice.DepartmentCode}, {choice.ClassCode}, {family}, {childName}, {db.Now}, {db.Now}, {expires},
              admissions.take_id({choice.Branch.Value}, {choice.InstitutionCode}, {choice.Year.ShortCode}, 'A'))
            returning application_id, xmin::text::bigint as version
            """).ToListAsync(ct);
        return (ApplicationId.Parse(rows[0].ApplicationId), (uint)rows[0].Version);
    }

    private sealed record InsertedRow(string ApplicationId, long Version);

    // paths of the cycle's own questions among the edits; without one nothing is asked
    private static async Task<HashSet<string>> QuestionsAsync(ViseContext db, SchoolChoice choice, IReadOnlyList<FieldEdit> edits, CancellationToken ct)
    {
        var asked = edits.Any(edit => edit.Path.StartsWith(Question.Prefix, StringComparison.Ordinal)) ? await FormTermsReader.Asked(db, choice).ToListAsync(ct) : [];
        return asked.Where(question => question.IsAskedFor(choice.ClassCode)).Select(question => question.Path).ToHashSet(StringComparer.Ordinal);
    }

    // the child's name as lists show it while the form is a draft; null when it is not among the fields
    private static string? ShownName(IEnumerable<FieldEdit> fields) => ShownName(fields.LastOrDefault(edit => edit.Path == NamePath)?.Value);

    internal static string? ShownName(string? typed) => typed is null ? null : Typed.Cut(Typed.Clean(typed), 100);

    private DraftField Write(DraftField field, FieldEdit edit, Actor by, DateTimeOffset at)
    {
        var secret = AdmissionForm.Find(edit.Path) is { IsSecret: true } && !string.IsNullOrEmpty(edit.Value);
        field.Set(secret ? null : edit.Value ?? "", secret ? seal.Seal(field.ApplicationId, edit.Path, edit.Value!) : null, by.Account, at);
        return field;
    }
}
