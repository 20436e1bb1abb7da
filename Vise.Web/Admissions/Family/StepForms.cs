using System.Globalization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>Puts a step together and saves it.</summary>
public sealed class StepForms(ReferenceCodes codes, Sayings sayings, AnswerWords answers, DraftDesk desk, StepDesk steps, EarlierDesk earlier)
{
    private const int Tries = 4;

    /// <summary>The step as saved, nothing said about it yet.</summary>
    public async Task<StepForm> OpenAsync(FormStep step, DraftView draft, CancellationToken ct)
    {
        var choices = new Dictionary<string, IReadOnlyList<Choice>>(StringComparer.Ordinal);
        foreach (var field in draft.Terms.Of(step).Where(field => field.List is not null && field.Step != FormStep.Questions))
        {
            var terms = await codes.TermsAsync(field.List!, ct);
            choices[field.List!] = [.. terms
                .Where(term => field.Path != "sought.medium" || draft.Terms.Media.Contains(term.Code))
                .Select(term => Choice.Of(term.Code, term))];
        }

        foreach (var question in draft.Terms.Questions.Where(question => step == FormStep.Questions && question.HasOptions))
        {
            choices[question.Path] = [.. question.Options.Select(option => new Choice(option.Code, option.In(CultureInfo.CurrentUICulture.Name)))];
        }

        var values = draft.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        return new StepForm(step, draft, values, choices, [], await NotesAsync(step, values, draft, ct), new Dictionary<string, ShownConflict>(StringComparer.Ordinal))
        {
            Age = await AgeAsync(step, values, draft, ct),
        };
    }

    /// <summary>The step after a save, with what was typed, every problem in words and both versions of what another device changed.</summary>
    public async Task<StepForm> AfterSaveAsync(StepForm saved, IReadOnlyList<FieldEdit> edits, IReadOnlyList<FieldConflict> conflicts, CancellationToken ct)
    {
        var values = new Dictionary<string, string>(saved.Values, StringComparer.Ordinal);
        foreach (var edit in edits)
        {
            values[edit.Path] = edit.Value ?? "";
        }

        var shown = new Dictionary<string, ShownConflict>(StringComparer.Ordinal);
        foreach (var conflict in conflicts)
        {
            shown[conflict.Path] = await ShowAsync(saved.Draft, conflict, ct);
        }

        var problems = FormReader.CheckStep(saved.Step, values, saved.Draft.Terms).Where(problem => !shown.ContainsKey(problem.Path));
        List<FieldError> errors = [.. (await sayings.OfAsync(problems, ct)).Select(problem => new FieldError(problem.Path, problem.Message))];
        return saved with { Draft = StillInConflict(saved.Draft, shown), Values = values, Errors = errors, Notes = await NotesAsync(saved.Step, values, saved.Draft, ct), Conflicts = shown, Age = await AgeAsync(saved.Step, values, saved.Draft, ct) };
    }

    // a conflict left unanswered stays one: its field is still typed over a revision that stands no more
    private static DraftView StillInConflict(DraftView now, Dictionary<string, ShownConflict> shown) => now with
    {
        Fields = now.Fields.ToDictionary(
            field => field.Key,
            field => shown.ContainsKey(field.Key) ? field.Value with { Revision = field.Value.Revision - 1 } : field.Value,
            StringComparer.Ordinal),
    };

    private async Task<IReadOnlyList<ShownNote>> NotesAsync(FormStep step, IReadOnlyDictionary<string, string> values, DraftView draft, CancellationToken ct)
    {
        List<ShownNote> notes = [];
        foreach (var note in FormReader.NotesOf(step, values, draft.Terms))
        {
            notes.Add(new ShownNote(note.Path, await sayings.OfAsync(note, ct), note.IsGood));
        }

        return notes;
    }

    private async Task<ShownNote?> AgeAsync(FormStep step, IReadOnlyDictionary<string, string> values, DraftView draft, CancellationToken ct)
    {
        var asked = AdmissionForm.Find("child.birthDate")!;
        if (step != FormStep.Sought || values.GetValueOrDefault(asked.Path, "").Length == 0)
        {
            return null;
        }

        return FormReader.Check(asked, values, draft.Terms) is { } problem ? new ShownNote(asked.Path, await sayings.OfAsync(problem, ct), false)
            : FormReader.Note(asked, values, draft.Terms) is { } note ? new ShownNote(asked.Path, await sayings.OfAsync(note, ct), note.IsGood)
            : null;
    }

    public async Task<ShownConflict> ShowAsync(DraftView draft, FieldConflict conflict, CancellationToken ct)
    {
        var (field, questions) = (draft.Terms.Find(conflict.Path)!, draft.Terms.Questions);
        return new ShownConflict(conflict, await answers.OfAsync(field, conflict.Mine, questions, ct), await answers.OfAsync(field, conflict.Theirs, questions, ct));
    }

    /// <summary>Saves as typed. Two saves that touch the draft in the same instant are no quarrel about a field: the later one is done again.</summary>
    public Task<Outcome<SaveResult>> SaveAsync(Actor by, ApplicationId id, IReadOnlyList<FieldEdit> edits, CancellationToken ct) => TryAsync(() => desk.SaveAsync(by, id, edits, ct));

    /// <summary>The same for a whole step as its page posts it.</summary>
    public Task<Outcome<SavedStep>> SaveAsync(Actor by, ApplicationId id, FormStep step, IFormCollection posted, CancellationToken ct) =>
        TryAsync(() => steps.SaveAsync(by, id, step, terms => StepInput.Read(posted, terms.Of(step)), ct));

    /// <summary>Fills in what the step leaves empty with the answers of an earlier form.</summary>
    public Task<Outcome<SaveResult>> UseAsync(Actor by, ApplicationId from, ApplicationId to, FormStep at, CancellationToken ct) => TryAsync(() => earlier.UseAsync(by, from, to, at, ct));

    private static async Task<Outcome<T>> TryAsync<T>(Func<Task<Outcome<T>>> save)
    {
        for (var left = Tries; ; left--)
        {
            var outcome = await save();
            if (outcome.Refusal is not (EditedByAnother or Collided) || left == 1)
            {
                return outcome;
            }
        }
    }
}
