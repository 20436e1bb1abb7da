using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A claim code as it is printed, once, and until when it works.</summary>
public sealed record ClaimCode(string Code, DateTimeOffset ExpiresTime);

/// <summary>A form entered on a family's behalf finds its family by a code.</summary>
public sealed class ClaimDesk(BranchDb branches, OneTimeSecret secrets)
{
    /// <summary>Makes the form's claim code; the one before works no more.</summary>
    public Task<Outcome<ClaimCode>> MakeCodeAsync(Actor by, ApplicationId id, CancellationToken ct) =>
        branches.WriteAsync<ClaimCode>(by, Duty.EnterApplications, id.Branch, async db =>
        {
            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new NotFound();
            }

            var code = OneTimeSecret.NewCode();
            return application.GiveClaimCode(by, db.Now, HashOf(id, code)) is { } refusal ? refusal : new ClaimCode(code, application.ClaimExpiresTime!.Value);
        }, ct);

    /// <summary>Makes the form the family's own. Every way to be wrong is <see cref="ClaimWrong"/>.</summary>
    /// <param name="family">Whoever is signed in.</param>
    /// <param name="number">The application's number as typed.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Outcome<ClaimedForm>> ClaimAsync(Actor family, string number, string code, CancellationToken ct)
    {
        if (!family.May(Duty.ApplyForOwnChild))
        {
            return new Forbidden();
        }

        if (!ApplicationId.TryParse(number, out var id))
        {
            return new ClaimWrong();
        }

        var hash = HashOf(id, OneTimeSecret.Normalise(code));
        var outcome = await branches.WriteAsSystemAsync<ClaimedForm>("claim", Scope.Of(id.Branch), async db =>
        {
            if (!await db.Accounts.AnyAsync(known => known.AccountId == family.Account && known.DisabledTime == null, ct))
            {
                return new GrantEnded();
            }

            if (await db.FindAsync(id, ct) is not { } application)
            {
                return new ClaimWrong();
            }

            if (application.Claim(family, db.Now, hash) is { } refusal)
            {
                return refusal;
            }

            // no message: the family is at the door and sees it
            db.Add(application.LastEvent!);
            return new ClaimedForm(id);
        }, ct);
        return outcome.Refusal is Collided or NotFound ? new ClaimWrong() : outcome;
    }

    private byte[] HashOf(ApplicationId id, string code) => secrets.Hash("claim:" + id.Value, code);
}

/// <summary>A form that has found its family.</summary>
public sealed record ClaimedForm(ApplicationId Id);
