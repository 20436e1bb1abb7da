using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Operations.Trails;

/// <summary>Where a branch's chain ends now.</summary>
public sealed record SealedHead(BranchId Branch, long SealNo, string Hash, int Added);

/// <summary>Chains the trail's rows by hash, branch by branch. Any number of nodes may run it: a branch that one is at, the others leave alone.</summary>
public sealed class TrailSealer(BranchDb branches, TrailKey key)
{
    private const string Work = "trail sealer";
    private const int BranchesAtOnce = 200;
    private const int TransactionsAtOnce = 500;
    private const int RowsAtOnce = 10_000;

    /// <summary>Seals what waits; returns the chains that grew.</summary>
    public async Task<IReadOnlyList<SealedHead>> SealAsync(CancellationToken ct)
    {
        var waiting = await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<string>(
            $"select distinct branch_id as value from admissions.trail_unsealed limit {BranchesAtOnce}").ToListAsync(ct), ct);
        List<SealedHead> heads = [];
        foreach (var branch in waiting)
        {
            ct.ThrowIfCancellationRequested();
            if (await SealAsync(BranchId.Parse(branch), ct) is { } head)
            {
                heads.Add(head);
            }
        }

        return heads;
    }

    private async Task<SealedHead?> SealAsync(BranchId branch, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<SealedHead?>(Work, Scope.Of(branch), async db =>
        {
            await db.Database.ExecuteSqlAsync($"insert into admissions.trail_head (branch_id, seal_no, hash) values ({branch.Value}, 0, '') on conflict do nothing", ct);
            var heads = await db.Database.SqlQuery<Head>($"select seal_no, hash from admissions.trail_head where branch_id = {branch.Value} for update skip locked").ToListAsync(ct);
            if (heads is not [var head])
            {
                return new Outcome<SealedHead?>(null, null);
            }

            // a transaction's mark is committed with its rows: whichever is taken here, all its rows can be read
            var taken = await db.Database.SqlQuery<Taken>($"""
                delete from admissions.trail_unsealed u using (
                  select branch_id, transaction_id from admissions.trail_unsealed where branch_id = {branch.Value} order by transaction_id limit {TransactionsAtOnce}) due
                where u.branch_id = due.branch_id and u.transaction_id = due.transaction_id
                returning u.transaction_id::text as transaction_id, u.first_id
                """).ToListAsync(ct);
            return taken.Count == 0 ? new Outcome<SealedHead?>(null, null) : await ChainAsync(db, branch, head, taken, ct);
        }, ct);
        return outcome.Refusal is { } refusal ? throw new InvalidOperationException($"The sealer's own work was refused: {refusal.Code}.") : outcome.Value;
    }

    private async Task<SealedHead?> ChainAsync(ViseContext db, BranchId branch, Head head, List<Taken> taken, CancellationToken ct)
    {
        using var chain = new TrailChain(key);
        var transactions = taken.Select(mark => mark.TransactionId).ToArray();
        var (after, sealNo, hash) = (taken.Min(mark => mark.FirstId) - 1, head.SealNo, head.Hash);
        while (true)
        {
            var lines = await db.Database.SqlQueryRaw<TrailLine>(
                $"select {TrailLine.Columns} from admissions.trail t where t.branch_id = {{0}} and t.trail_id > {{1}} and t.transaction_id = any({{2}}::text[]::xid8[]) order by t.trail_id limit {{3}}",
                branch.Value, after, transactions, RowsAtOnce).ToListAsync(ct);
            if (lines.Count == 0)
            {
                break;
            }

            var (ids, values, hashes, first) = (new long[lines.Count], new byte[lines.Count][], new byte[lines.Count][], sealNo);
            for (var at = 0; at < lines.Count; at++)
            {
                ids[at] = lines[at].TrailId;
                values[at] = chain.OfValues(lines[at]);
                hash = hashes[at] = chain.Next(hash, ++sealNo, lines[at], values[at]);
            }

            await db.Database.ExecuteSqlAsync($"""
                insert into admissions.trail_seal (branch_id, seal_no, trail_id, values_hash, hash, sealed_time)
                select {branch.Value}, {first} + s.position, s.trail_id, s.values_hash, s.hash, isolation.clock()
                from unnest({ids}, {values}, {hashes}) with ordinality s (trail_id, values_hash, hash, position)
                """, ct);
            after = ids[^1];
        }

        await db.Database.ExecuteSqlAsync(
            $"update admissions.trail_head set seal_no = {sealNo}, hash = {hash}, sealed_time = isolation.clock() where branch_id = {branch.Value}", ct);
        return new SealedHead(branch, sealNo, Convert.ToHexStringLower(hash), (int)(sealNo - head.SealNo));
    }

    private sealed record Head(long SealNo, byte[] Hash);

    private sealed record Taken(string TransactionId, long FirstId);
}
