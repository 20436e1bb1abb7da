using Npgsql;
using Vise.Domain.Users;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>SQL typed by somebody who has the app's own login.</summary>
internal static class TestSql
{
    /// <summary>The state that the database refuses it with; null when it does not.</summary>
    public static async Task<string?> RefusedBySqlAsync(this TestSchool school, string role, Actor by, string change) =>
        (await Record.ExceptionAsync(() => school.Database.ExecuteAsync(
            $"begin; set local role {role}; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{by.Account}'; {change}; commit", school.Database.AppConnection)) as PostgresException)?.SqlState;
}
