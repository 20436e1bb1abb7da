using System.Globalization;

namespace Vise.Data.Operations.Seed;

/// <summary>Makes a branch's schools and what they teach.</summary>
internal static class SeedSchools
{
    private static readonly (string Code, int Weight)[] Classes =
    [
        ("NU", 20), ("LK", 6), ("UK", 5), ("01", 34), ("02", 4), ("03", 4), ("04", 4), ("05", 4), ("06", 8), ("07", 3), ("08", 3), ("09", 6), ("10", 2), ("11", 4), ("12", 1),
    ];

    private static readonly string[] Departments = ["SCI", "COM", "ART"];

    private static readonly (int First, int Last)[] Kinds = [(0, 12), (0, 7), (3, 10), (0, 14), (8, 12)];

    private static readonly (string Code, long FeePaise)[] Programmes = [("SB", 125_000), ("CB", 1_850_000), ("IC", 2_400_000)];

    /// <summary>The code of a branch's school by its number from 0. The demo schools are 01 and 02; made ones begin at 11.</summary>
    public static string CodeOf(int which) => SeedPlan.CodeOf(37 + which);

    public static IReadOnlyList<MadeSchool> Of(PlannedBranch branch, SeedNames names, long number) =>
        [.. Enumerable.Range(0, branch.Schools).Select(which => School(branch, which, names, number))];

    private static MadeSchool School(PlannedBranch branch, int which, SeedNames names, long number)
    {
        var random = SeedRandom.Of(number, 30, branch.Index, which);
        var state = SeedState.Of(branch.District.State);
        var called = names.Schools[(random.Below(names.Schools.Length) + which) % names.Schools.Length];
        // the first teaches from nursery to class 10, so that every branch has every entry class
        var kind = which == 0 ? Kinds[0] : random.Of(Kinds);
        var programme = Programmes[random.Below(10) switch { < 6 => 0, < 9 => 1, _ => 2 }];
        var classes = Classes[kind.First..(kind.Last + 1)].SelectMany(taught => taught.Code is "11" or "12"
            ? Departments.Select(department => new MadeClass(programme.Code, department, taught.Code, taught.Weight, programme.FeePaise * 3 / 2))
            : [new MadeClass(programme.Code, "GEN", taught.Code, taught.Weight, programme.FeePaise)]);
        var udise = branch.Id.State + branch.Id.District + random.Below(10_000_000).ToString("0000000", CultureInfo.InvariantCulture);
        return new MadeSchool(
            CodeOf(which), called.English, called.Hindi, branch.District.Name, SeedPeople.Pin(state, ref random), udise,
            state.Medium is { } medium && medium != "en" ? ["en", medium] : ["en"], [.. classes]);
    }
}

/// <summary>Makes the seats of a branch's classes: one for each holder, and some that are free.</summary>
internal static class SeedSeats
{
    private static readonly string[] Quotas = ["open", "rte"];

    public static IReadOnlyList<MadeSeat> Of(PlannedBranch branch, IReadOnlyList<MadeSchool> schools, IReadOnlyList<MadeForm> forms, long number)
    {
        var held = forms.Where(form => form.Status is Domain.Admissions.ApplicationStatus.Offer or Domain.Admissions.ApplicationStatus.Fees or Domain.Admissions.ApplicationStatus.Enrolled)
            .ToLookup(form => (form.School, form.Story.Session, form.Class, form.Quota), form => form.Id);
        List<MadeSeat> seats = [];
        foreach (var (school, which) in schools.Select((school, which) => (school, which)))
        {
            foreach (var (taught, place) in school.Classes.Select((taught, place) => (taught, place)))
            {
                for (var session = 0; session < 3; session++)
                {
                    foreach (var quota in Quotas.Where(quota => quota == "open" || taught.Code is "NU" or "01"))
                    {
                        var holders = held[(school.Code, session, taught, quota)].ToList();
                        var random = SeedRandom.Of(number, 40, branch.Index, (which * 1000) + (place * 10) + session);
                        // a third of the classes are full
                        var free = session < 2 ? 0 : holders.Count > 0 && random.Below(3) == 0 ? 0 : Math.Max(quota == "rte" ? 2 : 6, holders.Count / 8);
                        seats.AddRange(holders.Select(string? (holder) => holder).Concat(Enumerable.Repeat<string?>(null, free))
                            .Select((holder, at) => new MadeSeat(school.Code, session, taught, quota, at + 1, holder)));
                    }
                }
            }
        }

        return seats;
    }
}
