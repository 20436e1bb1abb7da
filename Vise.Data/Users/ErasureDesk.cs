using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>An erasure that waits for its day.</summary>
/// <param name="RequestId">Which.</param>
/// <param name="Application">The one application it is about; null for the account with everything.</param>
/// <param name="DueTime">When it is carried out; until then it can be cancelled.</param>
public sealed record StandingErasure(Guid RequestId, ApplicationId? Application, DateTimeOffset DueTime);

/// <summary>An application of the family's own, as far as its erasure goes.</summary>
public sealed record ErasableForm(ApplicationId Id, string ChildName, ApplicationStatus Status, bool Paid)
{
    /// <summary>Whether it must be withdrawn before it can be erased.</summary>
    public bool IsOpen => !Lifecycle.IsEnd(Status);

    /// <summary>Whether it can be erased by itself.</summary>
    public bool IsClosed => Lifecycle.IsEnd(Status) && Status != ApplicationStatus.Enrolled;
}

/// <summary>What a message about an erasure says in the person's own words: when it is carried out, and where it can be cancelled.</summary>
public sealed record ErasureLetter(Func<DateTimeOffset, string> Moment, string Path);

/// <summary>A family asks to be erased, thinks better of it, and is told of either. <see cref="ErasureWork"/> carries out what has come due.</summary>
public sealed class ErasureDesk(BranchDb branches, PostDesk post)
{
    /// <summary>What waits for the account, the soonest first.</summary>
    public Task<List<StandingErasure>> StandingAsync(Actor by, CancellationToken ct) => branches.ReadAsync(by, async db =>
        (await db.Database.SqlQuery<StandingRow>($"""
            select request_id, application_id, due_time from users.erasure_request
            where account_id = {by.Account} and cancelled_time is null and done_time is null order by due_time
            """).ToListAsync(ct)).Select(row => new StandingErasure(row.RequestId, row.ApplicationId is { } id ? ApplicationId.Parse(id) : null, row.DueTime)).ToList(), ct);

    /// <summary>The applications that the account owns, the newest first.</summary>
    public Task<List<ErasableForm>> FormsAsync(Actor by, CancellationToken ct) => branches.ReadAsync(by, db => db.Applications
        .Where(application => application.AccountId == by.Account).OrderByDescending(application => application.CreatedTime)
        .Select(application => new ErasableForm(
            application.ApplicationId, application.ChildName, application.Status,
            db.Payments.Any(payment => payment.BranchId == application.BranchId && payment.ApplicationId == application.ApplicationId))).ToListAsync(ct), ct);

    /// <summary>Asks for the erasure of one closed application, or of the account with everything.</summary>
    /// <param name="by">The person; nobody else asks for it.</param>
    /// <param name="one">The application; null for the account.</param>
    /// <param name="withdraw">Why what is still open is withdrawn with it, all or nothing; null: it is not, and refuses the request.</param>
    /// <param name="days">How many days it can be cancelled, 1 to 90.</param>
    /// <param name="letter">What the message says.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Outcome<StandingErasure>> RequestAsync(Actor by, ApplicationId? one, string? withdraw, int days, ErasureLetter letter, CancellationToken ct)
    {
        // grants are not a family's to read; what closes the account asks once more
        if (one is null && await branches.ReadAsSystemAsync("erasure", Scope.Everything, db => WorkOf(db, by.Account).AnyAsync(ct), ct))
        {
            return new StillWorks();
        }

        return await branches.WriteAsync<StandingErasure>(by, Duty.ApplyForOwnChild, async db =>
        {
            var forms = await db.Applications.Where(application => application.AccountId == by.Account)
                .Select(application => new { application.ApplicationId, application.Status }).ToListAsync(ct);
            if (one is { } id && forms.All(form => form.ApplicationId != id))
            {
                return new NotFound();
            }

            var open = forms.Where(form => (one is null || form.ApplicationId == one) && !Lifecycle.IsEnd(form.Status)).ToList();
            if (open.Count > 0 && withdraw is null)
            {
                return new FormsOpen();
            }

            foreach (var form in open)
            {
                // in this transaction: whatever refuses the request below keeps the forms and their seats
                if (await DraftDesk.WithdrawAsync(db, by, form.ApplicationId, null, withdraw, ct) is { } refusal)
                {
                    return refusal;
                }

                await db.SaveChangesAsync(ct);
            }

            if (one is { } single && forms.Any(form => form.ApplicationId == single && form.Status == ApplicationStatus.Enrolled))
            {
                return new Forbidden();
            }

            var made = new StandingErasure(Guid.NewGuid(), one, db.Now.AddDays(days));
            var entered = await db.Database.ExecuteSqlAsync($"""
                insert into users.erasure_request (request_id, account_id, application_id, requested_time, due_time)
                select {made.RequestId}, {by.Account}, {one?.Value}, {db.Now}, {made.DueTime}
                where not exists (
                  select from users.erasure_request r where r.account_id = {by.Account} and r.cancelled_time is null and r.done_time is null
                    and (r.application_id is null or r.application_id = {one?.Value}))
                """, ct);
            if (entered == 0)
            {
                return new ErasureStands();
            }

            await TellAsync(db, post, by.Account, PostKinds.ErasureAsked, [letter.Moment(made.DueTime), letter.Path], ct);
            return made;
        }, ct);
    }

    /// <summary>Thinks better of it; NotFound when there is nothing to cancel any more.</summary>
    public async Task<Refusal?> CancelAsync(Actor by, Guid request, string path, CancellationToken ct) =>
        (await branches.WriteAsync<object>(by, Duty.ApplyForOwnChild, async db =>
        {
            var cancelled = await db.Database.ExecuteSqlAsync($"""
                update users.erasure_request set cancelled_time = {db.Now}
                where request_id = {request} and account_id = {by.Account} and cancelled_time is null and done_time is null and due_time > isolation.clock()
                """, ct);
            if (cancelled == 0)
            {
                return new NotFound();
            }

            await TellAsync(db, post, by.Account, PostKinds.ErasureCancelled, [path], ct);
            return new object();
        }, ct)).Refusal;

    /// <summary>The roles at schools that the account holds, or will.</summary>
    internal static IQueryable<AccessGrant> WorkOf(ViseContext db, Guid account) => db.Grants.Where(grant =>
        grant.AccountId == account && grant.Role != Role.Parent && grant.Role != Role.Student && (grant.ToTime == null || grant.ToTime > ViseContext.Clock()));

    /// <summary>Writes the message to every address that the account has: it is a grave step, and either may be another's to read.</summary>
    internal static async Task TellAsync(ViseContext db, PostDesk post, Guid account, string kind, IReadOnlyList<string> gaps, CancellationToken ct)
    {
        var person = await db.Accounts.SingleAsync(known => known.AccountId == account, ct);
        foreach (var address in new[] { person.Email, person.Mobile }.OfType<string>())
        {
            post.Enqueue(db, address, person.Language, kind, gaps);
        }
    }

    private sealed record StandingRow(Guid RequestId, string? ApplicationId, DateTimeOffset DueTime);
}
