using System.Security.Cryptography;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>A walk-in form finds its family by a code that the office prints.</content>
public sealed partial class Application
{
    /// <summary>How long a claim code works, days.</summary>
    public const int ClaimDays = 90;

    /// <summary>Gives the form a claim code in place of any before.</summary>
    /// <param name="by">Whoever prints it.</param>
    /// <param name="at">Now.</param>
    /// <param name="hash">The code's keyed hash.</param>
    public Refusal? GiveClaimCode(Actor by, DateTimeOffset at, byte[] hash)
    {
        if (!by.May(Duty.EnterApplications))
        {
            return new Forbidden();
        }

        if (AccountId is not null)
        {
            return new AlreadyClaimed();
        }

        (ClaimCodeHash, ClaimExpiresTime) = (hash, at.AddDays(ClaimDays));
        return null;
    }

    /// <summary>The family shows the code: the form is its own from now on, and the code works no more. The system carries it out, and says for whom.</summary>
    public Refusal? Claim(Actor family, DateTimeOffset at, byte[] hash)
    {
        if (AccountId is not null || ClaimExpiresTime is not { } end || end < at || !CryptographicOperations.FixedTimeEquals(ClaimCodeHash, hash))
        {
            return new ClaimWrong();
        }

        (AccountId, ClaimCodeHash, ClaimExpiresTime, UpdatedTime) = (family.Account, null, null, at);
        LastEvent = ApplicationEvent.Claimed(ApplicationId, family.Name, at, Status);
        return null;
    }
}
