#pragma warning disable CA1309 // string.Compare in a query is the column's own collation, "C"
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Isolation;

/// <summary>The second layer of isolation: queries that start from the caller's scope, as parameters (SPEC 4).</summary>
public static class ScopeQueries
{
    /// <summary>
    /// The applications that the actor may know of: a family's own and those that it shares, or those whose branch lies in the grant's range. Until it is first handed
    /// in, a family's form is the family's alone, whatever became of it: whoever works for the school is told that it does not exist.
    /// </summary>
    public static IQueryable<Application> For(this IQueryable<Application> applications, Actor actor)
    {
        if (actor.IsFamily)
        {
            return applications.Where(application => application.AccountId == actor.Account || application.GuardianAccountId == actor.Account);
        }

        var (low, high) = (actor.Scope.Low, actor.Scope.High);
        var found = applications.Where(application =>
            string.Compare((string)(object)application.BranchId, low) >= 0 && string.Compare((string)(object)application.BranchId, high) < 0);
        return actor.Role == Role.System ? found : found.Where(application => application.SubmittedTime != null || (application.AccountId == null && application.ErasedTime == null));
    }
}
