using Microsoft.EntityFrameworkCore;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>What a class of a cycle costs, asks for and has room for.</summary>
/// <param name="Rupees">The fee due on taking up an offer, rupees with at most two decimals.</param>
/// <param name="Documents">Codes of the list <c>document</c>.</param>
/// <param name="Seats">Seats by quota.</param>
public sealed record ClassTerms(decimal Rupees, IReadOnlyCollection<string> Documents, SeatPlan Seats);

/// <summary>Sets up the classes that a cycle admits to.</summary>
public sealed class CycleClassDesk(BranchDb branches, ReferenceCodes codes)
{
    /// <summary>Admits to a class of the school's curriculum, or again to one that was taken back.</summary>
    public async Task<Refusal?> AddAsync(Actor by, CycleKey key, ClassKey of, ClassTerms terms, CancellationToken ct)
    {
        if (await CheckAsync(terms, ct) is { } unfit)
        {
            return unfit;
        }

        return await branches.WriteAsync(by, Duty.SetUpCycles, key.Branch, async db =>
        {
            if (await db.Cycles.Of(key).SingleOrDefaultAsync(ct) is not { } cycle)
            {
                return new NotFound();
            }

            var taught = await db.Curriculum.AnyAsync(known => known.BranchId == key.Branch && known.InstitutionCode == key.Institution
                && known.ProgrammeCode == of.Programme && known.DepartmentCode == of.Department && known.ClassCode == of.Class && known.RetiredTime == null, ct);
            if (!taught)
            {
                return new ClassNotTaught();
            }

            var offered = await FindAsync(db, key, of, ct);
            if (offered is { WithdrawnTime: null })
            {
                return new ClassThere();
            }

            if (offered is null)
            {
                offered = CycleClass.Of(cycle, of.Programme, of.Department, of.Class);
                db.Add(offered);
            }

            offered.OfferAgain();
            return await SetAsync(db, key, offered, terms, ct);
        }, ct);
    }

    /// <summary>Changes fee, documents and seats; <paramref name="seen"/> is the version that they were typed over.</summary>
    public async Task<Refusal?> ChangeAsync(Actor by, CycleKey key, ClassKey of, uint seen, ClassTerms terms, CancellationToken ct)
    {
        if (await CheckAsync(terms, ct) is { } unfit)
        {
            return unfit;
        }

        return await branches.WriteAsync(by, Duty.SetUpCycles, key.Branch, async db => await FindAsync(db, key, of, ct) switch
        {
            null or { WithdrawnTime: not null } => new NotFound(),
            var offered when offered.Version != seen => new Collided(),
            var offered => await SetAsync(db, key, offered, terms, ct),
        }, ct);
    }

    /// <summary>Takes the class back with its seats, as long as nobody has begun a form for it.</summary>
    public Task<Refusal?> WithdrawAsync(Actor by, CycleKey key, ClassKey of, uint seen, CancellationToken ct) =>
        branches.WriteAsync(by, Duty.SetUpCycles, key.Branch, async db =>
        {
            if (await FindAsync(db, key, of, ct) is not { WithdrawnTime: null } offered)
            {
                return new NotFound();
            }

            if (offered.Version != seen)
            {
                return new Collided();
            }

            return offered.Withdraw((await CountsAsync(db, key, of, ct)).Progress, db.Now) ?? await db.SetSeatsAsync(key, of, new SeatPlan(0, 0), ct);
        }, ct);

    private static Task<CycleClass?> FindAsync(ViseContext db, CycleKey key, ClassKey of, CancellationToken ct) => db.CycleClasses.AsTracking().Of(key).SingleOrDefaultAsync(
        offered => offered.ProgrammeCode == of.Programme && offered.DepartmentCode == of.Department && offered.ClassCode == of.Class, ct);

    private static async Task<ClassCounts> CountsAsync(ViseContext db, CycleKey key, ClassKey of, CancellationToken ct) =>
        (await db.CountsAsync(key, ct)).SingleOrDefault(row => row.Key == of) ?? new ClassCounts(of.Programme, of.Department, of.Class, 0, 0, 0, 0, 0, 0, 0, null);

    private static async Task<Refusal?> SetAsync(ViseContext db, CycleKey key, CycleClass offered, ClassTerms terms, CancellationToken ct)
    {
        var of = ClassKey.Of(offered);
        var counts = await CountsAsync(db, key, of, ct);
        if ((offered.Ask(CycleClass.PaiseOf(terms.Rupees), terms.Documents, counts.Progress) ?? terms.Seats.Check(counts.Held)) is { } refusal)
        {
            return refusal;
        }

        // the seats hang on the class' row
        await db.SaveChangesAsync(ct);
        return await db.SetSeatsAsync(key, of, terms.Seats, ct);
    }

    private async Task<Refusal?> CheckAsync(ClassTerms terms, CancellationToken ct)
    {
        var known = (await codes.TermsAsync("document", ct)).Select(term => term.Code);
        return terms.Documents.Except(known, StringComparer.Ordinal).Any() ? new InvalidReference() : null;
    }
}
