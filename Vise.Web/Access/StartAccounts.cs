using Vise.Web.Operations;

namespace Vise.Web.Access;

/// <summary>The demo accounts as the start banner shows them.</summary>
public static class StartAccounts
{
    public static (IReadOnlyList<TryAccount> Accounts, string Password) Of(IConfiguration configuration) =>
        ([.. DemoAccounts.All.Select(account => new TryAccount(account.Id, account.Kind == DemoKind.Service ? $"{account.Role} (API)" : account.Role.ToString(), account.Scope.Prefix))], DemoAccounts.Password);
}
