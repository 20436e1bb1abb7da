using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Operations.Trails;

/// <summary>Somebody asked for a child's record and was refused.</summary>
/// <param name="Application">Whose; it need not exist.</param>
/// <param name="Account">Who asked.</param>
/// <param name="Role">The role acted under.</param>
/// <param name="Scope">Where its grant holds.</param>
/// <param name="Target">What was asked for: a route's template or a query's name, never what was typed.</param>
/// <param name="Hidden">Whether the answer was "not found", as for what does not exist.</param>
/// <param name="Trace">The trace of the request.</param>
public sealed record NotedRefusal(ApplicationId Application, Guid Account, Role Role, Scope Scope, string Target, bool Hidden, string? Trace);

/// <summary>
/// Takes refusals down without making the refused wait, which would tell what exists; background work writes them to the trail. A flood is cut: so
/// many an account and minute, so many waiting.
/// </summary>
public sealed class RefusalBook(TimeProvider time)
{
    /// <summary>How many refusals of one account are noted in a minute.</summary>
    public const int MostPerMinute = 60;

    private readonly Channel<NotedRefusal> _noted = Channel.CreateBounded<NotedRefusal>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<(Guid Account, ApplicationId Application), byte> _thisMinute = new();
    private readonly ConcurrentDictionary<Guid, int> _counts = new();
    private long _minute;

    /// <summary>What was noted and is not written yet.</summary>
    public ChannelReader<NotedRefusal> Noted => _noted.Reader;

    public void Note(Actor by, ApplicationId application, string target, bool hidden) =>
        Note(new NotedRefusal(application, by.Account, by.Role, by.Scope, target, hidden, Activity.Current?.TraceId.ToHexString()));

    /// <summary>Notes a refusal, once a minute for an account and a record.</summary>
    public void Note(NotedRefusal refusal)
    {
        var minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (Interlocked.Exchange(ref _minute, minute) != minute)
        {
            _thisMinute.Clear();
            _counts.Clear();
        }

        // the one that may say more: "not found" is weighed again where it is written, "forbidden" is not
        if (refusal.Account != Guid.Empty && _thisMinute.TryAdd((refusal.Account, refusal.Application), 0)
            && _counts.AddOrUpdate(refusal.Account, 1, (_, count) => count + 1) <= MostPerMinute)
        {
            _noted.Writer.TryWrite(refusal);
        }
    }
}
