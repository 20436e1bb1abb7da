using System.Globalization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>The queue's place as its address says it: a reload, Back and a colleague's link lead to the same rows.</summary>
public sealed record QueueAddress(BranchId? Branch = null, ApplicationStatus? Status = null, string? ClassCode = null, string? Search = null, QueueCursor? After = null)
{
    public QueueFilter Filter => new(Status, ClassCode, Search);

    public bool IsNarrowed => Status is not null || ClassCode is not null || Search is not null;

    public override string ToString()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("branch", Branch?.Value),
            ("status", Status is { } status ? StatusNames.Of(status) : null),
            ("class", ClassCode),
            ("q", Search),
            ("after", After is { } cursor ? Write(cursor) : null),
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
        Read(after));

    private static string Write(QueueCursor cursor) => string.Create(CultureInfo.InvariantCulture, $"{cursor.UpdatedTime.UtcTicks}.{cursor.Id}");

    private static QueueCursor? Read(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks && ApplicationId.TryParse(text![(dot + 1)..], out var id)
                ? new QueueCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : null;
    }
}

/// <summary>Where the person was in the queue, for as long as the circuit lives: the way back from a record leads there.</summary>
public sealed class QueuePlace
{
    public QueueAddress Address { get; set; } = new();

    public ApplicationId? Selected { get; set; }
}
