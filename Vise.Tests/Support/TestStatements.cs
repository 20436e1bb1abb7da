using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vise.Tests.Support;

/// <summary>The statements that the app sends while it is asked something, a round trip each.</summary>
public static class TestStatements
{
    public static async Task<IReadOnlyCollection<string>> OfAsync(Func<Task> ask)
    {
        ConcurrentQueue<string> sent = new();
        using var mine = new Activity("a request that is counted");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = done =>
            {
                if (done.TraceId == mine.TraceId && done.TagObjects.FirstOrDefault(tag => tag.Key is "db.query.text" or "db.statement").Value is string statement)
                {
                    sent.Enqueue(statement);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        mine.Start();
        await ask();
        return sent;
    }
}
