using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>What branches announce to families.</summary>
public sealed class AnnouncementDesk(BranchDb branches)
{
    /// <summary>Announcements shown at once at most, on public pages and in the branch's own list.</summary>
    public const int Most = 50;

    public Task<Refusal?> AddAsync(Actor by, BranchId branch, AnnouncementEntry entry, CancellationToken ct) => WriteAsync(by, branch, db =>
    {
        var made = Announcement.Of(branch, Guid.CreateVersion7(db.Now), entry);
        if (made.Value is { } announcement)
        {
            db.Add(announcement);
        }

        return Task.FromResult(made.Refusal);
    }, ct);

    public Task<Refusal?> ChangeAsync(Actor by, BranchId branch, Guid id, uint version, AnnouncementEntry entry, CancellationToken ct) => WriteAsync(by, branch, db =>
        Keeping.ChangeAsync(One(db, branch, id), version, announcement => Task.FromResult(announcement.Change(entry)), ct), ct);

    /// <summary>Takes it back, or lets it stand again.</summary>
    public Task<Refusal?> RetireAsync(Actor by, BranchId branch, Guid id, uint version, bool retire, CancellationToken ct) => WriteAsync(by, branch, db =>
        Keeping.RetireAsync(db, One(db, branch, id), version, retire, Keeping.Always, Keeping.Always, ct), ct);

    /// <summary>All of a branch, the last to end first.</summary>
    public async Task<IReadOnlyList<Announcement>> OfBranchAsync(Actor by, BranchId branch, CancellationToken ct) =>
        by.May(Duty.SetUpBranch, branch)
            ? await branches.ReadAsync(by, db => db.Announcements.Where(announcement => announcement.BranchId == branch)
                .OrderByDescending(announcement => announcement.ToDay).ThenByDescending(announcement => announcement.AnnouncementId).Take(Most).ToListAsync(ct), ct)
            : [];

    /// <summary>What a branch announces on a day of its own clock, for pages that everyone may read.</summary>
    public async Task<IReadOnlyList<Announcement>> OnAsync(BranchId branch, DateOnly day, CancellationToken ct) =>
        await branches.ReadPublicAsync(db => db.Announcements
            .Where(announcement => announcement.BranchId == branch && announcement.FromDay <= day && announcement.ToDay >= day && announcement.RetiredTime == null)
            .OrderByDescending(announcement => announcement.FromDay).Take(Most).ToListAsync(ct), ct);

    private static IQueryable<Announcement> One(ViseContext db, BranchId branch, Guid id) =>
        db.Announcements.Where(announcement => announcement.BranchId == branch && announcement.AnnouncementId == id);

    private Task<Refusal?> WriteAsync(Actor by, BranchId branch, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpBranch, branch, write, ct);
}
