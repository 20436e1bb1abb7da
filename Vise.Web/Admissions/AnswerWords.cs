using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions;

/// <summary>One answer as it is read back.</summary>
/// <param name="Path">The field.</param>
/// <param name="Group">The heading over it and its neighbours, such as an address; null where it stands alone.</param>
/// <param name="Label">Its name under that heading.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Text">The answer in words.</param>
/// <param name="Remark">What the family was asked to mend in it.</param>
/// <param name="Note">What is worth saying about it, though it was taken.</param>
public sealed record AnswerRow(string Path, string? Group, string Label, string Name, string Text, string? Remark = null, FieldNoteText? Note = null);

/// <summary>A note in words.</summary>
public sealed record FieldNoteText(string Text, bool IsGood);

/// <summary>The answers of one step.</summary>
public sealed record AnswerSection(FormStep Step, string Title, IReadOnlyList<AnswerRow> Rows)
{
    /// <summary>The rows with their headings, in the form's order.</summary>
    public IEnumerable<IGrouping<string?, AnswerRow>> Groups => Rows.GroupBy(row => row.Group, StringComparer.Ordinal);
}

/// <summary>Says what was typed as people read it, to family and office alike: names for codes, dates, yes and no; Aadhaar and APAAR by their last four.</summary>
public sealed class AnswerWords(Sayings sayings, IStringLocalizer<AdmissionsWords> words)
{
    /// <param name="field">What was answered.</param>
    /// <param name="value">As typed.</param>
    /// <param name="questions">The cycle's own questions, for the names of their answers.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<string> OfAsync(FormField field, string? value, IReadOnlyList<Question> questions, CancellationToken ct)
    {
        var text = Typed.Clean(value);
        return field switch
        {
            _ when text.Length == 0 => "",
            { IsMasked: true } => FieldMask.Of(text),
            { Kind: FieldKind.Date } => Typed.Date(text) is { } date ? Formats.Date(date) : text,
            { Kind: FieldKind.YesNo } => words["Answer." + text] is { ResourceNotFound: false } word ? word : text,
            { Step: FormStep.Questions, List: not null } => string.Join(", ", Typed.Several(text).Select(code => Option(questions, field.Path, code))),
            { Kind: FieldKind.Rupees } => Typed.Paise(text) is { } paise ? Formats.Rupees(paise) : text,
            { Kind: FieldKind.Percent } => Typed.Percent(text) is { } part ? part.ToString("0.##", CultureInfo.InvariantCulture) + "%" : text,
            { Kind: FieldKind.Enrolment } => EnrollmentId.TryParse(text, out var id) ? id.InFours : text,
            { Kind: FieldKind.Choice } => await sayings.NameAsync(field.List!, text, ct),
            _ => text,
        };
    }

    /// <summary>What was answered, step by step; steps without an answer only when <paramref name="every"/> is asked for, empty answers only where they are needed or to be mended. Closed fields, and what the class isn't asked, are none.</summary>
    public async Task<IReadOnlyList<AnswerSection>> SectionsAsync(
        IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string>? remarks, FormTerms terms, CancellationToken ct, bool every = false)
    {
        var questions = terms.Questions;
        List<AnswerSection> sections = [];
        foreach (var step in Enum.GetValues<FormStep>())
        {
            List<AnswerRow> rows = [];
            foreach (var field in terms.Of(step))
            {
                var remark = remarks?.GetValueOrDefault(field.Path);
                if (remark is null && FormReader.IsClosed(field, fields))
                {
                    continue;
                }

                var text = await OfAsync(field, fields.GetValueOrDefault(field.Path), questions, ct);
                if (remark is not null || text.Length > 0 || FormReader.Asked(field, fields).Required)
                {
                    var name = sayings.Field(field.Path, questions);
                    // a question of the school's own may have a colon in it
                    var (group, label) = step == FormStep.Questions ? (null, name) : sayings.FieldInGroup(field.Path);
                    var note = FormReader.Note(field, fields, terms) is { } said ? new FieldNoteText(await sayings.OfAsync(said, ct), said.IsGood) : null;
                    rows.Add(new AnswerRow(field.Path, group, label, name, text, remark, note));
                }
            }

            if (rows.Count > 0 || (every && terms.Of(step).Any()))
            {
                sections.Add(Section(step, rows));
            }
        }

        return sections;
    }

    private static string Option(IReadOnlyList<Question> questions, string path, string code) =>
        questions.FirstOrDefault(question => question.Path == path)?.Options.FirstOrDefault(option => option.Code == code)?.In(CultureInfo.CurrentUICulture.Name) ?? code;

    public AnswerSection Section(FormStep step, IReadOnlyList<AnswerRow> rows) => new(step, words["Step." + step], rows);
}
