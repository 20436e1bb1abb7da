using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>Writes the fields of a form together: a statement for each would have row security planned for each.</summary>
internal static class DraftFieldRows
{
    /// <summary>
    /// Writes fields of one form that this transaction holds or began: new ones by one statement, changed ones by another. False where another wrote one of
    /// them all the same.
    /// </summary>
    public static async Task<bool> WriteAsync(this ViseContext db, ApplicationId id, IReadOnlyCollection<DraftField> fields, CancellationToken ct) =>
        await db.InsertAsync(id, [.. fields.Where(field => field.Revision == 1)], ct) && await db.UpdateAsync(id, [.. fields.Where(field => field.Revision > 1)], ct);

    private static async Task<bool> InsertAsync(this ViseContext db, ApplicationId id, List<DraftField> fields, CancellationToken ct) => fields.Count == 0 || fields.Count == await db.Database.ExecuteSqlAsync(
        $"""
        insert into admissions.draft_field (branch_id, application_id, path, value, sealed, revision, saved_time, saved_by)
        select {id.Branch.Value}, {id.Value}, t.path, t.value, t.sealed, 1, {fields[0].SavedTime}, {fields[0].SavedBy}
        from unnest({Paths(fields)}, {Values(fields)}, {Secrets(fields)}) t(path, value, sealed)
        """,
        ct);

    private static async Task<bool> UpdateAsync(this ViseContext db, ApplicationId id, List<DraftField> fields, CancellationToken ct) => fields.Count == 0 || fields.Count == await db.Database.ExecuteSqlAsync(
        $"""
        update admissions.draft_field d set value = t.value, sealed = t.sealed, revision = t.revision, saved_time = {fields[0].SavedTime}, saved_by = {fields[0].SavedBy}
        from unnest({Paths(fields)}, {Values(fields)}, {Secrets(fields)}, {fields.Select(field => field.Revision).ToArray()}) t(path, value, sealed, revision)
        where d.branch_id = {id.Branch.Value} and d.application_id = {id.Value} and d.path = t.path and d.revision = t.revision - 1
        """,
        ct);

    private static string[] Paths(List<DraftField> fields) => [.. fields.Select(field => field.Path)];

    private static string?[] Values(List<DraftField> fields) => [.. fields.Select(field => field.Value)];

    private static byte[]?[] Secrets(List<DraftField> fields) => [.. fields.Select(field => field.Sealed)];
}
