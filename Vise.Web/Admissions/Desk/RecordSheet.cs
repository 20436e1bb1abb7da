using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>The words around a record: where the child wants to go, and what was answered.</summary>
public sealed record RecordSheet(string School, string Class, string Programme, string Session, IReadOnlyList<AnswerSection> Sections, IReadOnlyDictionary<string, string> DocumentNames, TimeZoneInfo Zone);

/// <summary>A record on the desk: as it stands, in words, and what its reader may do with it.</summary>
/// <param name="Record">As it stands.</param>
/// <param name="Sheet">In words.</param>
/// <param name="Decisions">The steps that stand open to the reader.</param>
/// <param name="IsOwn">Whether it is the reader's own application.</param>
public sealed record OpenRecord(ApplicationRecord Record, RecordSheet Sheet, IReadOnlyList<Decision> Decisions, bool IsOwn)
{
    /// <summary>What the family asked to have changed, newest first.</summary>
    public IReadOnlyList<ShownAmendment> Amendments { get; init; } = [];

    /// <summary>Whether the reader decides on applications.</summary>
    public bool IsAdmin { get; init; }
}

/// <summary>Opens records for the visitor and puts them into words, in the language of the circuit.</summary>
public sealed class RecordReader(
    Visitor visitor, RecordQueries records, FormTermsReader terms, Sayings sayings, AnswerWords answers, ReferenceCodes codes, IStringLocalizer<DeskWords> desk,
    AmendmentDesk amendments, AmendmentTexts texts)
{
    /// <summary>Whether there is such a record for the visitor; no view of it, and not logged as one.</summary>
    public async Task<bool> IsThereAsync(ApplicationId id, CancellationToken ct) =>
        await visitor.ActAsync(Duty.ReadApplications, id, ct) is { } actor && await records.IsThereAsync(actor, id, ct);

    /// <summary>Opens the record, which is logged as a view; null when it isn't there for the visitor.</summary>
    public async Task<OpenRecord?> OpenAsync(ApplicationId id, CancellationToken ct)
    {
        if (await visitor.ActAsync(Duty.ReadApplications, id, ct) is not { } actor || (await records.OpenAsync(actor, id, ct)).Value is not { } record)
        {
            return null;
        }

        var against = await TermsAsync(record, ct);
        return new OpenRecord(record, await SheetAsync(record, against, ct), Decisions.For(record, actor), Decisions.IsOwn(record, actor))
        {
            Amendments = await texts.OfAsync(await amendments.OfAsync(actor, id, ct), against, ct),
            IsAdmin = actor.May(Duty.DecideApplications),
        };
    }

    private async Task<RecordSheet> SheetAsync(ApplicationRecord record, FormTerms against, CancellationToken ct)
    {
        var choice = record.Card.Choice;
        var sections = (await answers.SectionsAsync(record.Fields, record.Remarks, against, ct)).ToList();
        if (await DocumentRowsAsync(record, ct) is { Count: > 0 } documents)
        {
            sections.Add(answers.Section(FormStep.Documents, documents));
        }

        return new RecordSheet(
            await SchoolAsync(choice, ct),
            await sayings.NameAsync("class", choice.ClassCode, ct),
            await sayings.NameAsync("programme", choice.ProgrammeCode, ct),
            choice.Year.ToString(),
            [.. sections.OrderBy(section => section.Step)],
            (await codes.TermsAsync("document", ct)).ToDictionary(term => term.Code, term => term.In(Language), StringComparer.Ordinal),
            (await codes.BranchAsync(choice.Branch, ct))?.Zone ?? Formats.India);
    }

    private async Task<FormTerms> TermsAsync(ApplicationRecord record, CancellationToken ct) =>
        await terms.ForAsync(record.Card.Choice, record.Now, ct) with { Questions = record.Questions, Enrolled = record.Enrolled };

    private async Task<string> SchoolAsync(SchoolChoice choice, CancellationToken ct) =>
        (await codes.InstitutionsAsync(choice.Branch, ct)).FirstOrDefault(school => school.Code == choice.InstitutionCode)?.In(Language) ?? choice.InstitutionCode;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    private async Task<List<AnswerRow>> DocumentRowsAsync(ApplicationRecord record, CancellationToken ct)
    {
        List<AnswerRow> rows = [];
        foreach (var kind in record.DocumentsAsked.Concat(record.Documents.Select(document => document.Kind)).Distinct(StringComparer.Ordinal))
        {
            var pages = record.Documents.Where(document => document.Kind == kind).ToList();
            var text = pages.Count == 0 ? "" : desk[pages.Exists(page => page.Refused is not null) ? "DocumentNotAcceptable" : pages.Exists(page => page.VerifiedTime is null) ? "DocumentThere" : "DocumentVerified"].Value;
            var name = await sayings.NameAsync("document", kind, ct);
            rows.Add(new AnswerRow("documents." + kind, null, name, name, text, record.Remarks.GetValueOrDefault("documents." + kind)));
        }

        return rows;
    }
}
