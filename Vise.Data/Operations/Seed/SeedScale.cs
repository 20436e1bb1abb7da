namespace Vise.Data.Operations.Seed;

/// <summary>How large a made network is.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Branches">How many.</param>
/// <param name="Institutions">How many, at least one a branch.</param>
/// <param name="Applications">How many unless told otherwise.</param>
public sealed record SeedScale(string Name, int Branches, int Institutions, int Applications)
{
    /// <summary>
    /// demo: the branches of the demo people. district: Pune. network: all states, as large as VISE's first network. national: for measuring, hours of work.
    /// </summary>
    public static IReadOnlyList<SeedScale> All { get; } =
    [
        new("demo", 3, 4, 400),
        new("district", 12, 16, 5_000),
        new("network", 1_000, 1_200, 250_000),
        new("national", 12_000, 15_000, 10_000_000),
    ];

    /// <summary>The scale of a name; null when there is none.</summary>
    public static SeedScale? Find(string name) => All.FirstOrDefault(scale => scale.Name == name);
}

/// <summary>What is asked for: the same order gives the same data.</summary>
/// <param name="Scale">How many branches and institutions.</param>
/// <param name="Applications">How many, 1 to 50 million.</param>
/// <param name="Number">The seed number, any.</param>
/// <param name="Day">The one time that everything is told from: the data stand as on this morning, in India. Deadlines lie ahead of it.</param>
public sealed record SeedOrder(SeedScale Scale, int Applications, long Number, DateOnly Day)
{
    /// <summary>The most applications there may be.</summary>
    public const int MostApplications = 50_000_000;

    /// <summary>Told from the number of applications as in the network: 80,000 families hand in 250,000.</summary>
    public int Families => (int)(Applications * 32L / 100);
}
