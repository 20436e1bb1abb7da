using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>One field of a draft as typed, with its revision: what autosave writes. Secrets rest sealed.</summary>
public sealed class DraftField
{
    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public string Path { get; private set; } = "";

    public string? Value { get; private set; }

    public byte[]? Sealed { get; private set; }

    /// <summary>1 on first save, one more on each change.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset SavedTime { get; private set; }

    public Guid? SavedBy { get; private set; }

    public static DraftField Of(ApplicationId id, string path) => new() { BranchId = id.Branch, ApplicationId = id, Path = path };

    public void Set(string? value, byte[]? sealedValue, Guid by, DateTimeOffset at)
    {
        // PostgreSQL's text holds every character but this one
        Value = value?.Replace("\0", "", StringComparison.Ordinal);
        Sealed = sealedValue;
        Revision++;
        SavedBy = by;
        SavedTime = at;
    }
}
