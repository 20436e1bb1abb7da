using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using ZiggyCreatures.Caching.Fusion;

namespace Vise.Data.Codes;

/// <summary>Keeps the states' income caps for RTE seats of weaker sections, for SystemAdmin.</summary>
public sealed class IncomeCapDesk(BranchDb branches, IFusionCache cache)
{
    /// <summary>The cap of a state, retired or not; null where none was ever set, and for who may not keep them.</summary>
    public async Task<IncomeCap?> OfAsync(Actor by, string state, CancellationToken ct) =>
        !by.May(Duty.SetUpNetwork) ? null : await branches.ReadAsync(by, db => db.IncomeCaps.SingleOrDefaultAsync(cap => cap.StateCode == state, ct), ct);

    /// <summary>Sets a state's cap, or ends it.</summary>
    /// <param name="by">A SystemAdmin.</param>
    /// <param name="state">The state's code.</param>
    /// <param name="seen">The version that it was typed over; null where none held.</param>
    /// <param name="paise">Whole rupees in paise; null: no cap holds in the state.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Refusal?> KeepAsync(Actor by, string state, uint? seen, long? paise, CancellationToken ct)
    {
        var refusal = await branches.WriteAsync(by, Duty.SetUpNetwork, Scope.Everything, async db =>
        {
            if (!await db.Geography.AnyAsync(place => place.StateCode == state && place.DistrictCode == Geographic.WholeState, ct))
            {
                return new InvalidReference();
            }

            var cap = await db.IncomeCaps.AsTracking().SingleOrDefaultAsync(known => known.StateCode == state, ct);
            if ((cap is { RetiredTime: null } ? cap.Version : (uint?)null) != seen)
            {
                return new Collided();
            }

            if (paise is not { } wanted)
            {
                cap?.Retire(db.Now);
                return null;
            }

            if (cap is null)
            {
                cap = IncomeCap.For(state);
                db.Add(cap);
            }

            return cap.Set(wanted);
        }, ct);
        if (refusal is null)
        {
            await cache.RemoveAsync(CacheKeys.IncomeCaps.Key, token: ct);
        }

        return refusal;
    }
}
