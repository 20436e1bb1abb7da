using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Operations.Trails;

/// <summary>Leaves rows in the trail that no other work leaves by itself.</summary>
public sealed class TrailDesk(BranchDb branches)
{
    /// <summary>Writes a refusal that was noted, where there is such a record; returns whether it left a row.</summary>
    public async Task<bool> RefusedAsync(NotedRefusal noted, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<List<bool>>("refusals", Scope.Of(noted.Application.Branch), async db => await db.Database.SqlQuery<bool>($"""
            select admissions.leave_refusal({noted.Application.Value}, {noted.Account}, {noted.Role.ToString()}, {noted.Scope.Prefix}, {noted.Target}, {noted.Hidden}, {noted.Trace}) as value
            """).ToListAsync(ct), ct);
        return outcome.Value is [true];
    }
}
