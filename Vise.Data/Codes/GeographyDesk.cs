using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>States, their districts and the branches in them: what SystemAdmin keeps.</summary>
public sealed class GeographyDesk(BranchDb branches)
{
    /// <summary>Adds a state (<paramref name="district"/> is <see cref="Geographic.WholeState"/>) or a district of one.</summary>
    public Task<Refusal?> AddAsync(Actor by, string state, string district, NameEntry called, CancellationToken ct) => WriteAsync(by, async db =>
    {
        var code = district == Geographic.WholeState ? state : district;
        if (Keeping.Problems([CodeRules.Code("code", code), .. called.Check()]) is { } refusal)
        {
            return refusal;
        }

        if (await Place(db, state, district).AnyAsync(ct))
        {
            return new CodeTaken();
        }

        if (district != Geographic.WholeState && await StandsAsync(db, state, Geographic.WholeState, ct) is { } missing)
        {
            return missing;
        }

        db.Add(Geographic.Of(state, district, called));
        return null;
    }, ct);

    public Task<Refusal?> ChangeAsync(Actor by, string state, string district, uint version, NameEntry called, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.ChangeAsync(Place(db, state, district), version, place =>
        {
            var refusal = Keeping.Problems(called.Check());
            if (refusal is null)
            {
                place.Change(called);
            }

            return Task.FromResult(refusal);
        }, ct, called.Name), ct);

    /// <summary>Retires or brings back. A state goes after its districts and a district after its branches; they come back the other way.</summary>
    public Task<Refusal?> RetireAsync(Actor by, string state, string district, uint version, bool retire, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.RetireAsync(
            db, Place(db, state, district), version, retire,
            async _ => (district == Geographic.WholeState
                ? await db.Geography.AnyAsync(part => part.StateCode == state && part.DistrictCode != Geographic.WholeState && part.RetiredTime == null, ct)
                : await db.Branches.AnyAsync(part => part.StateCode == state && part.DistrictCode == district && part.RetiredTime == null, ct)) ? new PartsInUse() : null,
            async _ => district == Geographic.WholeState ? null : await StandsAsync(db, state, Geographic.WholeState, ct), ct), ct);

    public Task<Refusal?> AddBranchAsync(Actor by, string state, string district, string code, BranchEntry entry, CancellationToken ct) => WriteAsync(by, async db =>
    {
        if (Keeping.Problems([CodeRules.Code("code", code), .. entry.Check()]) is { } refusal)
        {
            return refusal;
        }

        if (!BranchId.TryParse(state + district + code, out var id))
        {
            return new InvalidReference();
        }

        if (await db.Branches.AnyAsync(branch => branch.BranchId == id, ct))
        {
            return new CodeTaken();
        }

        if (district == Geographic.WholeState || await StandsAsync(db, state, district, ct) is not null)
        {
            return new ParentRetired();
        }

        db.Add(Branch.Of(id, entry));
        return null;
    }, ct);

    public Task<Refusal?> ChangeBranchAsync(Actor by, BranchId id, uint version, BranchEntry entry, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.ChangeAsync(db.Branches.Where(branch => branch.BranchId == id), version, branch =>
        {
            var refusal = Keeping.Problems(entry.Check());
            if (refusal is null)
            {
                branch.Change(entry);
            }

            return Task.FromResult(refusal);
        }, ct, entry.Called.Name), ct);

    /// <summary>Retires a branch after its institutions, or brings it back into a district in use.</summary>
    public Task<Refusal?> RetireBranchAsync(Actor by, BranchId id, uint version, bool retire, CancellationToken ct) => WriteAsync(by, db =>
        Keeping.RetireAsync(
            db, db.Branches.Where(branch => branch.BranchId == id), version, retire,
            async _ => await db.Institutions.AnyAsync(part => part.BranchId == id && part.RetiredTime == null, ct) ? new PartsInUse() : null,
            _ => StandsAsync(db, id.State, id.District, ct), ct), ct);

    private static IQueryable<Geographic> Place(ViseContext db, string state, string district) =>
        db.Geography.Where(place => place.StateCode == state && place.DistrictCode == district);

    private static async Task<Refusal?> StandsAsync(ViseContext db, string state, string district, CancellationToken ct) =>
        await Place(db, state, district).SingleOrDefaultAsync(ct) is { IsRetired: false } ? null : new ParentRetired();

    private Task<Refusal?> WriteAsync(Actor by, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpNetwork, Scope.Everything, write, ct);
}
