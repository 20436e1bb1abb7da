using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>The queue's place as its address says it: a reload, Back and a colleague's link lead to the same rows.</summary>
public sealed record QueueAddress(BranchId? Branch = null, ApplicationStatus? Status = null, string? ClassCode = null, string? Search = null, QueueCursor? After = null, bool Ended = false, bool Asked = false)
{
    private const string EndedWord = "ended";
    private const string AskedWord = "asked";

    /// <summary>Without a status, what has ended is left out unless asked for; a search finds it all the same, and so does a question that waits.</summary>
    public QueueFilter Filter => new(Status, ClassCode, Search, Ended ? true : Search is null && !Asked ? false : null, Asked);

    public bool IsNarrowed => Ended || Asked || Status is not null || ClassCode is not null || Search is not null;

    public override string ToString()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("branch", Branch?.Value),
            ("status", Status is { } status ? StatusNames.Of(status) : Ended ? EndedWord : Asked ? AskedWord : null),
            ("class", ClassCode),
            ("q", Search),
            ("after", ListCursor.Write(After)),
        }.Where(part => part.Value is { Length: > 0 }).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? Paths.Desk : $"{Paths.Desk}?{query}";
    }

    /// <summary>Reads the query's parts; what can't be read is left out.</summary>
    public static QueueAddress Of(string? branch, string? status, string? classCode, string? search, string? after) => new(
        BranchId.TryParse(branch, out var place) ? place : null,
        StatusNames.TryParse(status, out var known) ? known : null,
        string.IsNullOrWhiteSpace(classCode) ? null : classCode.Trim(),
        string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
        ListCursor.TryRead(after, out var cursor) ? cursor : null,
        status == EndedWord,
        status == AskedWord);
}

/// <summary>Where the person was in the queue, for as long as the circuit lives: the way back from a record leads there.</summary>
public sealed class QueuePlace
{
    public QueueAddress Address { get; set; } = new();

    public ApplicationId? Selected { get; set; }
}
