namespace Vise.Domain.Users;

/// <summary>
/// Who may give and end which role where (SPEC 1): a SystemAdmin any within the own scope, a BranchAdmin the own branch's Clerk and BranchAdmin.
/// The database holds the same in <c>users.may_give</c>.
/// </summary>
public static class Giving
{
    /// <summary>How long an invitation of staff or of a second guardian stands, days.</summary>
    public const int InvitationDays = 7;

    private static readonly Role[] OfSystemAdmin = [Role.Clerk, Role.BranchAdmin, Role.DistrictOfficer, Role.StateOfficer, Role.Auditor, Role.SystemAdmin];

    private static readonly Role[] OfBranchAdmin = [Role.Clerk, Role.BranchAdmin];

    /// <summary>The roles that the actor may give somewhere.</summary>
    public static IReadOnlyList<Role> RolesOf(Actor by) => by.Role switch
    {
        Role.SystemAdmin => OfSystemAdmin,
        Role.BranchAdmin => OfBranchAdmin,
        _ => [],
    };

    /// <summary>Whether a role is held over a place of this size: a clerk works in one branch, a state's officer in a state.</summary>
    public static bool Fits(Role role, Scope scope) => role switch
    {
        Role.Clerk or Role.BranchAdmin => scope.Prefix.Length == 6,
        Role.DistrictOfficer => scope.Prefix.Length == 4,
        Role.StateOfficer => scope.Prefix.Length == 2,
        Role.SystemAdmin => scope.Prefix.Length == 0,
        Role.Auditor => true,
        _ => false,
    };

    /// <summary>Whether the actor may give and end the role over the scope.</summary>
    public static bool May(Actor by, Role role, Scope scope) =>
        by.May(Duty.ManagePeople) && RolesOf(by).Contains(role) && by.Scope.Covers(scope) && (by.Role is Role.SystemAdmin || scope.Branch is not null);
}
