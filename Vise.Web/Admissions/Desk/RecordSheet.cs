using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>One answer as it is read: codes are names, dates are dates.</summary>
/// <param name="Path">The field.</param>
/// <param name="Group">The heading over it and its neighbours; null where it stands alone.</param>
/// <param name="Label">Its name under that heading.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Text">The answer.</param>
/// <param name="Remark">What the family was asked to mend.</param>
public sealed record AnswerLine(string Path, string? Group, string Label, string Name, string Text, string? Remark);

/// <summary>The answers of one step of the form.</summary>
public sealed record AnswerSection(string Title, IReadOnlyList<AnswerLine> Lines)
{
    /// <summary>The lines with their headings, in the form's order.</summary>
    public IEnumerable<IGrouping<string?, AnswerLine>> Groups => Lines.GroupBy(line => line.Group, StringComparer.Ordinal);
}

/// <summary>The words around a record: where the child wants to go, and what was answered.</summary>
public sealed record RecordSheet(string School, string Class, string Programme, string Session, IReadOnlyList<AnswerSection> Sections, IReadOnlyDictionary<string, string> DocumentNames, TimeZoneInfo Zone);

/// <summary>A record on the desk: as it stands, in words, and what its reader may do with it.</summary>
/// <param name="Record">As it stands.</param>
/// <param name="Sheet">In words.</param>
/// <param name="Decisions">The steps that stand open to the reader.</param>
/// <param name="IsOwn">Whether it is the reader's own application.</param>
public sealed record OpenRecord(ApplicationRecord Record, RecordSheet Sheet, IReadOnlyList<Decision> Decisions, bool IsOwn);

/// <summary>Opens records for the visitor and puts them into words, in the language of the circuit.</summary>
public sealed class RecordReader(
    Visitor visitor, RecordQueries records, Sayings sayings, ReferenceCodes codes, IStringLocalizer<AdmissionsWords> words, IStringLocalizer<DeskWords> desk)
{
    /// <summary>Whether there is such a record for the visitor; no view of it, and not logged as one.</summary>
    public async Task<bool> IsThereAsync(ApplicationId id, CancellationToken ct) =>
        await visitor.ActAsync(Duty.ReadApplications, id.Branch, ct) is { } actor && await records.IsThereAsync(actor, id, ct);

    /// <summary>Opens the record, which is logged as a view; null when it isn't there for the visitor.</summary>
    public async Task<OpenRecord?> OpenAsync(ApplicationId id, CancellationToken ct) =>
        await visitor.ActAsync(Duty.ReadApplications, id.Branch, ct) is { } actor && (await records.OpenAsync(actor, id, ct)).Value is { } record
            ? new OpenRecord(record, await SheetAsync(record, ct), Decisions.For(record, actor), Decisions.IsOwn(record, actor))
            : null;

    private async Task<RecordSheet> SheetAsync(ApplicationRecord record, CancellationToken ct)
    {
        var choice = record.Card.Choice;
        List<AnswerSection> sections = [];
        foreach (var step in Enum.GetValues<FormStep>())
        {
            List<AnswerLine> lines = [];
            foreach (var field in AdmissionForm.Of(step).Where(field => IsShown(field, record)))
            {
                var (group, label) = sayings.FieldInGroup(field.Path);
                lines.Add(new AnswerLine(field.Path, group, label, sayings.Field(field.Path), await TextAsync(field, record.Fields.GetValueOrDefault(field.Path), ct), record.Remarks.GetValueOrDefault(field.Path)));
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

    private async Task<string> SchoolAsync(SchoolChoice choice, CancellationToken ct) =>
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
            var name = await sayings.NameAsync("document", kind, ct);
            lines.Add(new AnswerLine("documents." + kind, null, name, name, text, record.Remarks.GetValueOrDefault("documents." + kind)));
        }

        return lines;
    }
}
