using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>One field of a draft as typed, with its revision: what autosave writes. Secrets rest sealed.</summary>
public sealed class DraftField
{
    /// <summary>The longest text that is kept, right or wrong, characters.</summary>
    public const int Longest = 4000;

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public string Path { get; private set; } = "";

    public string? Value { get; private set; }

    public byte[]? Sealed { get; private set; }

    /// <summary>1 on first save, one more on each change.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset SavedTime { get; private set; }

    public Guid? SavedBy { get; private set; }

    /// <summary>A field to be set over the revision that stands; 0 where nothing does.</summary>
    public static DraftField Of(ApplicationId id, string path, int revision = 0) => new() { BranchId = id.Branch, ApplicationId = id, Path = path, Revision = revision };

    /// <summary>The text as it can be kept: PostgreSQL's holds every character but this one.</summary>
    public static string Clean(string value) => value.Replace("\0", "", StringComparison.Ordinal);

    public void Set(string? value, byte[]? sealedValue, Guid by, DateTimeOffset at)
    {
        Value = value is null ? null : Clean(value);
        Sealed = sealedValue;
        Revision++;
        SavedBy = by;
        SavedTime = at;
    }
}
