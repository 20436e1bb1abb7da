using Vise.Domain.Users;

namespace Vise.Web.Shell.Layouts;

/// <summary>A place on the desk's rail; shown to those whose role carries the duty.</summary>
public sealed record DeskPlace(string Path, string WordKey, IconName Icon, Duty Duty);

/// <summary>The rail of modules, top to bottom.</summary>
public static class DeskRail
{
    public static IReadOnlyList<DeskPlace> Places { get; } =
    [
        new(Paths.Desk, "PlaceQueue", IconName.Queue, Duty.ReadApplications),
        new(Paths.Dashboard, "PlaceDashboard", IconName.Chart, Duty.ReadFigures),
        new(SetupPaths.Branches, "PlaceSetUp", IconName.School, Duty.SetUpBranch),
        new(Paths.Cycles, "PlaceCycles", IconName.Calendar, Duty.SetUpCycles),
        new(Paths.People, "PlacePeople", IconName.Person, Duty.ManagePeople),
        new(Paths.OpsJobs, "PlaceJobs", IconName.Accepted, Duty.ReadOperations),
        new(Paths.OpsCache, "PlaceCache", IconName.Chart, Duty.ReadOperations),
        new(Paths.OpsTrails, "PlaceTrails", IconName.Search, Duty.ReadTrails),
    ];
}

/// <summary>Where a desk page may put its own parts into the frame, by <c>SectionContent SectionName</c>.</summary>
public static class DeskSections
{
    /// <summary>Beside the name of branch or grant, for the switcher.</summary>
    public const string Grant = "desk-grant";

    /// <summary>The middle of the top bar; the key <c>/</c> goes to the first input in it.</summary>
    public const string Search = "desk-search";

    /// <summary>More rows for the list of keys: <c>&lt;dt&gt;</c> and <c>&lt;dd&gt;</c> pairs.</summary>
    public const string Keys = "desk-keys";
}
