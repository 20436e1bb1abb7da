using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>
/// What the end of a cycle means for its families, as the system, branch by branch in the branch's own scope. Once it takes no more forms, those whose form was never
/// handed in are told; once it has ended, whoever waited for a seat in vain is rejected, and those on whose form nobody has decided are told. Each once: a step that is taken isn't taken
/// again, and a message's own id is made of the application and the moment of the cycle, so its key lets in one, from however many nodes; a cycle that opens again and closes another day is another.
/// Batches are small and each is one transaction: what is broken off goes on with the next run where it stood.
/// </summary>
public sealed class CycleEndDesk(BranchDb branches)
{
    /// <summary>How many applications one transaction takes.</summary>
    public const int Batch = DeadlineDesk.Batch;

    /// <summary>The name that stands in the trail.</summary>
    public const string Work = "cycle end";

    // the id of a message about a cycle, out of the application (a) and the moment of the cycle (c)
    private const string MessageId =
        "md5(a.application_id || 'cycle' || a.application_status || extract(epoch from case a.application_status when 'draft' then c.closes_time else c.ends_time end))::uuid";

    private const string BranchesToDo = $"""
        select distinct c.branch_id as "Value" from admissions.cycle c
        where c.closes_time <= isolation.clock() and (
          exists (select from users.application a
            where a.branch_id = c.branch_id and a.institution_code = c.institution_code and a.academic_year = c.academic_year
              and ((a.application_status = 'draft' and a.correction_due_time is null)
                or (c.ends_time < isolation.clock() and a.application_status in ('submitted', 'review')))
              and not exists (select from admissions.outbox known where known.branch_id = a.branch_id and known.outbox_id = {MessageId}))
          or (c.ends_time < isolation.clock() and exists (select from users.application a
            where a.branch_id = c.branch_id and a.institution_code = c.institution_code and a.academic_year = c.academic_year and a.application_status = 'accepted')))
        order by 1
        """;

    // the kind of effect, the branch, how many
    private const string Telling = $$"""
        insert into admissions.outbox (branch_id, outbox_id, application_id, kind, payload)
        select w.branch_id, w.outbox_id, w.application_id, {0},
          jsonb_build_object('status', w.application_status, 'until', coalesce(to_char(w.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''))
        from (
          select a.branch_id, a.application_id, a.application_status, case a.application_status when 'draft' then a.draft_expires_time end as until, {{MessageId}} as outbox_id
          from users.application a
          join admissions.cycle c on c.branch_id = a.branch_id and c.institution_code = a.institution_code and c.academic_year = a.academic_year
          where a.branch_id = {1} and c.branch_id = {1}
            and ((a.application_status = 'draft' and a.correction_due_time is null and c.closes_time <= isolation.clock())
              or (a.application_status in ('submitted', 'review') and c.ends_time < isolation.clock()))) w
        where not exists (select from admissions.outbox known where known.branch_id = w.branch_id and known.outbox_id = w.outbox_id)
        order by w.application_id limit {2}
        on conflict do nothing
        """;

    /// <summary>The branches with something to do.</summary>
    public Task<List<BranchId>> BranchesAsync(CancellationToken ct) => branches.ReadAsSystemAsync(Work, Scope.Everything, async db =>
        (await db.Database.SqlQueryRaw<string>(BranchesToDo).ToListAsync(ct)).ConvertAll(BranchId.Parse), ct);

    /// <summary>Tells families whose form was not handed in when its cycle closed, or not decided on when it ended; returns how many, at most <see cref="Batch"/>. A returned form has its own day.</summary>
    public async Task<int> TellAsync(BranchId branch, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Of(branch), async db =>
            await db.Database.ExecuteSqlRawAsync(Telling, [OutboxEntry.CycleKind, branch.Value, Batch], ct), ct);
        return (int)OutboxDesk.Expect(outcome);
    }

    /// <summary>Ends applications that waited for a seat until their cycle ended; returns how many, at most <see cref="Batch"/>. Whoever is at work on one keeps it for the next run.</summary>
    public async Task<int> EndWaitingAsync(BranchId branch, CancellationToken ct)
    {
        var clock = Actor.System(Work, Scope.Of(branch));
        var outcome = await branches.WriteAsSystemAsync<object>(clock.Name, clock.Scope, async db =>
        {
            var waiting = await db.Set<Application>().FromSql($"""
                select a.*, a.xmin from users.application a
                where a.branch_id = {branch.Value} and a.application_status = 'accepted' and exists (
                  select from admissions.cycle c
                  where c.branch_id = a.branch_id and c.institution_code = a.institution_code and c.academic_year = a.academic_year and c.ends_time < isolation.clock())
                order by a.reviewed_time, a.application_id limit {Batch} for update skip locked
                """).AsTracking().ToListAsync(ct);
            var cycles = await db.Cycles.Where(cycle => cycle.BranchId == branch).ToListAsync(ct);
            foreach (var application in waiting)
            {
                var ends = cycles.Single(cycle => cycle.InstitutionCode == application.InstitutionCode && cycle.AcademicYear == application.AcademicYear).EndsTime;
                if (application.EndWaiting(clock, db.Now, ends) is { } refusal)
                {
                    return refusal;
                }

                db.Record(application.LastEvent);
            }

            return waiting.Count;
        }, ct);
        return (int)OutboxDesk.Expect(outcome);
    }
}
