using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Admissions;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Users;

/// <summary>How far a message to an address has come; as <see cref="NotificationState"/>.</summary>
/// <param name="PostId">Which; the message id is made of it.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Language">Of the person.</param>
/// <param name="Address">To whom: an e-mail address or <c>+91</c> and ten digits.</param>
/// <param name="Gaps">What its words have gaps for.</param>
/// <param name="State">How far it had come when it was claimed.</param>
/// <param name="Claim">The claim; what no longer holds it changes nothing.</param>
/// <param name="Attempts">The how-manieth attempt this is, from 1.</param>
/// <param name="IsNews">Whether it is still worth sending.</param>
public sealed record ClaimedPost(
    Guid PostId, string Kind, string Language, string Address, IReadOnlyList<string> Gaps, NotificationState State, Guid Claim, int Attempts, bool IsNews);

/// <summary>
/// Messages to addresses that belong to no branch: codes, invitations, notices of a changed account. Whoever causes one calls
/// <see cref="Enqueue"/> in the transaction of the change; background work carries it, and never twice.
/// </summary>
public sealed class PostDesk(BranchDb branches, FieldSeal seal)
{
    private const string Work = "post";

    /// <summary>How long a message is news, unless said otherwise.</summary>
    public static readonly TimeSpan UsualNews = TimeSpan.FromDays(7);

    /// <summary>Writes a message down in the caller's own write. The words are those of <c>PostWords.resx</c> for the kind: Subject, Body and Sms.</summary>
    /// <param name="db">The write that causes it; family, staff, setup and system may.</param>
    /// <param name="address">An e-mail address, or a mobile number as <c>+91</c> and ten digits.</param>
    /// <param name="language">Of the person, BCP 47.</param>
    /// <param name="kind">What it is about, at most 40 characters.</param>
    /// <param name="gaps">What the words have gaps for, in their order. One that is a path of VISE becomes its whole address.</param>
    /// <param name="newsFor">After that long it is not sent any more; seven days unless given.</param>
    public void Enqueue(ViseContext db, string address, string language, string kind, IReadOnlyList<string> gaps, TimeSpan? newsFor = null)
    {
        var id = Guid.NewGuid();
        var text = JsonSerializer.Serialize(new Letter(address, [.. gaps]));
        db.Add(PostEntry.Of(id, kind, language, seal.Seal(Purpose(id), text), db.Now, newsFor ?? UsualNews));
    }

    /// <summary>Claims messages that are due, the longest due first; another node skips those. A claim that is not settled lapses after the lease.</summary>
    public async Task<IReadOnlyList<ClaimedPost>> ClaimAsync(int count, TimeSpan lease, CancellationToken ct)
    {
        var claim = Guid.NewGuid();
        var rows = OutboxDesk.Expect(await branches.WriteAsSystemAsync<List<ClaimedRow>>(Work, Scope.Everything, async db =>
        {
            await db.Database.ExecuteSqlAsync($"update users.post set sealed = null where abandoned_time is not null and sealed is not null and lapses_time <= isolation.clock()", ct);
            return await db.Database.SqlQuery<ClaimedRow>($"""
                update users.post p
                set attempts = p.attempts + 1, claim_id = {claim}, due_time = isolation.clock() + {lease}
                from (
                  select post_id from users.post
                  where sent_time is null and abandoned_time is null and due_time <= isolation.clock()
                  order by due_time limit {count} for update skip locked) due
                where p.post_id = due.post_id
                returning p.post_id, p.kind, p.language, p.sealed, p.state, p.attempts, p.lapses_time > isolation.clock() as is_news
                """).ToListAsync(ct);
        }, ct));
        List<ClaimedPost> posts = [];
        foreach (var row in rows)
        {
            var post = new ClaimedPost(row.PostId, row.Kind, row.Language, "", [], Enum.Parse<NotificationState>(row.State, ignoreCase: true), claim, row.Attempts, row.IsNews);
            if (Open(row) is { } letter)
            {
                posts.Add(post with { Address = letter.Address, Gaps = letter.Gaps });
            }
            else
            {
                await EndAsync(post, post.State, "Its seal does not open", ct);
            }
        }

        return posts;
    }

    /// <summary>The channel is about to take it: true for exactly one caller. Committed before it returns.</summary>
    public async Task<bool> HandOverAsync(ClaimedPost post, string channel, CancellationToken ct) => await SettleAsync(db => db.Database.ExecuteSqlAsync($"""
        update users.post set state = 'handing', handed_time = isolation.clock(), channel = {channel}
        where post_id = {post.PostId} and state = 'prepared' and claim_id = {post.Claim}
        """, ct), ct) == 1;

    /// <summary>The channel took it, even when the claim has lapsed meanwhile: what it said is forgotten.</summary>
    public Task SentAsync(ClaimedPost post, CancellationToken ct) => SettleAsync(db => db.Database.ExecuteSqlAsync($"""
        update users.post set state = 'sent', sent_time = isolation.clock(), abandoned_time = null, failure = null, sealed = null
        where post_id = {post.PostId} and state in ('handing', 'unsure')
        """, ct), ct);

    /// <summary>The channel surely did not take it: due again later, each time twice as late up to an hour.</summary>
    public Task TryAgainAsync(ClaimedPost post, string failure, CancellationToken ct) => post.Attempts >= OutboxDesk.MaxAttempts
        ? EndAsync(post, NotificationState.Prepared, failure, ct)
        : SettleAsync(db => db.Database.ExecuteSqlAsync($"""
            update users.post set state = 'prepared', handed_time = null, due_time = isolation.clock() + {OutboxDesk.Wait(post.Attempts)}, failure = {OutboxDesk.Short(failure)}
            where post_id = {post.PostId} and claim_id = {post.Claim} and sent_time is null
            """, ct), ct);

    /// <summary>Broken off, nobody knows where: its state stays, and the next claim looks into it.</summary>
    public Task BrokenOffAsync(ClaimedPost post, string failure, CancellationToken ct) => post.Attempts >= OutboxDesk.MaxAttempts
        ? EndAsync(post, post.State, failure, ct)
        : SettleAsync(db => db.Database.ExecuteSqlAsync($"""
            update users.post set due_time = isolation.clock() + {OutboxDesk.Wait(post.Attempts)}, failure = {OutboxDesk.Short(failure)}
            where post_id = {post.PostId} and claim_id = {post.Claim} and sent_time is null
            """, ct), ct);

    /// <summary>Given up visibly; what the message said stays sealed until it lapses, for a person may have it tried again.</summary>
    public Task EndAsync(ClaimedPost post, NotificationState state, string failure, CancellationToken ct) => SettleAsync(db => db.Database.ExecuteSqlAsync($"""
        update users.post set state = {state.ToString().ToLowerInvariant()}, abandoned_time = isolation.clock(), failure = {OutboxDesk.Short(failure)}
        where post_id = {post.PostId} and sent_time is null
        """, ct), ct);

    private async Task<int> SettleAsync(Func<ViseContext, Task<int>> settle, CancellationToken ct) =>
        OutboxDesk.Expect(await branches.WriteAsSystemAsync<int>(Work, Scope.Everything, async db => await settle(db), ct));

    private Letter? Open(ClaimedRow row)
    {
        try
        {
            return JsonSerializer.Deserialize<Letter>(seal.Open(Purpose(row.PostId), row.Sealed));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static string Purpose(Guid id) => $"post:{id:D}";

    private sealed record Letter(string Address, string[] Gaps);

    private sealed record ClaimedRow(Guid PostId, string Kind, string Language, byte[] Sealed, string State, int Attempts, bool IsNews);
}
