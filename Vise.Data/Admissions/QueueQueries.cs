#pragma warning disable CA1309 // string.Compare in a query is the column's own collation, "C"
using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>What the desk's list is narrowed to.</summary>
/// <param name="Status">One status, or null for all.</param>
/// <param name="ClassCode">One class, or null for all.</param>
/// <param name="Search">An application id (with or without spaces), the beginning of a word of a name, or a mobile; null for none.</param>
/// <param name="Ended">Without one status: those on which nothing more will be decided (true), those still under way (false), or both (null).</param>
/// <param name="Asked">Only those whose family waits for an answer or a change, or has replaced a document.</param>
public sealed record QueueFilter(ApplicationStatus? Status = null, string? ClassCode = null, string? Search = null, bool? Ended = null, bool Asked = false);

/// <summary>Where a page of the queue ends: the next one starts after it.</summary>
public sealed record QueueCursor(DateTimeOffset UpdatedTime, ApplicationId Id);

/// <summary>One row of the queue.</summary>
public sealed record QueueRow(
    ApplicationId Id, string ChildName, ApplicationStatus Status, string InstitutionCode, string ProgrammeCode, string ClassCode, AcademicYear Year,
    DateTimeOffset UpdatedTime, DateTimeOffset? SubmittedTime, string? ReviewerName, uint Version, bool Erased = false);

/// <summary>A page of the queue; <paramref name="Next"/> is null on the last.</summary>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, QueueCursor? Next, DateTimeOffset Now);

/// <summary>The branch's queue, longest waiting first.</summary>
public sealed class QueueQueries(BranchDb branches)
{
    /// <summary>The most rows of a page.</summary>
    public const int LargestPage = 100;

    /// <summary>
    /// A page of the branch's applications by time of last change. Drafts that were never submitted are the family's own and left out,
    /// except walk-in forms, which nobody but the branch holds.
    /// </summary>
    public async Task<QueuePage> PageAsync(Actor by, BranchId branch, QueueFilter filter, QueueCursor? after, int limit, CancellationToken ct)
    {
        if (!by.May(Duty.ReadApplications, branch))
        {
            return new QueuePage([], null, default);
        }

        var size = Math.Clamp(limit, 1, LargestPage);
        var rows = await branches.ReadAsync(by, db => Narrow(db, branch, filter)
            // the first half lets the index start at the cursor
            .Where(application => after == null || (application.UpdatedTime >= after.UpdatedTime
                && (application.UpdatedTime > after.UpdatedTime || string.Compare((string)(object)application.ApplicationId, after.Id.Value) > 0)))
            .OrderBy(application => application.UpdatedTime).ThenBy(application => application.ApplicationId)
            .Take(size + 1)
            .Select(application => new
            {
                Row = new QueueRow(
                    application.ApplicationId, application.ChildName, application.Status, application.InstitutionCode, application.ProgrammeCode, application.ClassCode,
                    application.AcademicYear, application.UpdatedTime, application.SubmittedTime, application.ReviewerName, application.Version, application.ErasedTime != null),
                Now = ViseContext.Clock(),
            }).ToListAsync(ct), ct);
        var page = rows.Take(size).Select(row => row.Row).ToList();
        var next = rows.Count > size ? new QueueCursor(page[^1].UpdatedTime, page[^1].Id) : null;
        return new QueuePage(page, next, rows.Count > 0 ? rows[0].Now : default);
    }

    private static IQueryable<Application> Narrow(ViseContext db, BranchId branch, QueueFilter filter)
    {
        var found = db.Applications.Where(application => application.BranchId == branch);
        if (filter.Status is { } status)
        {
            found = found.Where(application => application.Status == status);
        }
        else if (filter.Ended is { } ended)
        {
            // as a list, the index of statuses serves it
            var wanted = Enum.GetValues<ApplicationStatus>().Where(known => Lifecycle.IsEnd(known) == ended).ToArray();
            found = found.Where(application => wanted.Contains(application.Status));
        }

        if (filter.Asked)
        {
            found = found.Where(application => EnquiryDesk.Waiting(db, branch).Contains(application.ApplicationId));
        }

        if (filter.ClassCode is { } classCode && Base36.IsCode(classCode, 2))
        {
            found = found.Where(application => application.ClassCode == classCode);
        }

        if (string.IsNullOrWhiteSpace(filter.Search))
        {
            return found;
        }

        if (ApplicationId.TryParse(filter.Search, out var id))
        {
            return found.Where(application => application.ApplicationId == id);
        }

        // every word must be the beginning of a word of a name, or the mobile itself
        var words = Typed.Mobile(Typed.Clean(filter.Search)) is { } mobile ? [mobile[3..]] : Typed.Keys(filter.Search).Take(4).ToArray();
        if (words.Length == 0)
        {
            // nothing to search by is not a wish for everything
            return found.Where(_ => false);
        }

        foreach (var word in words)
        {
            var (low, high) = (word, word + "\uFFFF");
            found = found.Where(application => db.SearchKeys
                .Where(key => key.BranchId == branch && string.Compare(key.Key, low) >= 0 && string.Compare(key.Key, high) < 0)
                .Select(key => key.ApplicationId).Contains(application.ApplicationId));
        }

        return found;
    }
}
