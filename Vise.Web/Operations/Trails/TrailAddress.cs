using System.Globalization;
using Vise.Data.Operations.Trails;
using Vise.Domain.Codes;
using Vise.Domain.Operations;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Trails;

/// <summary>A place in the trail as its address says it: a branch, what its rows are narrowed to, and the row that the page starts before.</summary>
public sealed record TrailAddress(
    BranchId? Branch = null, ApplicationId? Application = null, Guid? Account = null, TrailAction? Action = null, DateOnly? From = null, DateOnly? To = null, long? Before = null)
{
    public bool IsNarrowed => Application is not null || Account is not null || Action is not null || From is not null || To is not null;

    /// <summary>Days are whole days of the branch's time zone, the last one included.</summary>
    public TrailFilter Filter(TimeZoneInfo zone) => new(Application, Account, Action, Start(From, zone), Start(To?.AddDays(1), zone));

    public override string ToString()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("branch", Branch?.Value),
            ("application", Application?.Value),
            ("account", Account?.ToString("D")),
            ("action", Action?.ToString().ToLowerInvariant()),
            ("from", Day(From)),
            ("to", Day(To)),
            ("before", Before?.ToString(CultureInfo.InvariantCulture)),
        }.Where(part => part.Value is { Length: > 0 }).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? Paths.OpsTrails : $"{Paths.OpsTrails}?{query}";
    }

    /// <summary>Reads the query's parts; what can't be read is left out. An application leads to its branch.</summary>
    public static TrailAddress Of(string? branch, string? application, string? account, string? action, string? from, string? to, string? before)
    {
        ApplicationId? id = ApplicationId.TryParse(application, out var named) ? named : null;
        return new TrailAddress(
            id?.Branch ?? (BranchId.TryParse(branch, out var place) ? place : null),
            id,
            Guid.TryParse(account, out var person) ? person : null,
            Enum.TryParse<TrailAction>(action, ignoreCase: true, out var deed) && Enum.IsDefined(deed) ? deed : null,
            ReadDay(from),
            ReadDay(to),
            long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null);
    }

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? ReadDay(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset? Start(DateOnly? day, TimeZoneInfo zone) =>
        day is { } known && known.ToDateTime(TimeOnly.MinValue) is var midnight ? new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime() : null;
}
