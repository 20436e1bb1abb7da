using Vise.Domain.Codes;

namespace Vise.Domain.Users;

/// <summary>The roles of SPEC 1, and the system itself. Stored as their names.</summary>
public enum Role
{
    Parent,
    Student,
    Clerk,
    BranchAdmin,
    DistrictOfficer,
    StateOfficer,
    SystemAdmin,
    Auditor,
    System,
}

/// <summary>
/// Who acts, under which one grant. Every read and write is made as an actor; the database takes on its role and scope (SPEC 4).
/// </summary>
/// <param name="Account">The account, or <see cref="Guid.Empty"/> for the system and for pages without sign-in.</param>
/// <param name="Role">The role of the grant acted under.</param>
/// <param name="Scope">Where the grant holds.</param>
/// <param name="Name">The name that colleagues see beside what the actor did.</param>
public sealed record Actor(Guid Account, Role Role, Scope Scope, string Name)
{
    /// <summary>The session acted in, which each write is held against; null for a service account and the system.</summary>
    public Guid? Session { get; init; }

    /// <summary>The client's key under which this one change is made; the change's own transaction notes that it was.</summary>
    public OnceClaim? Once { get; private init; }

    /// <summary>The same actor, whose next change notes the claim; with null, none does.</summary>
    public Actor Under(OnceClaim? claim) => this with { Once = claim };

    /// <summary>Background work, under a name that says which.</summary>
    public static Actor System(string work, Scope scope) => new(Guid.Empty, Role.System, scope, work);

    /// <summary>Whether a grant of this actor's role carries the duty.</summary>
    public bool May(Duty duty) => Duties.Of(Role).Contains(duty);

    /// <summary>Whether the duty is carried and the branch lies in scope.</summary>
    public bool May(Duty duty, BranchId branch) => May(duty) && Scope.Covers(branch);

    /// <summary>Whether the actor works for a family, whose rows are found by the account and not by the branch.</summary>
    public bool IsFamily => Role is Role.Parent or Role.Student;
}

/// <summary>A client's idempotency key, claimed by the one request that carries it out now.</summary>
/// <param name="Key">As the client sent it, 1-200 characters.</param>
/// <param name="Claim">The request's own; another one may take the key over when this one does not come to an end.</param>
public sealed record OnceClaim(string Key, Guid Claim);
