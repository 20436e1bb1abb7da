using Vise.Domain.Codes;

namespace Vise.Domain.Operations;

/// <summary>How the chain of one branch's trail stands.</summary>
public sealed class TrailHead
{
    public BranchId BranchId { get; private set; }

    /// <summary>How many rows are sealed.</summary>
    public long SealNo { get; private set; }

    /// <summary>The last seal.</summary>
    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset? SealedTime { get; private set; }

    /// <summary>How far the chain was gone through, when, and how many faults were found then; null before the first time.</summary>
    public long? VerifiedNo { get; private set; }

    public DateTimeOffset? VerifiedTime { get; private set; }

    public int? Findings { get; private set; }
}
