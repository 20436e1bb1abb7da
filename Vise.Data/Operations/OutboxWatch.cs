using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Operations;

/// <summary>How the outbox stands: what waits, for how long the oldest has, what was carried out within a day, what was given up.</summary>
public sealed record OutboxFigures(long Waiting, long Failing, double OldestSeconds, long CarriedToday, long Abandoned);

/// <summary>An effect that was given up or keeps failing. It names no person and no application.</summary>
public sealed record TroubledEffect(string BranchId, Guid OutboxId, string Kind, DateTimeOffset CreatedTime, int Attempts, DateTimeOffset? AbandonedTime, string? Failure, DateTimeOffset DueTime);

/// <summary>What operations see of the outbox, and what they may do about it.</summary>
public sealed class OutboxWatch(BranchDb branches)
{
    public async Task<Outcome<OutboxFigures>> FiguresAsync(Actor by, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return new Forbidden();
        }

        return (await branches.ReadAsync(by, db => db.Database.SqlQuery<OutboxFigures>($"""
            select count(*) filter (where carried_time is null and abandoned_time is null) as waiting,
              count(*) filter (where carried_time is null and abandoned_time is null and failure is not null) as failing,
              coalesce(extract(epoch from isolation.clock() - min(created_time) filter (where carried_time is null and abandoned_time is null)), 0)::float8 as oldest_seconds,
              count(*) filter (where carried_time > isolation.clock() - interval '1 day') as carried_today,
              count(*) filter (where abandoned_time is not null) as abandoned
            from admissions.outbox
            where branch_id >= {by.Scope.Low} and branch_id < {by.Scope.High}
              and (carried_time is null or carried_time > isolation.clock() - interval '1 day')
            """).ToListAsync(ct), ct)).Single();
    }

    /// <summary>For how many seconds the oldest effect that is due has been waiting; 0 when none is. It names nothing.</summary>
    public Task<double> OldestDueSecondsAsync(CancellationToken ct) => branches.ReadAsSystemAsync("health", Scope.Everything, db => db.Database.SqlQuery<double>($"""
        select coalesce(extract(epoch from isolation.clock() - min(due_time)), 0)::float8 as "Value" from admissions.outbox
        where carried_time is null and abandoned_time is null and due_time <= isolation.clock()
        """).SingleAsync(ct), ct);

    /// <summary>What was given up, and what keeps failing; the newest first.</summary>
    public async Task<Outcome<IReadOnlyList<TroubledEffect>>> TroubledAsync(Actor by, int count, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return new Forbidden();
        }

        return await branches.ReadAsync(by, db => db.Database.SqlQuery<TroubledEffect>($"""
            select branch_id, outbox_id, kind, created_time, attempts, abandoned_time, failure, due_time from admissions.outbox
            where branch_id >= {by.Scope.Low} and branch_id < {by.Scope.High} and carried_time is null and failure is not null
            order by created_time desc limit {count}
            """).ToListAsync(ct), ct);
    }

    /// <summary>
    /// Has an effect tried again at once. For a message that may have gone out already this is a person's decision; its message id stays
    /// the same, by which mail stores know a copy.
    /// </summary>
    public Task<Refusal?> TryAgainAsync(Actor by, BranchId branch, Guid outbox, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.ReadOperations, branch, async db =>
        {
            var found = await db.Database.ExecuteSqlAsync($"""
                update admissions.outbox set due_time = isolation.clock(), attempts = 0, abandoned_time = null
                where branch_id = {branch.Value} and outbox_id = {outbox} and carried_time is null
                """, ct);
            await db.Database.ExecuteSqlAsync($"""
                update admissions.notification set state = 'prepared'
                where branch_id = {branch.Value} and outbox_id = {outbox} and state in ('refused', 'unsure')
                """, ct);
            return found == 1 ? null : new NotFound();
        }, ct);
}
