using System.Globalization;
using Vise.Domain.Codes;

namespace Vise.Data.Operations.Seed;

/// <summary>Makes families, children and those who work for a branch. Combinations of common names, by chance; any likeness is chance too.</summary>
internal sealed class SeedPeople(long number, SeedNames names, IReadOnlyDictionary<(string State, string Class), AgeRule> ages)
{
    private static readonly string[] SocialCategories = ["general", "obc", "sc", "st"];

    /// <summary>The family of a number in a branch; without an account for one that comes to the counter.</summary>
    public MadeFamily Family(PlannedBranch branch, int which, bool account)
    {
        var random = SeedRandom.Of(number, account ? 10 : 11, branch.Index, which);
        var state = SeedState.Of(branch.District.State);
        var list = names.Of(state, ref random);
        var (surname, father, mother) = (random.Of(list.Families), random.Of(list.Boys), random.Of(list.Girls));
        var grandfather = random.Of(list.Boys);
        var hill = state.Names == "hill";
        var category = random.Below(100) switch { < 31 => 0, < 72 => 1, < 90 => 2, _ => 3 };
        var fathers = Parent(list, father, surname, grandfather, girl: false, "father", Mobile(ref random), random.Of(names.Occupations).English);
        var mothers = Parent(list, mother, surname, father, girl: true, "mother", random.Chance(60) ? Mobile(ref random) : null, random.Of(names.Occupations).English);
        // the first on the form is reached by mobile
        var (first, second) = random.Chance(30) && mothers.Mobile is not null ? (mothers, fathers) : (fathers, random.Chance(85) ? mothers : null);
        var language = random.Chance(70) || state.Medium != "hi" ? "en" : "hi";
        return new MadeFamily(
            account ? new MadeAccount(random.Uuid(), string.Create(CultureInfo.InvariantCulture, $"family-{branch.Id}-{which}"), first.Name, language, null, null) : null,
            list, surname, father, first, second,
            string.Create(CultureInfo.InvariantCulture, $"{random.Between(1, 240)} {random.Of(names.Streets).English}"), Pin(state, ref random),
            hill && random.Chance(75) ? "st" : SocialCategories[category], list.Language == "mus" && state.Medium is "hi" or "ur" ? "ur" : state.Language);
    }

    /// <summary>A child of the family that fits the class by the state's own rule.</summary>
    public MadeChild Child(PlannedBranch branch, MadeFamily family, string classCode, AcademicYear year, ref SeedRandom random)
    {
        var girl = random.Chance(48);
        var given = random.Of(girl ? family.List.Girls : family.List.Boys);
        var parts = Parts(family.List.Language, given, family.Surname, family.FatherGiven, girl);
        var rule = ages.GetValueOrDefault((branch.District.State, classCode)) ?? ages[("00", classCode)];
        var born = rule.CutoffOf(year).AddYears(-rule.MinYears).AddDays(-random.Below(330));
        var script = parts.All(part => part.Script is not null) && random.Chance(60) ? string.Join(' ', parts.Select(part => part.Script)) : null;
        var keys = parts.SelectMany(part => script is null ? part.Keys.Take(LatinKeys(part)) : part.Keys);
        return new MadeChild(Joined(parts), script, random.Below(400) == 0 ? "O" : girl ? "F" : "M", born, [.. keys]);
    }

    /// <summary>A branch's admin and its two clerks.</summary>
    public MadeStaff Staff(PlannedBranch branch)
    {
        var random = SeedRandom.Of(number, 12, branch.Index);
        var state = SeedState.Of(branch.District.State);
        return new MadeStaff(Works(branch, state, "admin", "BranchAdmin", ref random), Works(branch, state, "clerk-1", "Clerk", ref random), Works(branch, state, "clerk-2", "Clerk", ref random));
    }

    internal static string Pin(SeedState state, ref SeedRandom random) => random.Of(state.Pins) + random.Below(10_000).ToString("0000", CultureInfo.InvariantCulture);

    private MadeAccount Works(PlannedBranch branch, SeedState state, string subject, string role, ref SeedRandom random)
    {
        var list = names.Of(state, ref random);
        var girl = random.Chance(50);
        var name = Joined(Parts(list.Language, random.Of(girl ? list.Girls : list.Boys), random.Of(list.Families), random.Of(list.Boys), girl));
        return new MadeAccount(random.Uuid(), $"{subject}-{branch.Id}", name, "en", role, branch.Id.Value);
    }

    private static MadeParent Parent(NameList list, MadeName given, MadeName surname, MadeName middle, bool girl, string relation, string? mobile, string occupation)
    {
        var parts = Parts(list.Language, given, surname, middle, girl);
        return new MadeParent(Joined(parts), relation, mobile, occupation, parts.SelectMany(part => part.Keys.Take(LatinKeys(part))));
    }

    // each people has its own order; a wife in Maharashtra and Gujarat bears her husband's name in the middle, as children do their father's
    private static MadeName[] Parts(string language, MadeName given, MadeName family, MadeName middle, bool girl) => language switch
    {
        "mr" or "gu" => [given, middle, family],
        "ta" => [given, middle],
        "te" => [family, given],
        "pa" => [given, girl ? Kaur : Singh, family],
        _ => [given, family],
    };

    private static readonly MadeName Kaur = new("Kaur", null);

    private static readonly MadeName Singh = new("Singh", null);

    private static string Joined(MadeName[] parts) => string.Join(' ', parts.Select(part => part.Latin));

    private static int LatinKeys(MadeName part) => part.Script is null ? part.Keys.Count : part.Keys.Count - 1;

    private static string Mobile(ref SeedRandom random) => string.Create(CultureInfo.InvariantCulture, $"+91{random.Between(6, 9)}{random.Below(1_000_000_000):000000000}");
}
