using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Operations;

/// <summary>Counts for whoever runs the servers; they name nobody.</summary>
public sealed class NetworkFigures(BranchDb branches)
{
    /// <summary>How many applications of all sessions stand at each status, in a scope; every status is there.</summary>
    public async Task<IReadOnlyDictionary<ApplicationStatus, long>> ByStatusAsync(Scope scope, CancellationToken ct)
    {
        var counted = await branches.ReadAsSystemAsync("signals", scope, db => db.Applications
            .GroupBy(application => application.Status)
            .Select(group => new { Status = group.Key, Applications = group.LongCount() })
            .ToDictionaryAsync(row => row.Status, row => row.Applications, ct), ct);
        return Enum.GetValues<ApplicationStatus>().ToDictionary(status => status, status => counted.GetValueOrDefault(status));
    }
}
