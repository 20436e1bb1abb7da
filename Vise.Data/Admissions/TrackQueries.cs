using Microsoft.EntityFrameworkCore;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>Where an application stands, for somebody who isn't signed in.</summary>
/// <param name="Standing">Status and dates.</param>
/// <param name="UpdatedTime">When it last moved or was changed.</param>
public sealed record TrackedApplication(Standing Standing, DateTimeOffset UpdatedTime);

/// <summary>What <c>/track</c> reads.</summary>
public sealed class TrackQueries(BranchDb branches)
{
    /// <summary>The application of that number whose child was born on that day; null whatever of the two is wrong, or when there is none.</summary>
    public Task<TrackedApplication?> OfAsync(ApplicationId id, DateOnly born, CancellationToken ct) =>
        branches.ReadTrackAsync(id, born, db => db.Tracked(id, born)
            .Select(application => new TrackedApplication(
                new Standing(
                    application.Status, application.SubmittedTime, application.DraftExpiresTime, application.CorrectionDueTime, application.OfferExpiresTime,
                    application.FeesDueTime, application.FeesPaidTime, ViseContext.Clock()),
                application.UpdatedTime))
            .SingleOrDefaultAsync(ct), ct);
}
