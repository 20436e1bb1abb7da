#pragma warning disable CA1309 // string.Compare in a query is the column's own collation, "C"
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Isolation;

/// <summary>The second layer of isolation: queries that start from the caller's scope, as parameters (SPEC 4).</summary>
public static class ScopeQueries
{
    /// <summary>The applications that the actor may know of: a family's own, or those whose branch lies in the grant's range.</summary>
    public static IQueryable<Application> For(this IQueryable<Application> applications, Actor actor)
    {
        if (actor.IsFamily)
        {
            return applications.Where(application => application.AccountId == actor.Account);
        }

        var (low, high) = (actor.Scope.Low, actor.Scope.High);
        return applications.Where(application =>
            string.Compare((string)(object)application.BranchId, low) >= 0 && string.Compare((string)(object)application.BranchId, high) < 0);
    }
}
