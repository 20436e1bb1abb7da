using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>What a change must cause, kept in the change's own transaction (SPEC 3). It names no person: whoever carries it out looks them up.</summary>
public sealed class OutboxEntry
{
    public BranchId BranchId { get; private set; }

    public Guid OutboxId { get; private set; }

    public ApplicationId? ApplicationId { get; private set; }

    /// <summary>What is to be done, for example <c>tell-family</c>.</summary>
    public string Kind { get; private set; } = "";

    public Dictionary<string, string> Payload { get; private set; } = [];

    /// <summary>A message to the family about the step just taken.</summary>
    public static OutboxEntry TellFamily(ApplicationEvent about) => new()
    {
        OutboxId = Guid.NewGuid(),
        BranchId = about.BranchId,
        ApplicationId = about.ApplicationId,
        Kind = "tell-family",
        Payload = new(StringComparer.Ordinal)
        {
            ["from"] = Name(about.FromStatus),
            ["to"] = Name(about.ToStatus),
        },
    };

    private static string Name(ApplicationStatus? status) => status is { } known ? StatusNames.Of(known) : "";
}
