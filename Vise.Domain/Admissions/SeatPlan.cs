namespace Vise.Domain.Admissions;

/// <summary>How many seats a class has in each quota.</summary>
public sealed record SeatPlan(int Open, int Rte)
{
    public const int MostSeats = 2000;

    /// <summary>RTE 12(1)(c): the share of the entry class of a private unaided school that is kept for disadvantaged groups and weaker sections.</summary>
    public const decimal RteShare = 0.25m;

    /// <summary>The quotas, as <c>admissions.seat</c> names them.</summary>
    public static readonly IReadOnlyList<string> Quotas = ["open", "rte"];

    public int Total => Open + Rte;

    public int Of(string quota) => quota == "rte" ? Rte : Open;

    /// <summary>What is proposed for a number of seats: in an entry class floor(total × share) are RTE seats, elsewhere none.</summary>
    public static SeatPlan Propose(int total, bool isEntryClass)
    {
        var rte = isEntryClass ? (int)decimal.Floor(total * RteShare) : 0;
        return new SeatPlan(total - rte, rte);
    }

    /// <summary>Whether children come in at this class: class 1, and the lowest class that the school teaches in the programme.</summary>
    /// <param name="classCode">The class.</param>
    /// <param name="taught">The classes of the programme.</param>
    /// <param name="order">All classes, lowest first.</param>
    public static bool IsEntryClass(string classCode, IReadOnlyCollection<string> taught, IReadOnlyList<string> order) =>
        classCode == "01" || classCode == order.FirstOrDefault(taught.Contains);

    /// <summary>Whether the class can have so many seats when so many are held: a seat that is held stays.</summary>
    public Refusal? Check(SeatPlan held) =>
        Open is < 0 or > MostSeats || Rte is < 0 or > MostSeats ? new SeatsInvalid()
        : Open < held.Open ? new SeatsHeld(held.Open)
        : Rte < held.Rte ? new SeatsHeld(held.Rte)
        : null;
}
