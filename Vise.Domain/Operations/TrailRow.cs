using Vise.Domain.Codes;
using ApplicationId = Vise.Domain.Admissions.ApplicationId;

namespace Vise.Domain.Operations;

/// <summary>What was done to a child's record. Stored in small letters.</summary>
public enum TrailAction
{
    /// <summary>A row was written, with old and new values.</summary>
    Change,

    /// <summary>The record was opened to read.</summary>
    Open,

    /// <summary>A document or letter was taken away.</summary>
    Download,

    /// <summary>The child stood in a file that was exported.</summary>
    Export,

    /// <summary>Somebody asked and was refused.</summary>
    Refusal,
}

/// <summary>One row of the trail: who did what to which child's record, when, under which grant, why. Only the database's own functions write it.</summary>
public sealed class TrailRow
{
    public BranchId BranchId { get; private set; }

    public long TrailId { get; private set; }

    public DateTimeOffset TrailTime { get; private set; }

    public TrailAction Action { get; private set; }

    public ApplicationId? ApplicationId { get; private set; }

    /// <summary>A table for a change, else what was opened: <c>record</c>, <c>document</c>, <c>acknowledgement</c>, <c>letter</c>, <c>trail</c>, the route that was refused.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Which row or part of it: what is left of the key, a document's id.</summary>
    public string? Part { get; private set; }

    /// <summary>By column, as JSON; only what changed. What is sealed stays sealed.</summary>
    public string? OldValues { get; private set; }

    public string? NewValues { get; private set; }

    public Guid? AccountId { get; private set; }

    /// <summary>A role, or the database's word for a login that is nobody's.</summary>
    public string ActorRole { get; private set; } = "";

    public string ActorName { get; private set; } = "";

    /// <summary>Where the grant held; null for a family.</summary>
    public string? Scope { get; private set; }

    /// <summary>What it was done for: a duty's name.</summary>
    public string? Duty { get; private set; }

    /// <summary>What the person stated, where asked.</summary>
    public string? Reason { get; private set; }

    public string? TraceId { get; private set; }
}
