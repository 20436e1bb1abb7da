using System.Collections.Concurrent;

namespace Vise.Data.Operations;

/// <summary>Names what is asked of the database by who asks, as the compiler knows it: <c>QueueQueries.Waiting</c>. So names are bounded.</summary>
internal static class QueryNames
{
    private static readonly ConcurrentDictionary<(string File, string Member), string> Made = new();

    public static string Of(string file, string member) => Made.GetOrAdd((file, member), static at =>
        Path.GetFileNameWithoutExtension(at.File) + "." + (at.Member.EndsWith("Async", StringComparison.Ordinal) ? at.Member[..^5] : at.Member));
}
