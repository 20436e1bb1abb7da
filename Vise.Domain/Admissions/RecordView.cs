using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>Who opened a child's record, and when.</summary>
public sealed class RecordView
{
    public BranchId BranchId { get; private set; }

    public Guid ViewId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public DateTimeOffset ViewedTime { get; private set; }

    public Guid AccountId { get; private set; }

    public Role ActorRole { get; private set; }

    public string ActorName { get; private set; } = "";

    public static RecordView Of(ApplicationId id, Actor by, DateTimeOffset at) => new()
    {
        ViewId = Guid.NewGuid(),
        BranchId = id.Branch,
        ApplicationId = id,
        ViewedTime = at,
        AccountId = by.Account,
        ActorRole = by.Role,
        ActorName = by.Name,
    };
}
