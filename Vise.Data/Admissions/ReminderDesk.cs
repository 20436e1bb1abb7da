using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// Reminds families of a day to keep: to mend a returned form, to replace a document, to answer an offer, to pay. Once for each day: the effect's own id is made of application,
/// status and day, so its key lets in one, from however many nodes; a day that is moved is another. Nothing of the application changes.
/// </summary>
public sealed class ReminderDesk(BranchDb branches)
{
    /// <summary>How many reminders one statement writes.</summary>
    public const int Batch = DeadlineDesk.Batch;

    private const string Work = "reminders";

    /// <summary>Writes the reminders that are due, the nearest day first; returns how many, at most <see cref="Batch"/>.</summary>
    /// <param name="daysBefore">How many days before the day. A family that was told something within them, such as the offer itself, is not told again.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<int> RemindAsync(int daysBefore, CancellationToken ct)
    {
        var before = TimeSpan.FromDays(daysBefore);
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db => await db.Database.ExecuteSqlAsync($"""
            insert into admissions.outbox (branch_id, outbox_id, application_id, kind, payload)
            select w.branch_id, w.outbox_id, w.application_id, {OutboxEntry.RemindKind},
              jsonb_build_object('status', w.application_status, 'until', to_char(w.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
            from (
              select d.*, md5(d.application_id || d.application_status || extract(epoch from d.until))::uuid as outbox_id
              from (
                select branch_id, application_id, application_status, updated_time, correction_due_time as until
                from users.application
                where application_status = 'draft' and correction_due_time > isolation.clock() and correction_due_time <= isolation.clock() + {before}
                union all
                select branch_id, application_id, application_status, updated_time, offer_expires_time
                from users.application
                where application_status = 'offer' and offer_expires_time > isolation.clock() and offer_expires_time <= isolation.clock() + {before}
                union all
                select a.branch_id, a.application_id, a.application_status, a.updated_time, a.fees_due_time
                from users.application a
                where a.application_status = 'fees' and a.fees_paid_time is null and a.fees_due_time > isolation.clock() and a.fees_due_time <= isolation.clock() + {before}
                  and not admissions.has_no_fee(a)
                union all
                select r.branch_id, r.application_id, {OutboxEntry.AboutDocument}, max(r.refused_time), r.replace_by
                from admissions.document r
                join users.application a on a.branch_id = r.branch_id and a.application_id = r.application_id and a.application_status in ('submitted', 'review')
                where r.refused_time is not null and r.replace_by > isolation.clock() and r.replace_by <= isolation.clock() + {before}
                group by r.branch_id, r.application_id, r.replace_by) d
              where d.updated_time < d.until - {before}) w
            where not exists (select from admissions.outbox known where known.branch_id = w.branch_id and known.outbox_id = w.outbox_id)
            order by w.until limit {Batch}
            on conflict do nothing
            """, ct), ct);
        return (int)OutboxDesk.Expect(outcome);
    }
}
