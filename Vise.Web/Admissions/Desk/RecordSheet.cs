using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>One answer as it is read: codes are names, dates are dates.</summary>
public sealed record AnswerLine(string Path, string Name, string Text, string? Remark);

/// <summary>The answers of one step of the form.</summary>
public sealed record AnswerSection(string Title, IReadOnlyList<AnswerLine> Lines);

/// <summary>The words around a record: where the child wants to go, and what was answered.</summary>
public sealed record RecordSheet(string School, string Class, string Programme, string Session, IReadOnlyList<AnswerSection> Sections, IReadOnlyDictionary<string, string> DocumentNames, TimeZoneInfo Zone);

/// <summary>Puts a record into words, in the language of the circuit.</summary>
public sealed class RecordReader(Sayings sayings, ReferenceCodes codes, IStringLocalizer<AdmissionsWords> words, IStringLocalizer<DeskWords> desk)
{
    public async Task<RecordSheet> ReadAsync(ApplicationRecord record, CancellationToken ct)
    {
        var choice = record.Card.Choice;
        List<AnswerSection> sections = [];
        foreach (var step in Enum.GetValues<FormStep>())
        {
            List<AnswerLine> lines = [];
            foreach (var field in AdmissionForm.Of(step).Where(field => IsShown(field, record)))
            {
                lines.Add(new AnswerLine(field.Path, sayings.Field(field.Path), await TextAsync(field, record.Fields.GetValueOrDefault(field.Path), ct), record.Remarks.GetValueOrDefault(field.Path)));
            }

            if (step == FormStep.Documents)
            {
                lines.AddRange(await DocumentLinesAsync(record, ct));
            }

            if (lines.Count > 0)
            {
                sections.Add(new AnswerSection(words["Step." + step], lines));
            }
        }

        return new RecordSheet(
            await SchoolAsync(choice, ct),
            await sayings.NameAsync("class", choice.ClassCode, ct),
            await sayings.NameAsync("programme", choice.ProgrammeCode, ct),
            choice.Year.ToString(),
            sections,
            (await codes.TermsAsync("document", ct)).ToDictionary(term => term.Code, term => term.In(Language), StringComparer.Ordinal),
            (await codes.BranchAsync(choice.Branch, ct))?.Zone ?? Formats.India);
    }

    /// <summary>The name of the school that is sought.</summary>
    public async Task<string> SchoolAsync(SchoolChoice choice, CancellationToken ct) =>
        (await codes.InstitutionsAsync(choice.Branch, ct)).FirstOrDefault(school => school.Code == choice.InstitutionCode)?.In(Language) ?? choice.InstitutionCode;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    // what nobody asked for and nobody answered would only be noise
    private static bool IsShown(FormField field, ApplicationRecord record) =>
        !string.IsNullOrWhiteSpace(record.Fields.GetValueOrDefault(field.Path)) || record.Remarks.ContainsKey(field.Path) || FormReader.Asked(field, record.Fields).Required;

    private async Task<string> TextAsync(FormField field, string? value, CancellationToken ct) => field.Kind switch
    {
        _ when string.IsNullOrWhiteSpace(value) => "",
        FieldKind.Choice => await sayings.NameAsync(field.List!, value, ct),
        FieldKind.YesNo when value is "yes" or "no" => words["Answer." + value],
        FieldKind.Date when Typed.Date(value) is { } date => Formats.Date(date),
        _ => value,
    };

    private async Task<IEnumerable<AnswerLine>> DocumentLinesAsync(ApplicationRecord record, CancellationToken ct)
    {
        List<AnswerLine> lines = [];
        foreach (var kind in record.DocumentsAsked.Concat(record.Documents.Select(document => document.Kind)).Distinct(StringComparer.Ordinal))
        {
            var there = record.Documents.LastOrDefault(document => document.Kind == kind);
            var text = there is null ? "" : desk[there.VerifiedTime is null ? "DocumentThere" : "DocumentVerified"].Value;
            lines.Add(new AnswerLine("documents." + kind, await sayings.NameAsync("document", kind, ct), text, record.Remarks.GetValueOrDefault("documents." + kind)));
        }

        return lines;
    }
}
