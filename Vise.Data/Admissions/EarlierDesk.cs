using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A form of the family whose answers fill what another leaves empty.</summary>
/// <param name="Id">The earlier form.</param>
/// <param name="ChildName">Whose it is.</param>
/// <param name="Steps">The steps of which something would be filled in.</param>
public sealed record EarlierOffer(ApplicationId Id, string ChildName, IReadOnlyList<FormStep> Steps);

/// <summary>
/// Takes answers that a family gave before into another form of its own, whichever branches the two are in. What the account may not see, its own or shared, is
/// no source. Answers arrive as fields of the draft with revisions, secrets sealed anew.
/// </summary>
public sealed class EarlierDesk(BranchDb branches, DraftDesk drafts)
{
    /// <summary>How many forms back is looked.</summary>
    public const int MostForms = 12;

    /// <summary>How many children are offered to take answers of.</summary>
    public const int MostOffers = 4;

    /// <summary>The forms that would fill something in on a step, one a child, the fullest. The first step stands for the whole form.</summary>
    /// <param name="family">Who fills in.</param>
    /// <param name="id">The form that is filled in.</param>
    /// <param name="standing">What it holds.</param>
    /// <param name="at">The step.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<EarlierOffer>> OffersAsync(
        Actor family, ApplicationId id, IReadOnlyDictionary<string, string> standing, FormStep at, CancellationToken ct)
    {
        if (!EarlierAnswers.OfTheFamily.Any(path => IsAt(at, path)))
        {
            return [];
        }

        var forms = await branches.ReadAsync(family, async db => (await db.Applications
            .Where(earlier => earlier.ApplicationId != id && earlier.ChildName != "")
            .OrderByDescending(earlier => earlier.CreatedTime).Take(MostForms)
            .Select(earlier => new
            {
                Form = earlier,
                Fields = db.DraftFields.Where(field => field.BranchId == earlier.BranchId && field.ApplicationId == earlier.ApplicationId && EarlierAnswers.OfTheFamily.Contains(field.Path)).ToList(),
            }).ToListAsync(ct)).ConvertAll(row => (row.Form.ApplicationId, Form: Earlier(row.Form, row.Fields))), ct);
        return
        [
            .. forms.Select(row => (row.ApplicationId, row.Form, Copied: Of(row.Form, standing, at)))
                .Where(row => row.Copied.Count > 0)
                .GroupBy(row => Typed.Fold(row.Form.ChildName), StringComparer.Ordinal)
                .Select(child => child.MaxBy(row => row.Copied.Count))
                .Take(MostOffers)
                .Select(row => new EarlierOffer(row.ApplicationId, row.Form.ChildName, [.. row.Copied.Keys.Select(StepOf).Distinct().Order()])),
        ];
    }

    /// <summary>Fills in what the step leaves empty, all at once; the first step stands for the whole form. NotFound where either form is not the family's.</summary>
    public Task<Outcome<SaveResult>> UseAsync(Actor family, ApplicationId from, ApplicationId to, FormStep at, CancellationToken ct) =>
        branches.WriteAsync<SaveResult>(family, Duty.ApplyForOwnChild, to, async db =>
        {
            // held from here on: what another device saves meanwhile comes before or after
            if (await db.FindAsync(to, ct) is null || await FindAsync(db, from, ct) is not { } earlier)
            {
                return new NotFound();
            }

            var standing = await db.DraftFields.Where(field => field.BranchId == to.Branch && field.ApplicationId == to).ToListAsync(ct);
            var revisions = standing.ToDictionary(field => field.Path, field => field.Revision, StringComparer.Ordinal);
            var copied = Of(earlier, standing.ToDictionary(field => field.Path, drafts.Open, StringComparer.Ordinal), at);
            return await drafts.SaveAsync(db, family, to, null, [.. copied.Select(answer => new FieldEdit(answer.Key, answer.Value, revisions.GetValueOrDefault(answer.Key)))], ct);
        }, ct);

    /// <summary>Begins a form of the same child for another class or school, with all answers but those that are the school's. NotFound where the first is not the family's.</summary>
    public Task<Outcome<StartedDraft>> StartCopyAsync(Actor family, ApplicationId from, SchoolChoice choice, CancellationToken ct) =>
        branches.WriteAsync<StartedDraft>(family, Duty.ApplyForOwnChild, choice.Branch, async db =>
            await FindAsync(db, from, ct) is { } earlier
                ? await drafts.StartAsync(db, family, choice, [.. EarlierAnswers.ForSameChild(earlier).Select(answer => new FieldEdit(answer.Key, answer.Value, 0))], ct)
                : new NotFound(), ct);

    private async Task<EarlierForm?> FindAsync(ViseContext db, ApplicationId id, CancellationToken ct) =>
        await db.Applications.SingleOrDefaultAsync(earlier => earlier.BranchId == id.Branch && earlier.ApplicationId == id, ct) is { } form
            ? Earlier(form, await db.DraftFields.Where(field => field.BranchId == id.Branch && field.ApplicationId == id).ToListAsync(ct))
            : null;

    private EarlierForm Earlier(Application form, List<DraftField> fields) =>
        new(form.ChildName, form.ClassCode, form.EnrollmentId, fields.ToDictionary(field => field.Path, drafts.Open, StringComparer.Ordinal));

    private static Dictionary<string, string> Of(EarlierForm earlier, IReadOnlyDictionary<string, string> standing, FormStep at) => EarlierAnswers.ForAnotherChild(earlier, standing)
        .Where(answer => IsAt(at, answer.Key)).ToDictionary(StringComparer.Ordinal);

    private static bool IsAt(FormStep at, string path) => at == FormStep.Child || StepOf(path) == at;

    private static FormStep StepOf(string path) => AdmissionForm.Find(path)!.Step;
}
