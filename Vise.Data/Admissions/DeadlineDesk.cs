using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// What happens when a deadline passes, as the system and on the database's time. Works in small batches; each row is locked by whoever works on
/// it and skipped by the others, and a batch is one transaction: several nodes may work at once, and a crash leaves nothing half done.
/// </summary>
public sealed class DeadlineDesk(BranchDb branches)
{
    /// <summary>How many applications one transaction takes.</summary>
    public const int Batch = 50;

    private static readonly Actor Clock = Actor.System("deadlines", Scope.Everything);

    /// <summary>Ends drafts that nobody saved in time; returns how many, at most <see cref="Batch"/>.</summary>
    public Task<int> ExpireDraftsAsync(CancellationToken ct) => ExpireAsync(db => db.Set<Application>().FromSql($"""
        select a.*, a.xmin from users.application a
        where a.application_status = 'draft' and a.draft_expires_time < isolation.clock() and not a.expiry_processed
        order by a.draft_expires_time limit {Batch} for update skip locked
        """), ct);

    /// <summary>Ends offers that nobody took up in time and frees their seats; returns how many, at most <see cref="Batch"/>.</summary>
    public Task<int> ExpireOffersAsync(CancellationToken ct) => ExpireAsync(db => db.Set<Application>().FromSql($"""
        select a.*, a.xmin from users.application a
        where a.application_status = 'offer' and a.offer_expires_time < isolation.clock()
        order by a.offer_expires_time limit {Batch} for update skip locked
        """), ct);

    /// <summary>Ends applications whose fee was not paid in time and frees their seats; where nothing is to pay, nothing lapses.</summary>
    public Task<int> ExpireFeesAsync(CancellationToken ct) => ExpireAsync(db => db.Set<Application>().FromSql($"""
        select a.*, a.xmin from users.application a
        where a.application_status = 'fees' and a.fees_due_time < isolation.clock() and a.fees_paid_time is null
          and not admissions.has_no_fee(a)
        order by a.fees_due_time limit {Batch} for update skip locked
        """), ct);

    /// <summary>Warns families of drafts that will lapse (returned forms have a day of their own, see <see cref="ReminderDesk"/>), once at each of <see cref="Application.WarningDays"/>; returns how many drafts it looked at.</summary>
    public async Task<int> WarnDraftsAsync(CancellationToken ct)
    {
        var (first, last) = (TimeSpan.FromDays(Application.WarningDays.Max()), TimeSpan.FromDays(Application.WarningDays.Min()));
        var outcome = await branches.WriteAsSystemAsync<object>(Clock.Name, Clock.Scope, async db =>
        {
            var drafts = await db.Set<Application>().FromSql($"""
                select a.*, a.xmin from users.application a
                where a.application_status = 'draft' and a.correction_due_time is null and a.draft_expires_time > isolation.clock() and a.draft_expires_time <= isolation.clock() + {first}
                  and (a.last_expiry_check_time < a.draft_expires_time - {first}
                    or (a.draft_expires_time <= isolation.clock() + {last} and a.last_expiry_check_time < a.draft_expires_time - {last}))
                order by a.draft_expires_time limit {Batch} for update skip locked
                """).AsTracking().ToListAsync(ct);
            foreach (var draft in drafts)
            {
                if (draft.CheckDraftDeadline(db.Now) is { } days)
                {
                    db.Add(OutboxEntry.WarnDraft(draft.ApplicationId, days, draft.DraftExpiresTime!.Value));
                }
            }

            return drafts.Count;
        }, ct);
        return (int)OutboxDesk.Expect(outcome);
    }

    private async Task<int> ExpireAsync(Func<ViseContext, IQueryable<Application>> due, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<object>(Clock.Name, Clock.Scope, async db =>
        {
            var late = await due(db).AsTracking().ToListAsync(ct);
            foreach (var application in late)
            {
                var (branch, id) = (application.BranchId, application.ApplicationId);
                if (application.Expire(Clock, db.Now) is { } refusal)
                {
                    return refusal;
                }

                db.Record(application.LastEvent);
                if (await db.Seats.AsTracking().SingleOrDefaultAsync(seat => seat.BranchId == branch && seat.ApplicationId == id, ct) is { } held)
                {
                    held.Free();
                }
            }

            return late.Count;
        }, ct);
        return (int)OutboxDesk.Expect(outcome);
    }
}
