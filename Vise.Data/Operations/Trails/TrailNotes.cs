using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Operations;

namespace Vise.Data.Operations.Trails;

/// <summary>Where something is done: in a branch, or to one child's record in it, which a refusal then names.</summary>
public readonly record struct Place(BranchId Branch, ApplicationId? Application)
{
    public static implicit operator Place(BranchId branch) => new(branch, null);

    public static implicit operator Place(ApplicationId id) => new(id.Branch, id);
}

/// <summary>What is opened of a record, for the trail.</summary>
/// <param name="Action"><see cref="TrailAction.Open"/> or <see cref="TrailAction.Download"/>; a family's own openings leave no row, its downloads do.</param>
/// <param name="Target">See <see cref="TrailRow.Target"/>.</param>
/// <param name="Part">See <see cref="TrailRow.Part"/>.</param>
/// <param name="Reason">What the person stated, where asked.</param>
public sealed record Opening(TrailAction Action, string Target, string? Part = null, string? Reason = null)
{
    public static Opening Record { get; } = new(TrailAction.Open, "record");

    public static Opening RecordFor(string reason) => Record with { Reason = reason };

    public static Opening Document(Guid document) => new(TrailAction.Download, "document", document.ToString("D"));

    /// <summary>A letter drawn to print or keep; the slip of a form handed in is told apart from the others.</summary>
    public static Opening Letter(LetterName name) => new(TrailAction.Download, name.Kind is LetterKind.Acknowledgement ? "acknowledgement" : "letter", name.ToString());
}
