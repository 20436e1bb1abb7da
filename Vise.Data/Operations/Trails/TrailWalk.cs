using Vise.Domain.Codes;

namespace Vise.Data.Operations.Trails;

/// <summary>A seal with the row that it seals, or without one.</summary>
internal sealed record SealedLine(
    long SealNo, long SealedId, byte[] ValuesHash, byte[] Hash, DateTimeOffset SealedTime, bool IsThere,
    string BranchId, long TrailId, string TransactionId, DateTimeOffset TrailTime, string Action, string? ApplicationId, string Target, string? Part, string? OldValues, string? NewValues,
    Guid? AccountId, string ActorRole, string ActorName, string? Scope, string? Duty, string? Reason, string? TraceId, bool IsErased)
{
    public TrailLine Line => new(
        BranchId, TrailId, TransactionId, TrailTime, Action, ApplicationId, Target, Part, OldValues, NewValues, AccountId, ActorRole, ActorName, Scope, Duty, Reason, TraceId);
}

/// <summary>Where a walk along one chain has come to, and what it met. After a fault it goes on from the seal as it stands, so that one fault is told once.</summary>
internal sealed class Walk(BranchId branch)
{
    private bool _lost;

    public long SealNo { get; private set; }

    public long Rows { get; private set; }

    public byte[] Hash { get; private set; } = [];

    public List<TrailFinding> Findings { get; } = [];

    public void Step(TrailChain chain, SealedLine line, (long SealNo, string Hash)? noted)
    {
        if (line.SealNo != SealNo + 1)
        {
            Tell(TrailFault.SealsRemoved, SealNo + 1, null, line.SealedTime);
            _lost = true;
        }

        if (!line.IsThere)
        {
            Tell(TrailFault.RowRemoved, line.SealNo, line.SealedId, line.SealedTime);
        }
        else
        {
            Check(chain, line);
        }

        if (noted is { } mark && mark.SealNo == line.SealNo && mark.Hash != Convert.ToHexStringLower(line.Hash))
        {
            Tell(TrailFault.TailRemoved, line.SealNo, null, line.SealedTime);
        }

        (SealNo, Hash, _lost) = (line.SealNo, line.Hash, false);
        Rows++;
    }

    public void End(long? headNo, byte[]? headHash, (long SealNo, string Hash)? noted)
    {
        if (noted?.SealNo > SealNo || (headNo is null ? SealNo > 0 : headNo > SealNo || (headNo == SealNo && !Hash.AsSpan().SequenceEqual(headHash))))
        {
            Tell(TrailFault.TailRemoved, SealNo + 1, null, null);
        }
    }

    private void Check(TrailChain chain, SealedLine line)
    {
        var row = line.Line;
        var values = chain.OfValues(row).AsSpan().SequenceEqual(line.ValuesHash);
        if (!values && !line.IsErased)
        {
            Tell(row is { OldValues: null, NewValues: null } ? TrailFault.ValuesBlanked : TrailFault.ValuesChanged, line.SealNo, line.TrailId, line.TrailTime);
        }

        // with the seal before gone, what follows can't be held against it
        if (!_lost && !chain.Next(Hash, line.SealNo, row, line.ValuesHash).AsSpan().SequenceEqual(line.Hash))
        {
            Tell(TrailFault.RowChanged, line.SealNo, line.TrailId, line.TrailTime);
        }
    }

    private void Tell(TrailFault fault, long sealNo, long? trailId, DateTimeOffset? time)
    {
        if (Findings.Count < TrailVerifier.MostFindings)
        {
            Findings.Add(new TrailFinding(fault, branch, sealNo, trailId, time));
        }
    }
}
