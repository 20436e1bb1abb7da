using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>
/// Whether the enrolment ids that a form names for brothers and sisters are a student's, in this branch or another. The database's function says yes
/// or no and nothing else of the child (SPEC 4: vise_match).
/// </summary>
internal static class SiblingSearch
{
    public static async Task<IReadOnlyDictionary<EnrollmentId, bool>> EnrolledAsync(ViseContext db, IEnumerable<(string Path, string Value)> fields, CancellationToken ct)
    {
        var ids = fields.Where(field => AdmissionForm.Find(field.Path) is { Kind: FieldKind.Enrolment })
            .Select(field => EnrollmentId.TryParse(field.Value, out var id) ? id : (EnrollmentId?)null).OfType<EnrollmentId>().Distinct().ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<EnrollmentId, bool>();
        }

        var written = ids.Select(id => id.Value).ToArray();
        var there = await db.Database.SqlQuery<string>($"""select id as "Value" from unnest({written}) id where users.is_enrolled(id)""").ToListAsync(ct);
        return ids.ToDictionary(id => id, id => there.Contains(id.Value));
    }
}
