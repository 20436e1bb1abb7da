using Microsoft.EntityFrameworkCore;
using Vise.Domain.Users;

namespace Vise.Data.Operations;

/// <summary>A table with its indexes: bytes on disk, and rows as the statistics estimate them.</summary>
public sealed record TableSize(string Name, long Bytes, long Rows);

/// <summary>An index: how often it was used since the statistics began, and its bytes on disk.</summary>
public sealed record IndexUse(string Name, long Scans, long Bytes);

/// <summary>The server's own numbers: open and possible connections, the share of blocks found in memory (0-1, null before the first), bytes on disk.</summary>
public sealed record ServerNumbers(long Connections, long MostConnections, double? CacheHitRatio, long Bytes, string Version);

/// <summary>What the database says of itself.</summary>
public sealed record DatabaseReport(IReadOnlyList<TableSize> LargestTables, IReadOnlyList<IndexUse> MostUsedIndexes, ServerNumbers Server);

/// <summary>Sizes, uses and connections from the database's statistics: no rows of anybody's.</summary>
public sealed class DatabaseFigures(BranchDb branches)
{
    /// <summary>The ten largest tables, the ten most used indexes and the server's numbers; null without <see cref="Duty.ReadOperations"/>.</summary>
    public async Task<DatabaseReport?> ReportAsync(Actor by, CancellationToken ct)
    {
        if (!by.May(Duty.ReadOperations))
        {
            return null;
        }

        return await branches.ReadAsync(by, async db => new DatabaseReport(
            await db.Database.SqlQuery<TableSize>($"""
                select schemaname || '.' || relname as name, pg_total_relation_size(relid) as bytes, n_live_tup as rows
                from pg_stat_user_tables order by bytes desc, name limit 10
                """).ToListAsync(ct),
            await db.Database.SqlQuery<IndexUse>($"""
                select schemaname || '.' || indexrelname as name, coalesce(idx_scan, 0) as scans, pg_relation_size(indexrelid) as bytes
                from pg_stat_user_indexes order by scans desc, name limit 10
                """).ToListAsync(ct),
            await db.Database.SqlQuery<ServerNumbers>($"""
                select (select count(*) from pg_stat_activity where datname = current_database()) as connections,
                  current_setting('max_connections')::bigint as most_connections,
                  blks_hit::float8 / nullif(blks_hit + blks_read, 0) as cache_hit_ratio,
                  pg_database_size(current_database()) as bytes, current_setting('server_version') as version
                from pg_stat_database where datname = current_database()
                """).SingleAsync(ct)), ct);
    }
}
