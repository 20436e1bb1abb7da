using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>A field that another device changed meanwhile, with both versions in words.</summary>
public sealed record ShownConflict(FieldConflict Conflict, string MineText, string TheirsText);

/// <summary>What is worth saying beside an answer that is taken, in words.</summary>
public sealed record ShownNote(string Path, string Text, bool IsGood);

/// <summary>One step of the form as its page shows it; made anew after each save, so that the parts notice.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Draft">The form as saved.</param>
/// <param name="Values">What stands in the fields: as saved, with what was just typed over it.</param>
/// <param name="Choices">The options of each list.</param>
/// <param name="Errors">In the order of the page.</param>
/// <param name="Notes">Beside answers that are taken.</param>
/// <param name="Conflicts">By path.</param>
public sealed record StepForm(
    FormStep Step,
    DraftView Draft,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, IReadOnlyList<Choice>> Choices,
    IReadOnlyList<FieldError> Errors,
    IReadOnlyList<ShownNote> Notes,
    IReadOnlyDictionary<string, ShownConflict> Conflicts)
{
    /// <summary>Whether changes of a form that was handed in are asked for: what can't be changed is not asked then.</summary>
    public bool Amending { get; init; }

    /// <summary>Whether somebody of the school enters it from paper: the ways to another school or class are the family's.</summary>
    public bool AtDesk { get; init; }

    /// <summary>What the birth date means for the class; on the step about the class alone.</summary>
    public ShownNote? Age { get; init; }

    /// <summary>Whether the form's APAAR id keeps the child's name and date of birth as handed in.</summary>
    public bool IsLocked => Amending && Amendment.IsLocked("child.name", Apaar);

    /// <summary>Whether no change of the field can be asked for: then it is not asked.</summary>
    public bool IsFixed(FormField field) => Amending && (!Amendment.MayChange(field) || Amendment.IsLocked(field.Path, Apaar));

    private string? Apaar => Draft.Fields.GetValueOrDefault("child.apaarId")?.Value;

    public string ValueOf(string path) => Values.GetValueOrDefault(path, "");

    /// <summary>Whether the step tells of health or disability: then nothing of its page stays on the phone.</summary>
    public bool IsPrivate => Draft.Terms.Of(Step).Any(asked => asked is { IsSecret: true, IsMasked: false });

    /// <summary>The revision that the next save is typed over.</summary>
    public int RevisionOf(string path) => Draft.Fields.GetValueOrDefault(path)?.Revision ?? 0;

    /// <summary>The errors for the summary on top, where the field's name must say which one is meant.</summary>
    public IReadOnlyList<FieldError> Summary(Sayings sayings) =>
        [.. Errors.Select(error => error with { Message = sayings.Named(error.Path, error.Message, Draft.Terms.Questions) })];

    public string? ErrorOf(string path) => Errors.FirstOrDefault(error => error.Path == path)?.Message;

    public ShownNote? NoteOf(string path) => Notes.FirstOrDefault(note => note.Path == path);

    public bool HasAny(string prefix) => Values.Any(value => value.Key.StartsWith(prefix, StringComparison.Ordinal) && value.Value.Length > 0);

    /// <summary>The name the child is called by in questions: the first name, or all of it where that is an initial; null while unknown.</summary>
    public static string? CallName(string? childName)
    {
        var name = Typed.Clean(childName);
        var first = name.Split(' ')[0];
        return name.Length == 0 ? null : first.Length > 2 && !first.Contains('.', StringComparison.Ordinal) ? first : name;
    }
}
