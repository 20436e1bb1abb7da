using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Begins forms that were handed in on paper.</summary>
public sealed class WalkInDesk(BranchDb branches, DraftDesk drafts)
{
    /// <summary>
    /// A form for a class whose cycle is open: the one that the same clerk began for it and that is still empty, else a new one. So a second click makes no
    /// second form: each takes a number of its school, and stands in the queue until it lapses.
    /// </summary>
    public Task<Outcome<StartedDraft>> StartAsync(Actor by, SchoolChoice choice, CancellationToken ct) =>
        branches.WriteAsync<StartedDraft>(by, Duty.EnterApplications, choice.Branch, async db =>
        {
            // clicks of one person wait for each other, so that the second finds what the first began
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({BinaryPrimitives.ReadInt64LittleEndian(by.Account.ToByteArray())})", ct);
            return await EmptyOf(db, by, choice).FirstOrDefaultAsync(ct) is { } begun
                ? new StartedDraft(begun.ApplicationId, DeskQueries.VersionOfDraft(begun.Version, 0), db.Now)
                : await drafts.StartAsync(db, by, choice, [], ct);
        }, ct);

    // nobody's form, in which nothing was ever written, with no document and no code given out for it
    private static IQueryable<Application> EmptyOf(ViseContext db, Actor by, SchoolChoice choice) => db.Applications
        .Where(form => form.BranchId == choice.Branch && form.Status == ApplicationStatus.Draft && form.AccountId == null && form.ClaimCodeHash == null && form.CorrectionDueTime == null
            && form.ChildName == "" && form.DraftExpiresTime > db.Now
            && form.InstitutionCode == choice.InstitutionCode && form.AcademicYear == choice.Year && form.ProgrammeCode == choice.ProgrammeCode
            && form.DepartmentCode == choice.DepartmentCode && form.ClassCode == choice.ClassCode
            && db.Events.Any(begun => begun.BranchId == form.BranchId && begun.ApplicationId == form.ApplicationId && begun.FromStatus == null && begun.AccountId == by.Account)
            && !db.DraftFields.Any(field => field.BranchId == form.BranchId && field.ApplicationId == form.ApplicationId)
            && !db.Documents.Any(document => document.BranchId == form.BranchId && document.ApplicationId == form.ApplicationId))
        .OrderByDescending(form => form.CreatedTime).ThenBy(form => form.ApplicationId);
}
