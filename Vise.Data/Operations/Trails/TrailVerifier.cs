using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Operations.Trails;

/// <summary>What is wrong with a trail.</summary>
public enum TrailFault
{
    /// <summary>A row, or what it says of who and when, is not what was sealed.</summary>
    RowChanged,

    /// <summary>A row's old or new values are not what was sealed.</summary>
    ValuesChanged,

    /// <summary>A row's values are blank, and no erasure covers it.</summary>
    ValuesBlanked,

    /// <summary>A sealed row is gone.</summary>
    RowRemoved,

    /// <summary>Seals are gone from the middle of the chain.</summary>
    SealsRemoved,

    /// <summary>The end of the chain is gone, or isn't the end that was noted.</summary>
    TailRemoved,

    /// <summary>A row came in past the database's own functions.</summary>
    RowInserted,
}

/// <summary>One fault: in which branch, at which seal (0 where there is none), of which row, sealed or written when.</summary>
public sealed record TrailFinding(TrailFault Fault, BranchId Branch, long SealNo, long? TrailId, DateTimeOffset? Time);

/// <summary>One chain gone through.</summary>
/// <param name="Branch">Whose.</param>
/// <param name="Rows">How many seals were checked.</param>
/// <param name="Waiting">Rows that the sealer has yet to seal.</param>
/// <param name="Head">The last seal, hexadecimal; empty where there is none.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record VerifiedTrail(BranchId Branch, long Rows, long Waiting, string Head, IReadOnlyList<TrailFinding> Findings);

/// <summary>Goes through the chains of a scope and says what was changed, removed or inserted since it was sealed.</summary>
public sealed class TrailVerifier(BranchDb branches, TrailKey key)
{
    private const string Work = "trail verifier";
    private const int SealsAtOnce = 20_000;

    /// <summary>How many faults of one branch are told one by one.</summary>
    public const int MostFindings = 1_000;

    /// <summary>The branches in scope that have a trail, in order.</summary>
    public async Task<IReadOnlyList<BranchId>> BranchesAsync(Scope scope, CancellationToken ct)
    {
        // from one branch to the next by the index, however long their trails are
        var found = await branches.ReadAsSystemAsync(Work, scope, db => db.Database.SqlQuery<string>($"""
            with recursive trail as (
              select min(branch_id collate "C") as id from admissions.trail where branch_id >= {scope.Low} and branch_id < {scope.High}
              union all select (select min(t.branch_id collate "C") from admissions.trail t where t.branch_id > trail.id and t.branch_id < {scope.High}) from trail where trail.id is not null),
            seals as (
              select min(branch_id collate "C") as id from admissions.trail_seal where branch_id >= {scope.Low} and branch_id < {scope.High}
              union all select (select min(s.branch_id collate "C") from admissions.trail_seal s where s.branch_id > seals.id and s.branch_id < {scope.High}) from seals where seals.id is not null)
            select id as value from trail where id is not null union select id from seals where id is not null
            union select branch_id from admissions.trail_head where branch_id >= {scope.Low} and branch_id < {scope.High}
            """).ToListAsync(ct), ct);
        return [.. found.Order(StringComparer.Ordinal).Select(BranchId.Parse)];
    }

    /// <summary>Goes through one chain, and notes in the database how it was found.</summary>
    /// <param name="branch">Whose.</param>
    /// <param name="noted">An end of the chain noted elsewhere earlier: its number and hash, which must still be there.</param>
    /// <param name="progress">Is told now and then how many rows are done.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<VerifiedTrail> VerifyAsync(BranchId branch, (long SealNo, string Hash)? noted, Action<long>? progress, CancellationToken ct)
    {
        var walk = new Walk(branch);
        // before the seals: those that come while we read lie beyond it
        var head = (await ReadAsync<Head>(branch, db => db.Database.SqlQuery<Head>($"select seal_no, hash from admissions.trail_head where branch_id = {branch.Value}"), ct)).SingleOrDefault();
        var told = Stopwatch.StartNew();
        using var chain = new TrailChain(key);
        for (var more = true; more;)
        {
            var seals = await ReadAsync<SealedLine>(branch, db => db.Database.SqlQueryRaw<SealedLine>(
                """
                select s.seal_no, s.trail_id as sealed_id, s.values_hash, s.hash, s.sealed_time, t.trail_id is not null as is_there,
                  coalesce(t.branch_id, '') as branch_id, coalesce(t.trail_id, 0) as trail_id, coalesce(t.transaction_id::text, '') as transaction_id, coalesce(t.trail_time, s.sealed_time) as trail_time,
                  coalesce(t.action, '') as action, t.application_id, coalesce(t.target, '') as target, t.part, t.old_values::text as old_values, t.new_values::text as new_values, t.account_id,
                  coalesce(t.actor_role, '') as actor_role, coalesce(t.actor_name, '') as actor_name, t.scope, t.duty, t.reason, t.trace_id,
                  t.trail_id is not null and t.old_values is null and t.new_values is null and admissions.is_erased(t) as is_erased
                from (select * from admissions.trail_seal where branch_id = {0} and seal_no > {1} order by seal_no limit {2}) s
                left join admissions.trail t on t.branch_id = s.branch_id and t.trail_id = s.trail_id
                order by s.seal_no
                """, branch.Value, walk.SealNo, SealsAtOnce), ct);
            foreach (var line in seals)
            {
                walk.Step(chain, line, noted);
            }

            more = seals.Count == SealsAtOnce;
            if (more && told.Elapsed > TimeSpan.FromSeconds(2))
            {
                progress?.Invoke(walk.Rows);
                told.Restart();
            }
        }

        walk.End(head?.SealNo, head?.Hash, noted);
        var loose = await ReadAsync<Loose>(branch, db => db.Database.SqlQuery<Loose>($"""
            select t.trail_id, t.trail_time, u.transaction_id is not null as waits from admissions.trail t
            left join admissions.trail_unsealed u on u.branch_id = t.branch_id and u.transaction_id = t.transaction_id
            where t.branch_id = {branch.Value} and not exists (select from admissions.trail_seal s where s.branch_id = t.branch_id and s.trail_id = t.trail_id)
            order by t.trail_id limit 100000
            """), ct);
        walk.Findings.AddRange(loose.Where(row => !row.Waits).Take(MostFindings).Select(row => new TrailFinding(TrailFault.RowInserted, branch, 0, row.TrailId, row.TrailTime)));
        await NoteAsync(branch, walk, ct);
        return new VerifiedTrail(branch, walk.Rows, loose.Count(row => row.Waits), Convert.ToHexStringLower(walk.Hash), walk.Findings);
    }

    private Task<List<T>> ReadAsync<T>(BranchId branch, Func<ViseContext, IQueryable<T>> query, CancellationToken ct) =>
        branches.ReadAsSystemAsync(Work, Scope.Of(branch), db =>
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
            return query(db).ToListAsync(ct);
        }, ct);

    private async Task NoteAsync(BranchId branch, Walk walk, CancellationToken ct) => await branches.WriteAsSystemAsync<object>(Work, Scope.Of(branch), async db =>
        await db.Database.ExecuteSqlAsync($"""
            update admissions.trail_head set verified_no = {walk.SealNo}, verified_time = isolation.clock(), findings = {walk.Findings.Count} where branch_id = {branch.Value}
            """, ct), ct);

    private sealed record Head(long SealNo, byte[] Hash);

    private sealed record Loose(long TrailId, DateTimeOffset TrailTime, bool Waits);
}
