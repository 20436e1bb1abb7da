using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>What became of a step that was posted.</summary>
/// <param name="Terms">What the form is checked against.</param>
/// <param name="Edits">What was typed.</param>
/// <param name="Values">What the form holds now, by path.</param>
/// <param name="Result">What was saved; null where this form does not ask the step, and nothing was.</param>
public sealed record SavedStep(FormTerms Terms, IReadOnlyList<FieldEdit> Edits, IReadOnlyDictionary<string, string> Values, SaveResult? Result);

/// <summary>Saves a whole step as its page posts it. The form is read once, while it is held, and what is there afterwards is known without another look.</summary>
public sealed class StepDesk(BranchDb branches, DraftReader reader, DraftDesk drafts)
{
    /// <summary>Saves a step's fields as typed, valid or not, as <see cref="DraftDesk.SaveAsync(Actor, ApplicationId, IReadOnlyList{FieldEdit}, CancellationToken)"/> does.</summary>
    /// <param name="by">Who fills in.</param>
    /// <param name="id">Which form.</param>
    /// <param name="step">Which step.</param>
    /// <param name="typed">Reads what was typed, once it is known what this form asks.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Outcome<SavedStep>> SaveAsync(Actor by, ApplicationId id, FormStep step, Func<FormTerms, IReadOnlyList<FieldEdit>> typed, CancellationToken ct)
    {
        // a form that isn't there for the caller is no outcome inside: the refusal is taken down once, where the answer goes out, under the address that was asked
        var outcome = await branches.WriteAsync(by, DraftDesk.EntryDuty(by), id, db => SaveAsync(db, by, id, step, typed, ct), ct);
        return outcome is { Value: null, Refusal: null } ? new NotFound() : outcome;
    }

    private async Task<Outcome<SavedStep>> SaveAsync(ViseContext db, Actor by, ApplicationId id, FormStep step, Func<FormTerms, IReadOnlyList<FieldEdit>> typed, CancellationToken ct)
    {
        if (await db.FindAsync(id, ct) is not { } application)
        {
            return new Outcome<SavedStep>(null, null);
        }

        var standing = await reader.StandingAsync(db, application, ct);
        var values = standing.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        if (!standing.Terms.Of(step).Any())
        {
            return new SavedStep(standing.Terms, [], values, null);
        }

        var edits = typed(standing.Terms);
        var asked = standing.Terms.Questions.Select(question => question.Path).ToHashSet(StringComparer.Ordinal);
        var saved = await drafts.SaveAsync(db, by, application, edits, asked, standing.Fields, ct);
        if (saved.Value is not { } result)
        {
            return saved.Refusal!;
        }

        foreach (var edit in edits.Where(edit => result.Saved.Any(field => field.Path == edit.Path)))
        {
            values[edit.Path] = DraftField.Clean(edit.Value ?? "");
        }

        return new SavedStep(standing.Terms, edits, values, result);
    }
}
