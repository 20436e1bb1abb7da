using Vise.Data.Admissions;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Desk;

/// <summary>A paper form on the screen: the steps of the family's form one below the other.</summary>
/// <param name="Draft">As saved.</param>
/// <param name="Steps">Those that are questions.</param>
/// <param name="Errors">Of the whole form, documents too; each says which answer is meant.</param>
public sealed record WalkInForm(DraftView Draft, IReadOnlyList<StepForm> Steps, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Whether another has changed an answer meanwhile, and both stand on the page.</summary>
    public bool InConflict => Steps.Any(step => step.Conflicts.Count > 0);

    /// <summary>What is wrong with a document; null when nothing is.</summary>
    public string? ErrorOf(string path) => Errors.FirstOrDefault(error => error.Path == path)?.Message;
}

/// <summary>Puts a paper form together out of the steps that families go through.</summary>
public sealed class WalkInForms(StepForms steps, Sayings sayings)
{
    /// <summary>The form as saved.</summary>
    public Task<WalkInForm> OpenAsync(DraftView draft, CancellationToken ct) => OpenAsync(draft, [], [], [], ct);

    /// <summary>The form after a save.</summary>
    /// <param name="draft">As it stands now.</param>
    /// <param name="sent">What was just sent.</param>
    /// <param name="conflicts">Of that, what another had changed meanwhile.</param>
    /// <param name="problems">What keeps the form from being handed in.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<WalkInForm> OpenAsync(DraftView draft, IReadOnlyList<FieldEdit> sent, IReadOnlyList<FieldConflict> conflicts, IReadOnlyList<FieldProblem> problems, CancellationToken ct)
    {
        List<StepForm> forms = [];
        foreach (var step in FormSteps.Of(draft).Where(step => step is not (FormStep.Documents or FormStep.Review)))
        {
            var form = await steps.OpenAsync(step, draft, ct);
            var paths = draft.Terms.Of(step).Select(field => field.Path).ToHashSet(StringComparer.Ordinal);
            var quarrels = conflicts.Where(conflict => paths.Contains(conflict.Path)).ToList();
            if (quarrels.Count > 0)
            {
                form = await steps.AfterSaveAsync(form, [.. sent.Where(edit => quarrels.Any(conflict => conflict.Path == edit.Path))], quarrels, ct);
            }

            var errors = (await sayings.OfAsync(problems.Where(problem => paths.Contains(problem.Path)), ct)).Select(problem => new FieldError(problem.Path, problem.Message));
            forms.Add(Masked(form with { AtDesk = true, Errors = [.. errors] }));
        }

        var all = (await sayings.NamedAsync(problems, draft.Terms.Questions, ct)).Select(problem => new FieldError(problem.Path, problem.Message));
        return new WalkInForm(draft, forms, [.. all]);
    }

    /// <summary>What the page sent: no empty answer to what was never answered, and no secret as it was shown.</summary>
    public static IReadOnlyList<FieldEdit> Read(IFormCollection form, DraftView draft) =>
        [.. StepInput.Read(form, draft.Terms.Fields).Where(edit => (edit.Value is { Length: > 0 } typed && !FieldMask.Is(typed)) || (string.IsNullOrEmpty(edit.Value) && draft.Fields.ContainsKey(edit.Path)))];

    // as on the record: the office sees the last characters of what it has entered, save where that is to be mended
    private static StepForm Masked(StepForm form) => form with
    {
        Values = form.Values.ToDictionary(
            value => value.Key,
            value => value.Value.Length > 0 && AdmissionForm.Find(value.Key) is { IsMasked: true } && form.ErrorOf(value.Key) is null && !form.Conflicts.ContainsKey(value.Key) ? FieldMask.Of(value.Value) : value.Value,
            StringComparer.Ordinal),
    };
}
