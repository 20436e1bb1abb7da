using System.Globalization;

namespace Vise.Data.Caching;

/// <summary>
/// Which transactions had been committed when something was read: PostgreSQL's own snapshot. Of two moments neither need be the later one;
/// whether a transaction is in one is exact, in whatever order transactions commit.
/// </summary>
public sealed class DatabaseMoment
{
    /// <summary>Nothing is known to be in it.</summary>
    public static readonly DatabaseMoment Unknown = new(0, 0, []);

    private readonly ulong _before;
    private readonly ulong _next;
    private readonly ulong[] _running;

    private DatabaseMoment(ulong before, ulong next, ulong[] running) => (_before, _next, _running) = (before, next, running);

    /// <summary>Reads what <c>pg_current_snapshot()</c> writes, <c>10:20:10,14</c>; <see cref="Unknown"/> for anything else.</summary>
    public static DatabaseMoment Parse(string? text)
    {
        var parts = text?.Split(':');
        if (parts is not [var before, var next, var running] || !TryRead(before, out var first) || !TryRead(next, out var last))
        {
            return Unknown;
        }

        var listed = running.Length == 0 ? [] : running.Split(',');
        var ids = new ulong[listed.Length];
        for (var at = 0; at < ids.Length; at++)
        {
            if (!TryRead(listed[at], out ids[at]))
            {
                return Unknown;
            }
        }

        return new DatabaseMoment(first, last, ids);
    }

    /// <summary>Whether what the transaction wrote could be seen.</summary>
    public bool Includes(ulong transaction) => transaction < _before || transaction < _next && !_running.Contains(transaction);

    /// <summary>Whether all that the other moment includes is in this one too.</summary>
    public bool Covers(DatabaseMoment other) => other._next <= _next && !Array.Exists(_running, other.Includes);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_before}:{_next}:{string.Join(',', _running)}");

    private static bool TryRead(string text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
