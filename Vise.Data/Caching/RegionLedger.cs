using System.Collections.Concurrent;

namespace Vise.Data.Caching;

/// <summary>What changed in one region. Of changes to one key only the last seen counts: who has seen it has seen those before it.</summary>
internal sealed class RegionLedger
{
    // beyond it old values are refused altogether, which costs a load each
    private const int Most = 10_000;
    private const int MostPatterns = 64;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Seen> _keys = new(StringComparer.Ordinal);
    private volatile (CacheDrop Drop, Seen Seen)[] _patterns = [];
    private volatile DatabaseMoment? _floor;

    public bool Accepts(string key, DatabaseMoment asOf)
    {
        if (_floor is { } floor && !asOf.Covers(floor))
        {
            return false;
        }

        foreach (var (drop, seen) in _patterns)
        {
            if (!seen.IsIn(asOf) && drop.Covers(key))
            {
                return false;
            }
        }

        return !_keys.TryGetValue(key, out var change) || change.IsIn(asOf);
    }

    public void Note(CacheDrop drop, ulong transaction, DatabaseMoment seen)
    {
        lock (_gate)
        {
            if (drop.Key is { } key)
            {
                _keys[key] = Seen.After(_keys.GetValueOrDefault(key), transaction, seen);
                if (_keys.Count > Most)
                {
                    RaiseFloor(seen);
                    _keys.Clear();
                }

                return;
            }

            var same = Array.FindIndex(_patterns, known => known.Drop == drop);
            var noted = (drop, Seen.After(same < 0 ? null : _patterns[same].Seen, transaction, seen));
            (CacheDrop, Seen)[] rest = same < 0 ? _patterns : [.. _patterns[..same], .. _patterns[(same + 1)..]];
            if (rest.Length < MostPatterns)
            {
                _patterns = [.. rest, noted];
            }
            else
            {
                RaiseFloor(seen);
                _patterns = [];
            }
        }
    }

    /// <summary>Nothing that was read before is accepted. This node's moments come one after the other, so the last is the highest.</summary>
    public void RaiseFloor(DatabaseMoment moment) => _floor = moment;

    /// <summary>The transactions of a change that were first seen together.</summary>
    internal sealed record Seen(ulong[] Transactions, DatabaseMoment Moment)
    {
        public static Seen After(Seen? before, ulong transaction, DatabaseMoment seen) =>
            before is not null && ReferenceEquals(before.Moment, seen) ? before with { Transactions = [.. before.Transactions, transaction] } : new Seen([transaction], seen);

        public bool IsIn(DatabaseMoment asOf) => Array.TrueForAll(Transactions, asOf.Includes);
    }
}
