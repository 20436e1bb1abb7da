using System.Collections.Concurrent;

namespace Vise.Web.Operations.Signals;

/// <summary>How many accounts asked something of this node in the last five minutes, by request or by a live page.</summary>
public sealed class ActiveUsers(TimeProvider clock)
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, long> _seen = new();

    public void Saw(Guid account) => _seen[account] = clock.GetTimestamp();

    public long Count()
    {
        foreach (var (account, at) in _seen)
        {
            if (clock.GetElapsedTime(at) > Span)
            {
                _seen.TryRemove(new KeyValuePair<Guid, long>(account, at));
            }
        }

        return _seen.Count;
    }
}
