using Microsoft.EntityFrameworkCore;

namespace Vise.Data.Codes;

/// <summary>The database's time, by which every deadline goes, for what has to be known before a transaction.</summary>
public sealed class SchoolClock(BranchDb branches)
{
    public Task<DateTimeOffset> NowAsync(CancellationToken ct) =>
        branches.ReadPublicAsync(db => db.Database.SqlQuery<DateTimeOffset>($"""select isolation.clock() as "Value" """).SingleAsync(ct), ct);
}
