using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>One field of a request, as typed; Aadhaar and APAAR show their last four characters to the branch.</summary>
/// <param name="Path">Which field.</param>
/// <param name="Old">What stands there now; of a decided request null, since it may have changed again.</param>
/// <param name="New">What is asked for.</param>
public sealed record AmendedField(string Path, string? Old, string New);

/// <summary>A request with all that either side reads of it.</summary>
public sealed record AmendmentRow(
    Guid Id, uint Version, string Reason, DateTimeOffset AskedTime, string AskerName, AmendmentState State, DateTimeOffset? DecidedTime, string? DeciderName, string? DecisionReason,
    IReadOnlyList<AmendedField> Fields);

/// <summary>Takes requests to change what was handed in, and the branch's word on them.</summary>
public sealed class AmendmentDesk(BranchDb branches, DraftDesk drafts, FormTermsReader terms, FieldSeal seal)
{
    /// <summary>How many requests of one application are shown, the newest.</summary>
    public const int MostShown = 50;

    private const string ApaarPath = "child.apaarId";

    /// <summary>
    /// Asks for what differs from the form as handed in; what was asked for in other steps of the same open request stays. The answer is <see cref="FormIncomplete"/>
    /// where the step would not be in order.
    /// </summary>
    /// <param name="family">Who asks.</param>
    /// <param name="id">About which application.</param>
    /// <param name="step">The step that the fields belong to.</param>
    /// <param name="edits">Its fields as they should be.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Ends the work.</param>
    public Task<Refusal?> AskAsync(Actor family, ApplicationId id, FormStep step, IReadOnlyList<FieldEdit> edits, string? reason, CancellationToken ct) =>
        branches.WriteAsync(family, Duty.ApplyForOwnChild, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            var filed = await db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id).ToDictionaryAsync(field => field.Path, StringComparer.Ordinal, ct);
            var values = filed.ToDictionary(field => field.Key, field => drafts.Open(field.Value), StringComparer.Ordinal);
            var open = await Open(db, id).SingleOrDefaultAsync(ct);
            var asked = open is null ? [] : await Fields(db, open).AsTracking().ToListAsync(ct);
            var checkedBy = await terms.ForAsync(db, SchoolChoice.Of(application), db.Now, ct);
            var wanted = Wanted(values, asked, edits, checkedBy);
            var amendment = open ?? Amendment.Of(id);
            var since = db.Now.AddDays(-1);
            var ofLastDay = await db.Amendments.CountAsync(other => other.BranchId == id.Branch && other.ApplicationId == id && other.AskedTime > since && other.AmendmentId != amendment.AmendmentId, ct);
            if (application.AskFor(amendment, family, db.Now, reason, ofLastDay) is { } refusal)
            {
                return refusal;
            }

            if (wanted.Keys.Any(path => Amendment.IsLocked(path, values.GetValueOrDefault(ApaarPath))))
            {
                return new AmendmentRefused("Apaar");
            }

            if (FormReader.CheckStep(step, Over(values, wanted), checkedBy) is { Count: > 0 } problems)
            {
                return new FormIncomplete(problems);
            }

            if (wanted.Count == 0)
            {
                return new AmendmentRefused("NothingChanged");
            }

            if (open is null)
            {
                // the request stands before its fields, which hang on it
                db.Add(amendment);
                await db.SaveChangesAsync(ct);
            }

            db.RemoveRange(asked.Where(field => !wanted.ContainsKey(field.Path)));
            foreach (var (path, value) in wanted)
            {
                var field = asked.FirstOrDefault(known => known.Path == path);
                if (field is null)
                {
                    field = AmendmentField.Of(amendment, path);
                    db.Add(field);
                }
                else if (Open(field) == value)
                {
                    continue;
                }

                var secret = checkedBy.Find(path)!.IsSecret && value.Length > 0;
                field.Set(secret ? null : value, secret ? seal.Seal(id, path, value) : null, filed.GetValueOrDefault(path)?.Revision ?? 0);
            }

            return null;
        }, ct);

    /// <summary>Takes the open request back.</summary>
    public Task<Refusal?> TakeBackAsync(Actor family, ApplicationId id, CancellationToken ct) =>
        branches.WriteAsync(family, Duty.ApplyForOwnChild, id, async db =>
            await db.FindAsync(id, ct) is not { } application || await Open(db, id).SingleOrDefaultAsync(ct) is not { } open
                ? new NotFound()
                : application.TakeBack(open, family, db.Now), ct);

    /// <summary>Grants a request: the new answers stand in the form and in the record from now on. Refused where the form as a whole would not be in order.</summary>
    /// <param name="by">Who decides.</param>
    /// <param name="id">On which application.</param>
    /// <param name="amendment">Which request.</param>
    /// <param name="seen">Its version as it was looked at.</param>
    /// <param name="ct">Ends the work.</param>
    public Task<Refusal?> GrantAsync(Actor by, ApplicationId id, Guid amendment, uint seen, CancellationToken ct) =>
        DecideAsync(by, id, amendment, seen, OutboxEntry.AboutGranted, async (db, application, open) =>
        {
            var asked = await Fields(db, open).ToListAsync(ct);
            var filed = await db.DraftFields.AsTracking().Where(field => field.BranchId == id.Branch && field.ApplicationId == id).ToDictionaryAsync(field => field.Path, StringComparer.Ordinal, ct);
            if (asked.FirstOrDefault(field => field.BaseRevision != (filed.GetValueOrDefault(field.Path)?.Revision ?? 0)) is { } moved)
            {
                return new EditedByAnother(Shown(by, moved.Path, Open(moved)), Shown(by, moved.Path, drafts.Open(filed[moved.Path])), filed[moved.Path].Revision);
            }

            var values = filed.ToDictionary(field => field.Key, field => drafts.Open(field.Value), StringComparer.Ordinal);
            var after = Over(values, asked.ToDictionary(field => field.Path, Open, StringComparer.Ordinal));
            var check = FormReader.Read(after, await terms.ForAsync(db, SchoolChoice.Of(application), db.Now, ct));
            List<string> paths = [.. asked.Select(field => field.Path)];
            if (application.Grant(open, by, db.Now, paths, values.GetValueOrDefault(ApaarPath), check) is { } refusal)
            {
                return refusal;
            }

            foreach (var field in asked)
            {
                if (!filed.TryGetValue(field.Path, out var answer))
                {
                    answer = DraftField.Of(id, field.Path);
                    db.Add(answer);
                }

                answer.Set(field.Value, field.Sealed, by.Account, db.Now);
            }

            await HandedIn.AmendAsync(db, seal, application, check.Form!, paths, ct);
            return null;
        }, ct);

    /// <summary>Says no to a request, and why.</summary>
    public Task<Refusal?> DeclineAsync(Actor by, ApplicationId id, Guid amendment, uint seen, string? reason, CancellationToken ct) =>
        DecideAsync(by, id, amendment, seen, OutboxEntry.AboutDeclined, (db, application, open) => Task.FromResult(application.Decline(open, by, db.Now, reason)), ct);

    /// <summary>The requests of one application, newest first; none of what isn't the actor's to see.</summary>
    public Task<List<AmendmentRow>> OfAsync(Actor by, ApplicationId id, CancellationToken ct) => branches.ReadAsync(by, async db =>
    {
        var amendments = await db.Amendments.Where(amendment => amendment.BranchId == id.Branch && amendment.ApplicationId == id)
            .OrderByDescending(amendment => amendment.AskedTime).ThenBy(amendment => amendment.AmendmentId).Take(MostShown).ToListAsync(ct);
        if (amendments.Count == 0)
        {
            return [];
        }

        var ids = amendments.Select(amendment => amendment.AmendmentId).ToList();
        var fields = await db.Set<AmendmentField>().Where(field => field.BranchId == id.Branch && field.ApplicationId == id && ids.Contains(field.AmendmentId)).ToListAsync(ct);
        var filed = amendments.Any(amendment => amendment.State == AmendmentState.Open) ? await drafts.ReadFieldsAsync(db, id, ct) : [];
        return amendments.Select(amendment => new AmendmentRow(
            amendment.AmendmentId, amendment.Version, amendment.Reason, amendment.AskedTime, amendment.AskerName, amendment.State,
            amendment.DecidedTime, amendment.DeciderName, amendment.DecisionReason,
            [.. fields.Where(field => field.AmendmentId == amendment.AmendmentId).Select(field => new AmendedField(
                field.Path, amendment.State == AmendmentState.Open ? Shown(by, field.Path, filed.GetValueOrDefault(field.Path, "")) : null, Shown(by, field.Path, Open(field))))])).ToList();
    }, ct);

    private Task<Refusal?> DecideAsync(
        Actor by, ApplicationId id, Guid amendment, uint seen, string about, Func<ViseContext, Application, Amendment, Task<Refusal?>> decide, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReviewApplications, id, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application
                || await db.Amendments.AsTracking().SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id && known.AmendmentId == amendment, ct) is not { } asked)
            {
                return new NotFound();
            }

            if (asked.Version != seen)
            {
                return new AmendmentRefused(asked.State == AmendmentState.Open ? "Moved" : "Decided");
            }

            if (await decide(db, application, asked) is { } refusal)
            {
                return refusal;
            }

            db.Add(OutboxEntry.TellFamily(id, about));
            return null;
        }, ct);

    // what is asked for, by path: as before, with what this step's fields now say; what stands in a closed field counts for nothing
    private Dictionary<string, string> Wanted(Dictionary<string, string> filed, List<AmendmentField> asked, IReadOnlyList<FieldEdit> edits, FormTerms checkedBy)
    {
        var wanted = asked.ToDictionary(field => field.Path, Open, StringComparer.Ordinal);
        foreach (var edit in edits.Where(edit => checkedBy.Find(edit.Path) is { } field && Amendment.MayChange(field)))
        {
            wanted.Remove(edit.Path);
            if (Typed.Clean(edit.Value) is var text && text != Typed.Clean(filed.GetValueOrDefault(edit.Path)))
            {
                wanted[edit.Path] = text;
            }
        }

        var after = Over(filed, wanted);
        return wanted.Where(field => checkedBy.Find(field.Key) is { } known && !FormReader.IsClosed(known, after)).ToDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Over(Dictionary<string, string> filed, Dictionary<string, string> wanted)
    {
        var after = new Dictionary<string, string>(filed, StringComparer.Ordinal);
        foreach (var (path, value) in wanted)
        {
            after[path] = value;
        }

        return after;
    }

    private string Open(AmendmentField field) => field.Sealed is { } sealedField ? seal.Open(field.ApplicationId, field.Path, sealedField) : field.Value ?? "";

    private static string Shown(Actor by, string path, string value) =>
        !by.IsFamily && value.Length > 0 && AdmissionForm.Find(path) is { IsMasked: true } ? FieldMask.Of(value) : value;

    private static IQueryable<Amendment> Open(ViseContext db, ApplicationId id) =>
        db.Amendments.AsTracking().Where(amendment => amendment.BranchId == id.Branch && amendment.ApplicationId == id && amendment.State == AmendmentState.Open);

    private static IQueryable<AmendmentField> Fields(ViseContext db, Amendment amendment) => db.Set<AmendmentField>().Where(field =>
        field.BranchId == amendment.BranchId && field.ApplicationId == amendment.ApplicationId && field.AmendmentId == amendment.AmendmentId);
}
