using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>What stands in a form that a transaction holds, and what it is checked against.</summary>
/// <param name="Fields">By path, secrets opened.</param>
internal sealed record StandingDraft(IReadOnlyDictionary<string, DraftValue> Fields, FormTerms Terms);

/// <summary>
/// Reads a form that is being filled in. What every form has comes by one statement, and what few have (remarks, documents, the cycle's own questions) by one
/// more where there is any: each is a round trip.
/// </summary>
public sealed class DraftReader(FormTermsReader terms, FieldSeal seal)
{
    /// <summary>The form as its pages show it; null where the caller can know of none.</summary>
    internal async Task<DraftView?> ViewAsync(ViseContext db, ApplicationId id, CancellationToken ct)
    {
        var typed = TypedIn(db, id);
        var found = await (
            from application in db.Applications
            where application.BranchId == id.Branch && application.ApplicationId == id
            from offered in db.CycleClasses
            where offered.BranchId == application.BranchId && offered.InstitutionCode == application.InstitutionCode && offered.AcademicYear == application.AcademicYear
                && offered.ProgrammeCode == application.ProgrammeCode && offered.DepartmentCode == application.DepartmentCode && offered.ClassCode == application.ClassCode
            from part in typed
            select new
            {
                Application = application,
                Offered = offered,
                Typed = part,
                HasDocuments = db.Documents.Any(document => document.BranchId == id.Branch && document.ApplicationId == id),
                HasQuestions = db.Questions.Any(question => question.BranchId == application.BranchId && question.InstitutionCode == application.InstitutionCode
                    && question.AcademicYear == application.AcademicYear && question.RetiredTime == null),
                Now = ViseContext.Clock(),
            }).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        // a form that was returned has them until it is handed in again
        List<Correction> remarks = found.Application.CorrectionDueTime is null ? []
            : await db.Corrections.Where(correction => correction.BranchId == id.Branch && correction.ApplicationId == id).ToListAsync(ct);
        List<Document> documents = !found.HasDocuments ? []
            : await db.Documents.Where(document => document.BranchId == id.Branch && document.ApplicationId == id)
                .OrderBy(document => document.UploadedTime).Take(Document.MostDocuments).ToListAsync(ct);
        var (card, fields) = (FamilyQueries.CardOf(found.Application, documents.Min(document => document.ReplaceBy), found.Now), Opened(id, found.Typed));
        return new DraftView(
            card.Status == ApplicationStatus.Draft ? card with { Version = DeskQueries.VersionOfDraft(card.Version, found.Typed.Revisions.Sum()) } : card,
            fields,
            remarks.ToDictionary(remark => remark.Path, remark => remark.Remark, StringComparer.Ordinal),
            DocumentDesk.Rows(documents),
            found.Offered.DocumentKinds,
            await TermsAsync(db, card.Choice, found.HasQuestions, found.Now, ct) with
            {
                Enrolled = await SiblingSearch.EnrolledAsync(db, fields.Select(field => (field.Key, field.Value.Value)), ct),
            },
            found.Offered.FeeFor(fields.GetValueOrDefault("sought.quota")?.Value),
            found.Typed.SavedTime);
    }

    /// <summary>What stands in an application that this transaction has found and holds.</summary>
    internal async Task<StandingDraft> StandingAsync(ViseContext db, Application application, CancellationToken ct)
    {
        var (id, choice) = (application.ApplicationId, SchoolChoice.Of(application));
        var asked = FormTermsReader.Asked(db, choice);
        var found = await TypedIn(db, id).Select(typed => new { Typed = typed, HasQuestions = asked.Any() }).SingleAsync(ct);
        return new StandingDraft(Opened(id, found.Typed), await TermsAsync(db, choice, found.HasQuestions, db.Now, ct));
    }

    private Task<FormTerms> TermsAsync(ViseContext db, SchoolChoice choice, bool hasQuestions, DateTimeOffset now, CancellationToken ct) =>
        hasQuestions ? terms.ForAsync(db, choice, now, ct) : terms.OfOwnFieldsAsync(choice, now, ct);

    private Dictionary<string, DraftValue> Opened(ApplicationId id, TypedFields typed)
    {
        var fields = new Dictionary<string, DraftValue>(typed.Paths.Length, StringComparer.Ordinal);
        for (var at = 0; at < typed.Paths.Length; at++)
        {
            var path = typed.Paths[at];
            fields[path] = new DraftValue(typed.Secrets[at] is { } secret ? seal.Open(id, path, secret) : typed.Texts[at] ?? "", typed.Revisions[at]);
        }

        return fields;
    }

    // one row, with all fields in it; the second layer of isolation is the caller's, who asks for the application beside it or holds it
    private static IQueryable<TypedFields> TypedIn(ViseContext db, ApplicationId id) => db.Database.SqlQuery<TypedFields>($"""
        select coalesce(array_agg(f.path), array[]::text[]) as paths, coalesce(array_agg(f.value), array[]::text[]) as texts,
          coalesce(array_agg(f.sealed), array[]::bytea[]) as secrets, coalesce(array_agg(f.revision), array[]::int[]) as revisions, max(f.saved_time) as saved_time
        from admissions.draft_field f where f.branch_id = {id.Branch.Value} and f.application_id = {id.Value}
        """);

    private sealed record TypedFields(string[] Paths, string?[] Texts, byte[]?[] Secrets, int[] Revisions, DateTimeOffset? SavedTime);
}
