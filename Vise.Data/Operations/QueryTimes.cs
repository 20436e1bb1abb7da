using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Vise.Data.Operations;

/// <summary>Times each statement under the name of the query or desk method that sent it. Slow ones are told by name, without text or parameters.</summary>
public sealed partial class QueryTimes(ILogger? logs) : DbCommandInterceptor
{
    /// <summary>From here on a statement is slow (SPEC 8).</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Took(eventData, failed: false);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Took(eventData, failed: false);
        return ValueTask.FromResult(result);
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Took(eventData, failed: false);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Took(eventData, failed: false);
        return ValueTask.FromResult(result);
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Took(eventData, failed: true);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Took(eventData, failed: true);
        return Task.CompletedTask;
    }

    private void Took(CommandEndEventData end, bool failed)
    {
        // a library's own context is named as a whole: its statements are written by the library
        var name = end.Context switch { ViseContext db => db.QueryName, { } library => library.GetType().Name, null => "other" };
        DataSignals.Query(name, end.Duration, failed);
        if (end.Duration >= Slow && logs is not null)
        {
            LogSlow(logs, name, end.Duration.TotalSeconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The query {Query} took {Seconds:0.0} s")]
    private static partial void LogSlow(ILogger logs, string query, double seconds);
}
