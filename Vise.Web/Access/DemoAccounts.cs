using System.Security.Cryptography;
using System.Text;
using Vise.Domain.Users;

namespace Vise.Web.Access;

/// <summary>What kind of account a demo account is.</summary>
public enum DemoKind
{
    /// <summary>Signs in with e-mail and password.</summary>
    Person,

    /// <summary>Gets tokens with client credentials.</summary>
    Service,
}

/// <summary>One demo account.</summary>
/// <param name="Id">The e-mail of a person, the client id of a service.</param>
/// <param name="Name">The name colleagues see.</param>
/// <param name="Role">The role of its one grant; a parent needs no grant.</param>
/// <param name="Scope">Where the grant holds.</param>
/// <param name="Kind">Person or service.</param>
public sealed record DemoAccount(string Id, string Name, Role Role, Scope Scope, DemoKind Kind)
{
    /// <summary>The subject that the embedded authority writes: a service's client id, or an id that is the same on every node.</summary>
    public string Subject => Kind == DemoKind.Service ? Id : LoginId.ToString();

    public Guid LoginId => new(SHA256.HashData(Encoding.UTF8.GetBytes(Id)).AsSpan(0, 16));
}

/// <summary>The demo accounts of SPEC 9: the one table behind seeding, the start banner and the sign-in page.</summary>
public static class DemoAccounts
{
    public const string Password = "Vise-demo-2025!";

    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        Person("parent@demo.vise", "Meera Kulkarni", Role.Parent, ""),
        Person("parent2@demo.vise", "Imran Shaikh", Role.Parent, ""),
        Person("clerk@demo.vise", "Sunita Pawar", Role.Clerk, "272501"),
        Person("admin@demo.vise", "Rajesh Deshmukh", Role.BranchAdmin, "272501"),
        Person("clerk2@demo.vise", "Anil Jadhav", Role.Clerk, "272502"),
        Person("admin2@demo.vise", "Farida Merchant", Role.BranchAdmin, "272502"),
        Person("clerk3@demo.vise", "Lakshmi Gowda", Role.Clerk, "292001"),
        Person("admin3@demo.vise", "Prakash Hegde", Role.BranchAdmin, "292001"),
        Person("district@demo.vise", "Vandana Joshi", Role.DistrictOfficer, "2725"),
        Person("state@demo.vise", "Arvind Patil", Role.StateOfficer, "27"),
        Person("system@demo.vise", "Kavita Rao", Role.SystemAdmin, ""),
        Person("auditor@demo.vise", "Joseph Fernandes", Role.Auditor, "27"),
        Service("demo-clerk", Role.Clerk, "272501"),
        Service("demo-admin", Role.BranchAdmin, "272501"),
        Service("demo-clerk2", Role.Clerk, "272502"),
        Service("demo-admin2", Role.BranchAdmin, "272502"),
        Service("demo-clerk3", Role.Clerk, "292001"),
        Service("demo-admin3", Role.BranchAdmin, "292001"),
        Service("demo-state", Role.StateOfficer, "27"),
        Service("demo-system", Role.SystemAdmin, ""),
    ];

    public static IEnumerable<DemoAccount> People => All.Where(a => a.Kind == DemoKind.Person);

    public static IEnumerable<DemoAccount> Services => All.Where(a => a.Kind == DemoKind.Service);

    /// <summary>The demo account of that e-mail or client id, or null.</summary>
    public static DemoAccount? Find(string? id) =>
        All.FirstOrDefault(a => string.Equals(a.Id, id?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static DemoAccount Person(string email, string name, Role role, string scope) =>
        new(email, name, role, Scope.Parse(scope), DemoKind.Person);

    private static DemoAccount Service(string client, Role role, string scope) =>
        new(client, client, role, Scope.Parse(scope), DemoKind.Service);
}
