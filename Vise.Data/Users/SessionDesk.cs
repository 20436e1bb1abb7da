using Microsoft.EntityFrameworkCore;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>A place where the person is signed in, as the page of security shows it.</summary>
public sealed record OpenSession(Guid Id, string Browser, string System, string Methods, DateTimeOffset Started, DateTimeOffset LastSeen);

/// <summary>Where people are signed in: opened at sign-in, seen while used, ended by sign-out, from elsewhere, or by age.</summary>
public sealed class SessionDesk(BranchDb branches)
{
    private const string Work = "sessions";

    /// <summary>A session that was not used for so long is over: its cookie has run out.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(13);

    /// <summary>However much it is used, a session ends after so long.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(30);

    /// <summary>How a guest came in: with nothing to prove.</summary>
    public const string Guest = "guest";

    // as long as a draft that nobody saves, and a day for clocks
    private static readonly TimeSpan GuestIdle = TimeSpan.FromDays(Domain.Admissions.Application.DraftDays + 1);

    /// <summary>That a session is used is noted no oftener.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan EndedKept = TimeSpan.FromDays(30);

    /// <summary>Opens the session, or notes in the open one what was proved now.</summary>
    /// <returns>False when it has ended, or is somebody else's.</returns>
    public async Task<bool> OpenAsync(Guid id, Guid account, Device device, string methods, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<SignInSession>(Work, Scope.Everything, async db =>
        {
            var session = await db.Sessions.AsTracking().SingleOrDefaultAsync(known => known.SessionId == id, ct);
            if (session is null)
            {
                return db.Add(SignInSession.Of(id, account, device, methods, db.Now)).Entity;
            }

            session.Prove(methods, db.Now);
            return session.EndedTime is null && session.AccountId == account ? session : new NotFound();
        }, ct);
        // two tabs that come back from sign-in at once: the session is there now
        return outcome.Refusal is Collided ? await OpenAsync(id, account, device, methods, ct) : outcome.Value is not null;
    }

    /// <summary>Whether account and session stand; notes, at most once in five minutes, that the session is used.</summary>
    public async Task<bool> SeeAsync(Guid account, Guid session, CancellationToken ct)
    {
        var stands = await branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Sessions
            .Where(open => open.SessionId == session && open.AccountId == account && open.EndedTime == null
                && db.Accounts.Any(known => known.AccountId == account && known.DisabledTime == null))
            .Select(open => (bool?)(open.LastSeenTime < ViseContext.Clock() - SeenEvery)).SingleOrDefaultAsync(ct), ct);
        if (stands is true)
        {
            await UpdateAsync(db => db.Sessions.Where(open => open.SessionId == session && open.EndedTime == null)
                .ExecuteUpdateAsync(set => set.SetProperty(open => open.LastSeenTime, db.Now), ct), ct);
        }

        return stands is not null;
    }

    /// <summary>Whether the session was opened and has ended; false for one that nobody opened yet.</summary>
    public Task<bool> HasEndedAsync(Guid session, CancellationToken ct) => branches.ReadAsSystemAsync(Work, Scope.Everything, db =>
        db.Sessions.AnyAsync(known => known.SessionId == session && known.EndedTime != null, ct), ct);

    /// <summary>The account's open sessions, the last used first.</summary>
    public Task<List<OpenSession>> OpenOfAsync(Guid account, CancellationToken ct) => branches.ReadAsSystemAsync(Work, Scope.Everything, db => db.Sessions
        .Where(open => open.AccountId == account && open.EndedTime == null && open.LastSeenTime > ViseContext.Clock() - Idle)
        .OrderByDescending(open => open.LastSeenTime).ThenBy(open => open.SessionId).Take(100)
        .Select(open => new OpenSession(open.SessionId, open.Browser, open.System, open.Methods, open.StartedTime, open.LastSeenTime)).ToListAsync(ct), ct);

    /// <summary>Ends one session of the account.</summary>
    public Task<int> EndAsync(Guid account, Guid session, CancellationToken ct) =>
        EndAsync(open => open.Where(known => known.AccountId == account && known.SessionId == session), ct);

    /// <summary>Ends a session by its id alone: for the authority, which knows no accounts.</summary>
    public Task<int> EndAsync(Guid session, CancellationToken ct) => EndAsync(open => open.Where(known => known.SessionId == session), ct);

    /// <summary>Ends all sessions of the account but one; every one where <paramref name="keep"/> is null.</summary>
    public Task<int> EndOthersAsync(Guid account, Guid? keep, CancellationToken ct) =>
        EndAsync(open => open.Where(known => known.AccountId == account && known.SessionId != keep), ct);

    /// <summary>The same for whoever the authority knows by that subject; nothing where they never came in.</summary>
    public async Task<int> EndOthersAsync(string issuer, string subject, Guid? keep, CancellationToken ct)
    {
        var account = await branches.ReadAsSystemAsync(Work, Scope.Everything, db =>
            db.Accounts.Where(known => known.Issuer == issuer && known.Subject == subject).Select(known => (Guid?)known.AccountId).SingleOrDefaultAsync(ct), ct);
        return account is { } known ? await EndOthersAsync(known, keep, ct) : 0;
    }

    /// <summary>Ends all sessions of the account with the change that calls for it.</summary>
    internal static Task<int> EndAllAsync(ViseContext db, Guid account, CancellationToken ct) => db.Sessions
        .Where(open => open.AccountId == account && open.EndedTime == null)
        .ExecuteUpdateAsync(set => set.SetProperty(open => open.EndedTime, db.Now), ct);

    /// <summary>Ends what is idle or too old, and forgets what ended a month ago.</summary>
    public async Task PruneAsync(CancellationToken ct)
    {
        await UpdateAsync(db => db.Sessions
            .Where(open => open.EndedTime == null && (open.Methods == Guest
                ? open.LastSeenTime < db.Now - GuestIdle
                : open.LastSeenTime < db.Now - Idle || open.StartedTime < db.Now - Oldest))
            .ExecuteUpdateAsync(set => set.SetProperty(open => open.EndedTime, db.Now), ct), ct);
        await UpdateAsync(db => db.Sessions.Where(ended => ended.EndedTime < db.Now - EndedKept).ExecuteDeleteAsync(ct), ct);
    }

    private Task<int> EndAsync(Func<IQueryable<SignInSession>, IQueryable<SignInSession>> which, CancellationToken ct) =>
        UpdateAsync(db => which(db.Sessions.Where(open => open.EndedTime == null)).ExecuteUpdateAsync(set => set.SetProperty(open => open.EndedTime, db.Now), ct), ct);

    private async Task<int> UpdateAsync(Func<ViseContext, Task<int>> update, CancellationToken ct)
    {
        var outcome = await branches.WriteAsSystemAsync<object>(Work, Scope.Everything, async db => new Outcome<object>(await update(db), null), ct);
        return outcome.Value is int rows ? rows : 0;
    }
}
