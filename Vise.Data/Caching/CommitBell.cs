using System.Text.RegularExpressions;

namespace Vise.Data.Caching;

/// <summary>Rings when this node committed a change of what is cached, so that whoever made it sees it with the next page.</summary>
public sealed partial class CommitBell
{
    private volatile Func<Task>? _listener;

    /// <summary>Who looks for changes.</summary>
    internal void OnRing(Func<Task> listener) => _listener = listener;

    /// <summary>Returns once the node has dropped what the commit made old; the commit stands whatever happens here.</summary>
    internal Task RingAsync() => _listener?.Invoke() ?? Task.CompletedTask;

    /// <summary>Whether a statement writes to a table of which something is cached. One that is overlooked here is seen with the next look.</summary>
    internal static bool IsFor(string statement) => WritesCached().IsMatch(statement);

    [GeneratedRegex(@"\b(insert into|update|delete from|merge into)\s+(only\s+)?(codes\.|admissions\.cycle|users\.(access_grant|account|session)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WritesCached();
}
