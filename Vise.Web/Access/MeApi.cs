using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Access;

/// <summary>Who a token speaks for.</summary>
public static class MeApi
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet(ApiPaths.Me, MeAsync)
        .WithTags("Me").WithName("me")
        .WithSummary("The account behind the token, and its grants in force now")
        .Produces<Me>();

    private static async Task<IResult> MeAsync(Visitor visitor, ApiProblems problems, CancellationToken ct)
    {
        var grants = await visitor.GrantsAsync(ct);
        return await visitor.RecogniseAsync(ct) is { } account
            ? ApiJson.Result(new Me(account, visitor.Name, [.. grants.Select(grant => new MyGrant(grant.Role.ToString(), grant.Scope.Prefix))]))
            : problems.Of(Asked.SignedOut);
    }

    /// <summary>An account with its grants.</summary>
    internal sealed record Me(Guid Account, string Name, IReadOnlyList<MyGrant> Grants);

    /// <summary>A role over a scope: a prefix of state, district and branch, empty for everything.</summary>
    internal sealed record MyGrant(string Role, string Scope);
}
