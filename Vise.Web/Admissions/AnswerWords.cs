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
public sealed record AnswerRow(string Path, string? Group, string Label, string Name, string Text, string? Remark = null);

/// <summary>The answers of one step.</summary>
public sealed record AnswerSection(FormStep Step, string Title, IReadOnlyList<AnswerRow> Rows)
{
    /// <summary>The rows with their headings, in the form's order.</summary>
    public IEnumerable<IGrouping<string?, AnswerRow>> Groups => Rows.GroupBy(row => row.Group, StringComparer.Ordinal);
}

/// <summary>Says what was typed as people read it, to family and office alike: names for codes, dates, yes and no; Aadhaar and APAAR by their last four.</summary>
public sealed class AnswerWords(Sayings sayings, IStringLocalizer<AdmissionsWords> words)
{
    public async Task<string> OfAsync(FormField field, string? value, CancellationToken ct)
    {
        var text = Typed.Clean(value);
        return field switch
        {
            _ when text.Length == 0 => "",
            { IsMasked: true } => FieldMask.Of(text),
            { Kind: FieldKind.Date } => Typed.Date(text) is { } date ? Formats.Date(date) : text,
            { Kind: FieldKind.YesNo } => words["Answer." + text] is { ResourceNotFound: false } word ? word : text,
            { Kind: FieldKind.Choice } => await sayings.NameAsync(field.List!, text, ct),
            _ => text,
        };
    }

    /// <summary>What was answered, step by step; empty answers only where they are needed or to be mended.</summary>
    public async Task<IReadOnlyList<AnswerSection>> SectionsAsync(
        IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string>? remarks, CancellationToken ct)
    {
        List<AnswerSection> sections = [];
        foreach (var step in Enum.GetValues<FormStep>())
        {
            List<AnswerRow> rows = [];
            foreach (var field in AdmissionForm.Of(step))
            {
                var remark = remarks?.GetValueOrDefault(field.Path);
                if (remark is null && FormReader.IsClosed(field, fields))
                {
                    continue;
                }

                var text = await OfAsync(field, fields.GetValueOrDefault(field.Path), ct);
                if (remark is not null || text.Length > 0 || FormReader.Asked(field, fields).Required)
                {
                    var (group, label) = sayings.FieldInGroup(field.Path);
                    rows.Add(new AnswerRow(field.Path, group, label, sayings.Field(field.Path), text, remark));
                }
            }

            if (rows.Count > 0)
            {
                sections.Add(Section(step, rows));
            }
        }

        return sections;
    }

    public AnswerSection Section(FormStep step, IReadOnlyList<AnswerRow> rows) => new(step, words["Step." + step], rows);
}
