using Vise.Domain.Users;

namespace Vise.Data.Isolation;

/// <summary>The database role that a transaction takes on for an actor (SPEC 4).</summary>
public static class DatabaseRole
{
    public const string Public = "vise_public";

    public const string Track = "vise_track";

    public static string Of(Role role) => role switch
    {
        Role.Parent or Role.Student => "vise_family",
        Role.Clerk or Role.BranchAdmin => "vise_staff",
        Role.DistrictOfficer or Role.StateOfficer => "vise_officer",
        Role.SystemAdmin => "vise_setup",
        Role.Auditor => "vise_audit",
        Role.System => "vise_system",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A role without a database role."),
    };
}
