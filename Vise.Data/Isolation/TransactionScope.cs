using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Isolation;

/// <summary>The statements that give a transaction its database role and scope. Only typed values go in: role, scope, account, id, date.</summary>
internal sealed record TransactionScope(string Settings)
{
    public static TransactionScope For(Actor actor)
    {
        // a family's rows are found by account, so it gets no range at all
        var (low, high) = actor.IsFamily ? ("", "") : (actor.Scope.Low, actor.Scope.High);
        return new($"set local role {DatabaseRole.Of(actor.Role)}; set local vise.lo = '{low}'; set local vise.hi = '{high}'; "
            + $"set local vise.account = '{(actor.Account == Guid.Empty ? "" : actor.Account.ToString("D"))}'; ");
    }

    /// <summary>The one application of that number, if its child was born on that day.</summary>
    public static TransactionScope ForTrack(ApplicationId id, DateOnly born) =>
        new($"set local role {DatabaseRole.Track}; set local vise.track_id = '{id}'; set local vise.track_birth_date = '{born.ToString("O", CultureInfo.InvariantCulture)}'; ");

    /// <summary>Families, none of them yet: the statement itself takes on the account of each whose work it does.</summary>
    public static TransactionScope ForFamilies() =>
        new($"set local role {DatabaseRole.Of(Role.Parent)}; set local vise.lo = ''; set local vise.hi = ''; set local vise.account = ''; ");

    public static TransactionScope ForEveryone() => new($"set local role {DatabaseRole.Public}; ");

    /// <summary>The first statement of a transaction that is open already, with the settings before it.</summary>
    public string First(string statement) => Settings + statement;

    /// <summary>A statement as a whole read-only transaction of its own, still one round trip. When it fails, the pool rolls back.</summary>
    public string Alone(string statement) => $"begin read only; {Settings}{statement};\ncommit";

    /// <summary>The same for a statement that writes.</summary>
    public string Whole(string statement) => $"begin; {Settings}{statement};\ncommit";
}

/// <summary>
/// Puts the role and scope before a transaction's first statement, in the same round trip: nothing can leak through the pool, and a
/// pooler in transaction mode works. Without an explicit transaction each command is one read-only transaction of its own.
/// </summary>
internal sealed class TransactionScopeInterceptor : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        SetScope(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        SetScope(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        SetScope(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        SetScope(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        SetScope(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        SetScope(command, eventData);
        return ValueTask.FromResult(result);
    }

    private static void SetScope(DbCommand command, CommandEventData eventData)
    {
        if (eventData.Context is ViseContext context)
        {
#pragma warning disable CA2100 // what is added holds typed values only, see TransactionScope
            command.CommandText = context.Scoped(command.CommandText);
#pragma warning restore CA2100
        }
    }
}
