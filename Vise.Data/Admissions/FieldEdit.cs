namespace Vise.Data.Admissions;

/// <summary>A field as typed. <paramref name="BaseRevision"/> is the revision it was typed over: 0 for a new field, null to overwrite whatever stands.</summary>
public sealed record FieldEdit(string Path, string? Value, int? BaseRevision)
{
    /// <summary>Earlier values that the same device sent over the same revision and heard nothing of: where one of them stands, nobody else has written.</summary>
    public IReadOnlyList<string> Unanswered { get; init; } = [];

    /// <summary>Whether another device has written over what this was typed over. Clearing what was empty is no writing.</summary>
    /// <param name="standing">The value that stands.</param>
    /// <param name="revision">Its revision.</param>
    internal bool IsOvertaken(string standing, int revision) =>
        BaseRevision is { } over && over != revision && standing != (Value ?? "") && !(over == 0 && standing.Length == 0) && !Unanswered.Contains(standing, StringComparer.Ordinal);
}

/// <summary>A field that is saved, with its new revision.</summary>
public sealed record SavedField(string Path, int Revision);

/// <summary>A field that someone else changed meanwhile: it is not saved, and both versions are shown.</summary>
public sealed record FieldConflict(string Path, string Mine, string Theirs, int Revision);

/// <summary>What became of a save. <paramref name="At"/> is the database's time.</summary>
public sealed record SaveResult(IReadOnlyList<SavedField> Saved, IReadOnlyList<FieldConflict> Conflicts, DateTimeOffset At);
