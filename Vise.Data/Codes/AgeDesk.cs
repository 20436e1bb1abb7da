using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using ZiggyCreatures.Caching.Fusion;

namespace Vise.Data.Codes;

/// <summary>Which children a rule is for: a state (00: every state without one of its own), a class, a category (all, or one of the list <c>age_category</c>).</summary>
public sealed record AgeKey(string State, string Class, string Category);

/// <summary>The ages of a rule: the cut-off day, years on it, by how many days a child may fall short, and whether a misfit is only said and refuses nothing.</summary>
public sealed record AgeWish(int Month, int Day, int MinYears, int? MaxYears, int RelaxationDays, bool OnlyWarns = false);

/// <summary>Keeps the age rules (DOMAIN: Age for a class), for SystemAdmin.</summary>
public sealed class AgeDesk(BranchDb branches, ReferenceCodes codes, IFusionCache cache)
{
    /// <summary>The rules of a state, those that were retired last; empty for who may not keep them.</summary>
    public async Task<IReadOnlyList<AgeRule>> OfAsync(Actor by, string state, CancellationToken ct) =>
        !by.May(Duty.SetUpNetwork) ? [] : await branches.ReadAsync(by, db => db.AgeRules.Where(rule => rule.StateCode == state)
            .OrderBy(rule => rule.RetiredTime != null).ThenBy(rule => rule.ClassCode).ThenBy(rule => rule.Category).Take(500).ToListAsync(ct), ct);

    /// <summary>Makes a rule, or changes it; <paramref name="seen"/> is the version that it was typed over, null for one that is made.</summary>
    public Task<Refusal?> KeepAsync(Actor by, AgeKey key, uint? seen, AgeWish wish, CancellationToken ct) => WriteAsync(by, key.State, async db =>
    {
        var known = await db.Terms.AnyAsync(term => term.List == "class" && term.Code == key.Class, ct)
            && await db.Terms.AnyAsync(term => term.List == "age_category" && term.Code == key.Category, ct)
            && (key.State == AgeRule.Norm || await db.Geography.AnyAsync(place => place.StateCode == key.State && place.DistrictCode == Geographic.WholeState, ct));
        if (!known)
        {
            return new InvalidReference();
        }

        var rule = await FindAsync(db, key, ct);
        if ((rule is { RetiredTime: null } ? rule.Version : (uint?)null) != seen)
        {
            return new Collided();
        }

        if (rule is null)
        {
            rule = AgeRule.For(key.State, key.Class, key.Category);
            db.Add(rule);
        }

        return rule.Set(wish.Month, wish.Day, wish.MinYears, wish.MaxYears, wish.RelaxationDays, wish.OnlyWarns);
    }, ct);

    /// <summary>Ends a rule: the norm holds in its place, if there is one.</summary>
    public Task<Refusal?> RetireAsync(Actor by, AgeKey key, uint seen, CancellationToken ct) => WriteAsync(by, key.State, async db =>
    {
        if (await FindAsync(db, key, ct) is not { RetiredTime: null } rule)
        {
            return new NotFound();
        }

        if (rule.Version != seen)
        {
            return new Collided();
        }

        rule.Retire(db.Now);
        return null;
    }, ct);

    private static Task<AgeRule?> FindAsync(ViseContext db, AgeKey key, CancellationToken ct) => db.AgeRules.AsTracking().SingleOrDefaultAsync(
        rule => rule.StateCode == key.State && rule.ClassCode == key.Class && rule.Category == key.Category, ct);

    private async Task<Refusal?> WriteAsync(Actor by, string state, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct)
    {
        var refusal = await branches.WriteAsync(by, Duty.SetUpNetwork, Scope.Everything, write, ct);
        if (refusal is null)
        {
            // the norm holds in every state without a rule of its own
            var states = state == AgeRule.Norm ? [.. (await codes.StatesAsync(ct)).Select(one => one.Code)] : new[] { state };
            foreach (var one in states)
            {
                await cache.RemoveAsync(CacheKeys.AgeRules(one).Key, token: ct);
            }
        }

        return refusal;
    }
}
