using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Forms handed in on paper, as whoever enters them sees them: those that belong to no family yet.</summary>
public sealed class WalkInQueries(BranchDb branches, FamilyQueries forms)
{
    /// <summary>Opens one, which is logged as a view. NotFound for another branch's, for a family's own, and for what does not exist.</summary>
    public Task<Outcome<DraftView>> OpenAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.OpenRecordAsync(by, Duty.EnterApplications, id, Opening.Record, db => ReadAsync(db, id, ct), ct);

    /// <summary>The same for the answer to what its reader just sent from the page that it was opened on.</summary>
    public Task<Outcome<DraftView>> AgainAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.WriteAsync<DraftView>(by.Under(null), Duty.EnterApplications, id, async db => await ReadAsync(db, id, ct) is { } draft ? draft : new NotFound(), ct);

    private async Task<DraftView?> ReadAsync(ViseContext db, ApplicationId id, CancellationToken ct) =>
        await forms.ReadAsync(db, id, ct) is { Card.Owner: null } draft ? draft : null;
}
