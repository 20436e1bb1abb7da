namespace Vise.Web.Operations;

/// <summary>An account that a visitor may try: its name, its role, and where it works.</summary>
public sealed record TryAccount(string Account, string Role, string Where);

/// <summary>What the person who started VISE reads: where it is, who can sign in, where logs go.</summary>
public static class StartBanner
{
    /// <param name="output">The console.</param>
    /// <param name="address">Where VISE answers; null for a worker, which serves no pages.</param>
    /// <param name="management">Where metrics and health answer.</param>
    /// <param name="accounts">The demo accounts; empty outside demo mode.</param>
    /// <param name="password">The demo accounts' password; not shown without accounts.</param>
    /// <param name="logFolder">Where the JSON lines are.</param>
    public static void Print(TextWriter output, Uri? address, Uri management, IReadOnlyList<TryAccount> accounts, string password, string logFolder)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(accounts);
        output.WriteLine();
        output.WriteLine(address is null ? "  VISE is at work on jobs and messages" : $"  VISE is at {address.GetLeftPart(UriPartial.Authority)}");
        if (accounts.Count > 0)
        {
            var account = accounts.Max(a => a.Account.Length);
            var role = accounts.Max(a => a.Role.Length);
            output.WriteLine();
            output.WriteLine($"  Sign in with any of these, password {password}");
            foreach (var a in accounts)
            {
                output.WriteLine($"    {a.Account.PadRight(account)}   {a.Role.PadRight(role)}   {a.Where}".TrimEnd());
            }
        }

        output.WriteLine();
        output.WriteLine($"  Metrics and health are at {management.GetLeftPart(UriPartial.Authority)}");
        output.WriteLine($"  Logs are in {logFolder}");
        output.WriteLine("  Ctrl+C stops VISE and everything it started");
        output.WriteLine();
    }
}
