namespace Vise.Domain.Users;

/// <summary>What a page, endpoint, handler or job asks for. One policy each, of the same name (ARCHITECTURE 4.6).</summary>
public enum Duty
{
    /// <summary>Fill, submit, track and answer for one's own children.</summary>
    ApplyForOwnChild,

    /// <summary>Read the branch's queue and its applications.</summary>
    ReadApplications,

    /// <summary>Take into review, verify documents, return for correction.</summary>
    ReviewApplications,

    /// <summary>Enter walk-in and API forms on a family's behalf.</summary>
    EnterApplications,

    /// <summary>Accept and reject.</summary>
    DecideApplications,

    /// <summary>Give a seat to an accepted application and issue the offer.</summary>
    IssueOffers,

    /// <summary>Record payments made at the counter.</summary>
    RecordPayments,

    /// <summary>Enrol a child whose fees are paid.</summary>
    EnrolStudents,

    /// <summary>Read figures that name nobody.</summary>
    ReadFigures,

    /// <summary>Set up codes, branches, accounts and grants.</summary>
    SetUpNetwork,

    /// <summary>Set up the own branch's schools, what they teach, and what the branch announces.</summary>
    SetUpBranch,

    /// <summary>Set up admission cycles: dates, classes, seats, fees, questions.</summary>
    SetUpCycles,

    /// <summary>Give and end the roles of people, within the own grant (<see cref="Giving"/>).</summary>
    ManagePeople,

    /// <summary>Read the operations pages.</summary>
    ReadOperations,

    /// <summary>Read the trails.</summary>
    ReadTrails,
}

/// <summary>Which role carries which duty: the one table behind pages, API and tests.</summary>
public static class Duties
{
    private static readonly Duty[] Clerk =
        [Duty.ReadApplications, Duty.ReviewApplications, Duty.EnterApplications, Duty.RecordPayments, Duty.ReadFigures];

    private static readonly Dictionary<Role, HashSet<Duty>> ByRole = new()
    {
        [Role.Parent] = [Duty.ApplyForOwnChild],
        [Role.Student] = [],
        [Role.Clerk] = [.. Clerk],
        [Role.BranchAdmin] = [.. Clerk, Duty.DecideApplications, Duty.IssueOffers, Duty.EnrolStudents, Duty.SetUpBranch, Duty.SetUpCycles, Duty.ManagePeople],
        [Role.DistrictOfficer] = [Duty.ReadFigures],
        [Role.StateOfficer] = [Duty.ReadFigures],
        [Role.SystemAdmin] = [Duty.SetUpNetwork, Duty.SetUpBranch, Duty.SetUpCycles, Duty.ManagePeople, Duty.ReadOperations],
        [Role.Auditor] = [Duty.ReadTrails],
        [Role.System] = [],
    };

    public static IReadOnlySet<Duty> Of(Role role) => ByRole[role];
}
