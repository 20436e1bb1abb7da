using Vise.Domain.Codes;

namespace Vise.Data.Operations.Seed;

/// <summary>A district as the codes have it.</summary>
internal sealed record SeedDistrict(string State, string Code, string Name, string? Hindi);

/// <summary>A session for which the made schools took applications: the last is the one that runs, and its cycle is open.</summary>
internal sealed record MadeSession(AcademicYear Year, DateOnly Opens, DateOnly Closes, DateOnly Ends);

/// <summary>A branch of the plan, and which of all applications and families are its own.</summary>
/// <param name="Index">Its number among the branches by id.</param>
/// <param name="Id">Its id.</param>
/// <param name="District">Where it lies.</param>
/// <param name="Nth">Which of its district's branches it is, from 0.</param>
/// <param name="Schools">How many institutions it has.</param>
/// <param name="First">The number of its first application among all.</param>
/// <param name="Count">How many applications it has.</param>
/// <param name="Families">How many families it has.</param>
internal sealed record PlannedBranch(int Index, BranchId Id, SeedDistrict District, int Nth, int Schools, int First, int Count, int Families);

/// <summary>The made network as a whole, told from the order and the districts alone: who has how many of what, and in which pieces it is loaded.</summary>
internal sealed class SeedPlan
{
    /// <summary>How many applications a piece has, unless one branch has more.</summary>
    public const int PieceSize = 10_000;

    /// <summary>The demo people's branches come first: the first is the largest.</summary>
    private static readonly string[] DemoDistricts = ["2725", "2920"];

    public SeedPlan(SeedOrder order, IEnumerable<SeedDistrict> districts, int pieceSize = PieceSize)
    {
        Order = order;
        Sessions = SessionsOf(order.Day);
        Branches = Spread(order, Places(order, [.. districts.OrderBy(district => district.State + district.Code, StringComparer.Ordinal)]));
        Pieces = [.. Cut(Branches, pieceSize)];
    }

    public SeedOrder Order { get; }

    /// <summary>Three, the oldest first.</summary>
    public IReadOnlyList<MadeSession> Sessions { get; }

    public IReadOnlyList<PlannedBranch> Branches { get; }

    /// <summary>Branches that are loaded in one go, by id.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedBranch>> Pieces { get; }

    private static MadeSession[] SessionsOf(DateOnly day)
    {
        var year = AcademicYear.On(day).Start;
        MadeSession Past(int start) => new(AcademicYear.StartingIn(start), new DateOnly(start - 1, 11, 15), new DateOnly(start, 3, 15), new DateOnly(start, 7, 31));
        return [Past(year - 2), Past(year - 1), new MadeSession(AcademicYear.StartingIn(year), day.AddDays(-150), day.AddDays(60), day.AddDays(180))];
    }

    private static IEnumerable<(SeedDistrict District, int Nth)> Places(SeedOrder order, IReadOnlyList<SeedDistrict> districts)
    {
        SeedDistrict Demo(int which) => districts.Single(district => district.State + district.Code == DemoDistricts[which]);
        switch (order.Scale.Name)
        {
            case "demo":
                return [(Demo(0), 0), (Demo(0), 1), (Demo(1), 0)];
            case "district":
                return Enumerable.Range(0, order.Scale.Branches).Select(nth => (Demo(0), nth));
            default:
                // as many to each, and one more to some; Pune has two at least, for the demo people
                var (each, more) = (order.Scale.Branches / districts.Count, order.Scale.Branches % districts.Count);
                var favoured = districts.Select((district, at) => (district, Rank: district.State + district.Code == DemoDistricts[0] ? 0 : SeedRandom.Of(order.Number, 1, at).Next()))
                    .OrderBy(ranked => ranked.Rank).Take(more).Select(ranked => ranked.district).ToHashSet();
                return districts.SelectMany(district => Enumerable.Range(0, each + (favoured.Contains(district) ? 1 : 0)).Select(nth => (district, nth)));
        }
    }

    // few branches are large and most are small: the first takes a share of its own, the others follow a power law
    private static PlannedBranch[] Spread(SeedOrder order, IEnumerable<(SeedDistrict District, int Nth)> places)
    {
        var branches = places.Select(place => (place.District, place.Nth, Id: BranchId.Of(place.District.State, place.District.Code, CodeOf(place.Nth + 1))))
            .OrderBy(place => place.Id.Value, StringComparer.Ordinal).ToList();
        var largest = branches.FindIndex(place => place.Id.Value == DemoDistricts[0] + "01");
        var ranks = Enumerable.Range(0, branches.Count).OrderBy(at => at == largest ? 0 : SeedRandom.Of(order.Number, 2, at).Next() | 1).ToList();
        var weights = new double[branches.Count];
        var rankOf = new int[branches.Count];
        foreach (var (at, rank) in ranks.Select((at, rank) => (at, rank)))
        {
            (rankOf[at], weights[at]) = (rank, rank == 0 ? 0 : Math.Pow(rank + 10, -0.7));
        }

        var first = Math.Min(order.Applications, Math.Max(Math.Min(order.Applications / 25, (int)(10_000 * Math.Max(1, Math.Sqrt(order.Applications / 250_000d)))), 2 * order.Applications / branches.Count));
        var (total, soFar, rest, families) = (weights.Sum(), 0d, 0, 0L);
        var planned = new PlannedBranch[branches.Count];
        var (given, extra) = (0, order.Scale.Institutions - branches.Count);
        for (var at = 0; at < branches.Count; at++)
        {
            soFar += weights[at];
            var upTo = (int)Math.Round((order.Applications - first) * soFar / total);
            var count = at == largest ? first : upTo - rest;
            rest = at == largest ? rest : upTo;
            var familiesUpTo = (long)order.Families * (given + count) / order.Applications;
            // the largest has several schools, and the next have two as long as there are any
            var schools = 1 + (rankOf[at] == 0 ? Math.Min(extra, 5) : rankOf[at] <= extra - 5 ? 1 : 0);
            planned[at] = new PlannedBranch(at, branches[at].Id, branches[at].District, branches[at].Nth, schools, given, count, (int)(familiesUpTo - families));
            (given, families) = (given + count, familiesUpTo);
        }

        return planned;
    }

    private static IEnumerable<IReadOnlyList<PlannedBranch>> Cut(IReadOnlyList<PlannedBranch> branches, int pieceSize)
    {
        List<PlannedBranch> piece = [];
        var size = 0;
        foreach (var branch in branches)
        {
            if (piece.Count > 0 && size + branch.Count > pieceSize)
            {
                yield return piece;
                (piece, size) = ([], 0);
            }

            piece.Add(branch);
            size += branch.Count;
        }

        yield return piece;
    }

    /// <summary>Two characters of a number from 1 to 1,295: 01, ..., 09, 0A, ...</summary>
    internal static string CodeOf(int number) => string.Create(2, number, (text, value) => (text[0], text[1]) = (Base36.Alphabet[value / 36], Base36.Alphabet[value % 36]));
}
