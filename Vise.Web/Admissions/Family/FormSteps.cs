using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>The order of the steps and their addresses.</summary>
public static class FormSteps
{
    public static IReadOnlyList<FormStep> All { get; } = Enum.GetValues<FormStep>();

    /// <summary>The steps of one form: what the class or the cycle asks nothing of is none.</summary>
    public static IReadOnlyList<FormStep> Of(DraftView draft) => Of(draft.Terms);

    /// <summary>The step's word in an address: <c>child</c>.</summary>
    public static string Slug(FormStep step) => step.ToString().ToLowerInvariant();

    public static bool TryParse(string? slug, out FormStep step)
    {
        step = All.FirstOrDefault(known => Slug(known) == slug);
        return Slug(step) == slug;
    }

    public static string PathOf(ApplicationId id, FormStep step) => Paths.ApplyStep(id, Slug(step));

    /// <summary>Where a problem is mended.</summary>
    public static string PathOf(ApplicationId id, string fieldPath) =>
        PathOf(id, StepOf(fieldPath)) + "?from=" + Slug(FormStep.Review) + "#" + Shell.Forms.FieldIds.Of(fieldPath);

    public static string ChangePath(ApplicationId id, FormStep step) => PathOf(id, step) + "?from=" + Slug(FormStep.Review);

    /// <summary>Where "Back" leads: the step before, or the family's own page.</summary>
    public static string Before(DraftView draft, FormStep step) =>
        step == FormStep.Child ? Paths.My : PathOf(draft.Card.Id, Of(draft).Last(other => other < step));

    public static string After(DraftView draft, FormStep step) => After(draft.Card.Id, draft.Terms, step);

    public static string After(ApplicationId id, FormTerms terms, FormStep step) => PathOf(id, Of(terms).First(other => other > step));

    private static IReadOnlyList<FormStep> Of(FormTerms terms) => [.. All.Where(step => step is FormStep.Documents or FormStep.Review || terms.Of(step).Any())];

    private static FormStep StepOf(string fieldPath) =>
        AdmissionForm.Find(fieldPath)?.Step ?? (fieldPath.StartsWith(Question.Prefix, StringComparison.Ordinal) ? FormStep.Questions : FormStep.Documents);
}
