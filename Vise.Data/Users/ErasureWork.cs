using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>Whose account is to be closed, as its authority calls the person.</summary>
public sealed record LeavingAccount(Guid Account, string Issuer, string Subject);

/// <summary>
/// Carries out erasures that have come due, as the system. Each step is a transaction of its own that locks the request, is skipped by other nodes meanwhile, and
/// does nothing a second time: a node that is killed in the middle leaves the rest to the next.
/// </summary>
public sealed class ErasureWork(BranchDb branches, PostDesk post, DocumentSweep sweep)
{
    private const string Work = "erasure";

    /// <summary>The requests whose day has come, the longest due first.</summary>
    public Task<List<Guid>> DueAsync(CancellationToken ct) => branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<Guid>($"""
        select request_id as "Value" from users.erasure_request
        where cancelled_time is null and done_time is null and due_time <= isolation.clock() order by due_time limit 100
        """).ToListAsync(ct), ct);

    /// <summary>
    /// Erases the next application of a request, and whatever file nothing names any more. True while there may be more to do; false when all is done but the
    /// account itself, when the request is over, or when another node is at it.
    /// </summary>
    public async Task<bool> StepAsync(Guid request, string path, CancellationToken ct)
    {
        var step = OutboxDesk.Expect(await branches.WriteAsSystemAsync<Step>(Work, Scope.Everything, db => StepAsync(db, request, path, ct), ct));
        if (step.Erased is { } id)
        {
            // after the commit: where the store is away now, the sweep takes them within a day
            await sweep.ForgetAsync(id.Branch, step.Files, ct);
        }

        return step.Erased is not null;
    }

    /// <summary>Whose account a request is to close now; null when it is about one application, is over, or has more to erase first.</summary>
    public async Task<LeavingAccount?> LeavingAsync(Guid request, CancellationToken ct) =>
        (await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Database.SqlQuery<LeavingAccount>($"""
            select a.account_id as account, a.issuer, a.subject from users.erasure_request r join users.account a using (account_id)
            where r.request_id = {request} and r.application_id is null and r.cancelled_time is null and r.done_time is null and r.due_time <= isolation.clock()
              and not exists (select from users.application o where o.account_id = r.account_id
                and o.branch_id >= {Scope.Everything.Low} and o.branch_id < {Scope.Everything.High})
            """).ToListAsync(ct), ct)).SingleOrDefault();

    /// <summary>
    /// Shuts the account, so that nobody begins anything with it while its login goes. False when it is not to be closed now: a form was begun in this very moment,
    /// which the next <see cref="StepAsync(Guid, string, CancellationToken)"/> sees, or another node is at it.
    /// </summary>
    public async Task<bool> ShutAsync(Guid request, CancellationToken ct) =>
        OutboxDesk.Expect(await branches.WriteAsSystemAsync<Shut>(Work, Scope.Everything, async db => new Shut(
            await LockAsync(db, request, ct) is not null
            && await db.Database.SqlQuery<bool>($"""select users.shut_account({request}) as "Value" """).SingleAsync(ct)), ct)).Done;

    /// <summary>The last step: the person is told, and the account names nobody any more. Its sessions end with it.</summary>
    public async Task CloseAsync(Guid request, LeavingAccount leaving, CancellationToken ct) =>
        OutboxDesk.Expect(await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db =>
        {
            if (await LockAsync(db, request, ct) is not null)
            {
                // in this order: the message takes the address with it, sealed, and forgets it once it is sent
                await ErasureDesk.TellAsync(db, post, leaving.Account, PostKinds.ErasureDone, [], ct);
                await db.SaveChangesAsync(ct);
                await db.Database.ExecuteSqlAsync($"select users.erase_ties({request})", ct);
                await db.Database.ExecuteSqlAsync($"select users.close_account({request})", ct);
            }

            return new object();
        }, ct));

    private async Task<Outcome<Step>> StepAsync(ViseContext db, Guid request, string path, CancellationToken ct)
    {
        if (await LockAsync(db, request, ct) is not { } asked)
        {
            return new Step(null, []);
        }

        var forms = await db.Applications.Where(application => application.AccountId == asked.AccountId)
            .Select(application => new { application.ApplicationId, application.Status }).ToListAsync(ct);
        if (asked.ApplicationId is null && (forms.Any(form => !Lifecycle.IsEnd(form.Status))
            || await ErasureDesk.WorkOf(db, asked.AccountId).AnyAsync(ct)))
        {
            // a form was begun since, or a role taken up: whoever applies or works here has thought better of leaving
            await db.Database.ExecuteSqlAsync($"update users.erasure_request set cancelled_time = isolation.clock() where request_id = {request}", ct);
            await ErasureDesk.TellAsync(db, post, asked.AccountId, PostKinds.ErasureCancelled, [path], ct);
            return new Step(null, []);
        }

        if (forms.FirstOrDefault(form => asked.ApplicationId is null || form.ApplicationId.Value == asked.ApplicationId) is not { } next)
        {
            if (asked.ApplicationId is not null)
            {
                // it went with the whole account, or to another one: there is nothing left to ask for
                await db.Database.ExecuteSqlAsync($"update users.erasure_request set cancelled_time = isolation.clock() where request_id = {request}", ct);
            }

            return new Step(null, []);
        }

        var id = next.ApplicationId;
        var files = await db.Database.SqlQuery<string>($"""select f as "Value" from admissions.erase({id.Branch.Value}, {id.Value}, {request}) f""").ToListAsync(ct);
        if (asked.ApplicationId is not null)
        {
            await ErasureDesk.TellAsync(db, post, asked.AccountId, PostKinds.ErasureForm, [id.InFours], ct);
        }

        return new Step(id, files);
    }

    private static async Task<Asked?> LockAsync(ViseContext db, Guid request, CancellationToken ct) => (await db.Database.SqlQuery<Asked>($"""
        select account_id, application_id from users.erasure_request
        where request_id = {request} and cancelled_time is null and done_time is null and due_time <= isolation.clock() for update skip locked
        """).ToListAsync(ct)).SingleOrDefault();

    private sealed record Asked(Guid AccountId, string? ApplicationId);

    private sealed record Shut(bool Done);

    private sealed record Step(ApplicationId? Erased, IReadOnlyList<string> Files);
}
