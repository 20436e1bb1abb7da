using Vise.Domain.Users;
using static Vise.Domain.Admissions.ApplicationStatus;
using static Vise.Domain.Users.Role;

namespace Vise.Domain.Admissions;

/// <summary>One row of SPEC 3: a way from one status to another and the roles that may go it.</summary>
public sealed record LifecycleStep(ApplicationStatus From, ApplicationStatus To, IReadOnlyList<Role> Roles);

/// <summary>
/// The lifecycle as one table. What else a step needs stands in the verb of <see cref="Application"/>; the database holds the same
/// table by database role (migrations/V007), and a test holds the two together.
/// </summary>
public static class Lifecycle
{
    public static IReadOnlyList<LifecycleStep> Steps { get; } =
    [
        new(Draft, Submitted, [Parent, Clerk, BranchAdmin]),
        new(Draft, Expired, [Role.System]),
        new(Draft, Withdrawn, [Parent, Clerk, BranchAdmin]),
        new(Submitted, Withdrawn, [Parent, BranchAdmin]),
        new(Review, Withdrawn, [Parent, BranchAdmin]),
        new(Accepted, Withdrawn, [Parent, BranchAdmin]),
        new(Offer, Withdrawn, [Parent, BranchAdmin]),
        new(Fees, Withdrawn, [Parent, BranchAdmin]),
        new(Submitted, Review, [Clerk, BranchAdmin]),
        new(Review, Draft, [Clerk, BranchAdmin]),
        new(Review, Accepted, [BranchAdmin]),
        new(Review, Rejected, [BranchAdmin]),
        new(Accepted, Rejected, [BranchAdmin, Role.System]),
        new(Accepted, Offer, [BranchAdmin, Role.System]),
        new(Offer, Fees, [Parent, Clerk, BranchAdmin]),
        new(Offer, Expired, [Role.System]),
        new(Fees, Expired, [Role.System]),
        new(Fees, Enrolled, [BranchAdmin, Role.System]),
    ];

    /// <summary>Whether the role may lead an application from one status to the other.</summary>
    public static bool Allows(ApplicationStatus from, ApplicationStatus to, Role role) =>
        Steps.Any(step => step.From == from && step.To == to && step.Roles.Contains(role));

    /// <summary>The statuses to which the role may lead an application from here, in the table's order.</summary>
    public static IEnumerable<ApplicationStatus> NextFor(ApplicationStatus from, Role role) =>
        Steps.Where(step => step.From == from && step.Roles.Contains(role)).Select(step => step.To);

    /// <summary>Whether nothing leads on from here.</summary>
    public static bool IsEnd(ApplicationStatus status) => Steps.All(step => step.From != status);
}
