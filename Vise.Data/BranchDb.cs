using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Vise.Data.Caching;
using Vise.Data.Isolation;
using Vise.Data.Operations;
using Vise.Data.Operations.Trails;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Operations;
using Vise.Domain.Users;

namespace Vise.Data;

/// <summary>
/// The one door to data. Each use opens one context for one actor; its transactions take on the actor's database role and scope with
/// their first statement (SPEC 4, Isolation). Reads are read-only; writes recheck the grant in the database and roll back on a refusal.
/// What is asked is timed and traced under its caller's name, which the compiler fills in.
/// </summary>
public sealed class BranchDb
{
    private readonly DbContextOptions<ViseContext> _options;
    private readonly RefusalBook? _refusals;
    private readonly CommitBell? _bell;

    /// <param name="source">Connections of the app's own login, which by itself may read nothing.</param>
    /// <param name="logs">Is told of slow queries.</param>
    /// <param name="refusals">Takes down who was refused a child's record.</param>
    /// <param name="bell">Is rung when what is cached was changed.</param>
    public BranchDb(NpgsqlDataSource source, ILogger<BranchDb>? logs = null, RefusalBook? refusals = null, CommitBell? bell = null)
    {
        (_refusals, _bell) = (refusals, bell);
        _options = new DbContextOptionsBuilder<ViseContext>()
            .UseNpgsql(source)
            .UseSnakeCaseNamingConvention()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new TransactionScopeInterceptor(), new QueryTimes(logs))
            .Options;
    }

    /// <summary>The model, for the test that holds it against the database's catalogue.</summary>
    public Microsoft.EntityFrameworkCore.Metadata.IModel Model
    {
        get
        {
            using var context = new ViseContext(_options, TransactionScope.ForEveryone(), caller: null);
            return context.Model;
        }
    }

    /// <summary>Reads as an actor. Each query is one round trip and one read-only transaction.</summary>
    public async Task<T> ReadAsync<T>(
        Actor actor, Func<ViseContext, Task<T>> read, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        ct.ThrowIfCancellationRequested();
        var name = QueryNames.Of(file, member);
        using var trace = DataSignals.Traces.StartActivity(name);
        await using var db = new ViseContext(_options, TransactionScope.For(actor), actor) { QueryName = name };
        return await read(db);
    }

    /// <summary>Reads what everyone may see, signed in or not: codes, cycles, how many seats there are.</summary>
    public async Task<T> ReadPublicAsync<T>(
        Func<ViseContext, Task<T>> read, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        ct.ThrowIfCancellationRequested();
        var name = QueryNames.Of(file, member);
        using var trace = DataSignals.Traces.StartActivity(name);
        await using var db = new ViseContext(_options, TransactionScope.ForEveryone(), caller: null) { QueryName = name };
        return await read(db);
    }

    /// <summary>
    /// Reads as somebody who isn't signed in and gives an application's number and the child's date of birth: that one application is all there is to see, and only
    /// where both are right.
    /// </summary>
    public async Task<T> ReadTrackAsync<T>(
        ApplicationId id, DateOnly born, Func<ViseContext, Task<T>> read, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        ct.ThrowIfCancellationRequested();
        var name = QueryNames.Of(file, member);
        using var trace = DataSignals.Traces.StartActivity(name);
        await using var db = new ViseContext(_options, TransactionScope.ForTrack(id, born), caller: null) { QueryName = name };
        return await read(db);
    }

    /// <summary>Opens one child's record: a write, since whoever works for the school leaves a row in the trail, and a family does by a download.</summary>
    public Task<Outcome<T>> OpenRecordAsync<T>(
        Actor actor, Duty duty, ApplicationId id, Opening opening, Func<ViseContext, Task<T?>> read, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
        where T : class =>
        // looking is not the change that a client's key stands for
        WriteAsync(actor.Under(null), duty, id, async db =>
        {
            if (await read(db) is not { } record)
            {
                return new Outcome<T>(null, new NotFound());
            }

            if (!actor.IsFamily || opening.Action == TrailAction.Download)
            {
                await db.LeaveAsync(id, opening, ct);
            }

            return record;
        }, ct, member, file);

    /// <summary>
    /// Takes children's data out as a file: every export goes by here. <paramref name="read"/> gives the data and whose it is; each child's record gets
    /// its row in the trail in the same transaction. What is exported is named by <paramref name="what"/>, and why by <paramref name="reason"/> where asked.
    /// </summary>
    public Task<Outcome<T>> ExportAsync<T>(
        Actor actor, Duty duty, BranchId branch, string what, string? reason, Func<ViseContext, Task<(T Data, IReadOnlyCollection<ApplicationId> Children)>> read, CancellationToken ct,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
        where T : class =>
        WriteAsync<T>(actor, duty, branch, async db =>
        {
            var (data, children) = await read(db);
            await db.LeaveExportAsync(branch, children, what, reason, ct);
            return data;
        }, ct, member, file);

    /// <summary>Writes in a branch for a duty. All or nothing: a refusal rolls back.</summary>
    public async Task<Refusal?> WriteAsync(
        Actor actor, Duty duty, Place place, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        (await WriteAsync<object>(actor, duty, place, async db => new Outcome<object>(null, await write(db)), ct, member, file)).Refusal;

    /// <inheritdoc cref="WriteAsync(Actor, Duty, Place, Func{ViseContext, Task{Refusal?}}, CancellationToken, string, string)"/>
    public Task<Outcome<T>> WriteAsync<T>(
        Actor actor, Duty duty, Place place, Func<ViseContext, Task<Outcome<T>>> write, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        NotedAsync(actor, place, QueryNames.Of(file, member), name =>
            !actor.Scope.Covers(place.Branch) ? Task.FromResult<Outcome<T>>(new NotFound())
            : actor.May(duty) ? TransactAsync(actor, duty.ToString(), write, name, ct)
            : Task.FromResult<Outcome<T>>(new Forbidden()));

    /// <summary>Writes what belongs to a place or to the whole network, and not to one branch: accounts, grants, invitations.</summary>
    public async Task<Refusal?> WriteAsync(
        Actor actor, Duty duty, Scope scope, Func<ViseContext, Task<Refusal?>> write, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        (await WriteAsync<object>(actor, duty, scope, async db => new Outcome<object>(null, await write(db)), ct, member, file)).Refusal;

    /// <inheritdoc cref="WriteAsync(Actor, Duty, Scope, Func{ViseContext, Task{Refusal?}}, CancellationToken, string, string)"/>
    public Task<Outcome<T>> WriteAsync<T>(
        Actor actor, Duty duty, Scope scope, Func<ViseContext, Task<Outcome<T>>> write, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        !actor.Scope.Covers(scope) ? Task.FromResult<Outcome<T>>(new NotFound())
        : !actor.May(duty) ? Task.FromResult<Outcome<T>>(new Forbidden())
        : TransactAsync(actor, duty.ToString(), write, QueryNames.Of(file, member), ct);

    /// <summary>Writes what belongs to no branch for a duty. All or nothing, as in a branch.</summary>
    public Task<Outcome<T>> WriteAsync<T>(
        Actor actor, Duty duty, Func<ViseContext, Task<Outcome<T>>> write, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        actor.May(duty) ? TransactAsync(actor, duty.ToString(), write, QueryNames.Of(file, member), ct) : Task.FromResult<Outcome<T>>(new Forbidden());

    /// <summary>
    /// One statement for several families at once, in one transaction and one round trip. The statement calls a function that takes on each account in turn
    /// and asks for its grant, as <see cref="TransactAsync"/> does for one.
    /// </summary>
    internal async Task<List<T>> WriteForFamiliesAsync<T>(
        FormattableString statement, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        var name = QueryNames.Of(file, member);
        using var trace = DataSignals.Traces.StartActivity(name);
        await using var db = new ViseContext(_options, TransactionScope.ForFamilies(), caller: null) { QueryName = name, IsOneWrite = true };
        return await db.Database.SqlQuery<T>(statement).ToListAsync(ct);
    }

    /// <summary>Background work and sign-in, as the system.</summary>
    public Task<Outcome<T>> WriteAsSystemAsync<T>(
        string work, Scope scope, Func<ViseContext, Task<Outcome<T>>> write, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        TransactAsync(Actor.System(work, scope), work, write, QueryNames.Of(file, member), ct);

    /// <inheritdoc cref="WriteAsSystemAsync"/>
    public Task<T> ReadAsSystemAsync<T>(
        string work, Scope scope, Func<ViseContext, Task<T>> read, CancellationToken ct, [CallerMemberName] string member = "", [CallerFilePath] string file = "") =>
        ReadAsync(Actor.System(work, scope), read, ct, member, file);

    private async Task<Outcome<T>> NotedAsync<T>(Actor actor, Place place, string name, Func<string, Task<Outcome<T>>> write)
    {
        var outcome = await write(name);
        if (place.Application is { } id && outcome.Refusal is NotFound or Forbidden or GrantEnded)
        {
            _refusals?.Note(actor, id, name, hidden: outcome.Refusal is NotFound);
        }

        return outcome;
    }

    private async Task<Outcome<T>> TransactAsync<T>(Actor actor, string duty, Func<ViseContext, Task<Outcome<T>>> write, string name, CancellationToken ct)
    {
        using var trace = DataSignals.Traces.StartActivity(name);
        await using var db = new ViseContext(_options, TransactionScope.For(actor), actor) { QueryName = name };
        // all or nothing: nobody goes on after a statement that failed, so none needs a way back to before it, which is a round trip
        db.Database.AutoSavepointsEnabled = false;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var start = await db.Database.SqlQuery<TransactionStart>(
                $"""
                select isolation.clock() as now, users.grant_stands({actor.Account}, {actor.Role.ToString()}, {actor.Scope.Prefix}, {actor.Session}) as grant_stands,
                  set_config('vise.role', {actor.Role.ToString()}, true) as role, set_config('vise.actor', {actor.Name}, true) as actor,
                  set_config('vise.duty', {duty}, true) as duty, set_config('vise.trace', {Activity.Current?.TraceId.ToHexString() ?? ""}, true) as trace
                """)
                .SingleAsync(ct);
            if (!start.GrantStands && actor.Role != Role.System)
            {
                return new GrantEnded();
            }

            db.Now = start.Now;
            var outcome = await write(db);
            if (outcome.Refusal is null)
            {
                await db.SaveChangesAsync(ct);
                if (actor.Once is { } once && !await OnceDesk.NoteDoneAsync(db, actor.Account, once, ct))
                {
                    return new KeyInUse();
                }

                await transaction.CommitAsync(ct);
                DataSignals.Happened(db.Recorded);
                if (db.ChangesCached && _bell is not null)
                {
                    await _bell.RingAsync();
                }
            }

            return outcome;
        }
        catch (DbUpdateConcurrencyException collision)
        {
            return new Outcome<T>(default, await Collisions.OfAsync(collision.Entries[0], ct));
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException violation && Refusals.Of(violation) is { } refusal)
        {
            return refusal;
        }
        catch (PostgresException violation) when (Refusals.Of(violation) is { } refusal)
        {
            return refusal;
        }
    }

    // the trail reads the settings: who acts, for what, in which request
    private sealed record TransactionStart(DateTimeOffset Now, bool GrantStands, string Role, string Actor, string Duty, string Trace);
}
