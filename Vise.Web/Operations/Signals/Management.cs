using Vise.Data.Caching;
using Vise.Data.Operations;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Operations.Signals;

/// <summary>What the management port answers: health with its parts, the application figures, performance. Anything else is not there.</summary>
internal static class Management
{
    public static void Answer(IApplicationBuilder management)
    {
        management.UseOpenTelemetryPrometheusScrapingEndpoint(ManagementPaths.Metrics);
        management.Run(async http =>
        {
            http.SetEndpoint(null);
            http.Response.Headers.CacheControl = "no-store";
            var result = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
                ? await ResultAsync(http, http.RequestServices.GetRequiredService<Parts>(), http.RequestAborted)
                : Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
            await result.ExecuteAsync(http);
        });
    }

    private static async Task<IResult> ResultAsync(HttpContext http, Parts parts, CancellationToken ct) => http.Request.Path.Value switch
    {
        ManagementPaths.Live => Health(http, ("process", http.RequestServices.GetRequiredService<ProcessHealth>().Read())),
        ManagementPaths.Ready => Health(http, ("database", await parts.DatabaseAsync(ct)), ("cache", await parts.CacheAsync(ct))),
        ManagementPaths.Database => Health(http, ("database", await parts.DatabaseAsync(ct))),
        ManagementPaths.Cache => Health(http, ("cache", await parts.CacheAsync(ct))),
        ManagementPaths.Applications => await ApplicationsAsync(http, ct),
        ManagementPaths.Performance => Performance(http),
        _ => Results.NotFound(),
    };

    private static IResult Health(HttpContext http, params (string Name, PartHealth Health)[] parts)
    {
        var body = HealthBody.Of(http.RequestServices, parts.ToDictionary(part => part.Name, part => part.Health, StringComparer.Ordinal));
        return ApiJson.Result(body, body.ToStatusCode());
    }

    private static async Task<IResult> ApplicationsAsync(HttpContext http, CancellationToken ct)
    {
        var asked = http.Request.Query["branch_code"].ToString();
        if (asked.Length > 0 && !BranchId.TryParse(asked, out _))
        {
            return Results.Problem("branch_code is state, district and branch code, such as 272501; without it the whole network is counted.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var counted = await http.RequestServices.GetRequiredService<NetworkFigures>().ByStatusAsync(Scope.Parse(asked), ct);
            return ApiJson.Result(new ApplicationNumbers(
                Now(http),
                asked.Length > 0 ? asked : null,
                counted.Values.Sum(),
                counted.Where(row => !Lifecycle.IsEnd(row.Key)).Sum(row => row.Value),
                counted.ToDictionary(row => StatusNames.Of(row.Key), row => row.Value, StringComparer.Ordinal)));
        }
        catch (Exception e) when (Shell.Errors.Outage.IsDatabase(e))
        {
            return Results.Problem("The database does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Performance(HttpContext http)
    {
        var services = http.RequestServices;
        var readings = services.GetRequiredService<Readings>();
        var cache = services.GetRequiredService<CacheHistory>().LastFiveMinutes();
        var meter = services.GetRequiredService<CacheMeter>();
        return ApiJson.Result(new PerformanceNumbers(
            Now(http),
            readings.Requests.Read(),
            readings.Queries.Read(),
            new CacheNumbers(cache.Asked, cache.PerSecond, cache.HitRate, CacheKeys.Regions.ToDictionary(region => region.Name, region => RegionNumbers.Of(meter.Read(region)), StringComparer.Ordinal)),
            readings.Pool(),
            Environment.WorkingSet,
            services.GetRequiredService<ActiveUsers>().Count(),
            services.GetRequiredService<ProcessHealth>().Uptime.TotalSeconds));
    }

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>How many applications there are, in a branch or everywhere; active ones have a way to go.</summary>
    internal sealed record ApplicationNumbers(DateTimeOffset Timestamp, string? BranchCode, long Total, long Active, IReadOnlyDictionary<string, long> ByStatus);

    /// <summary>The last five minutes of this node; times in seconds.</summary>
    internal sealed record PerformanceNumbers(
        DateTimeOffset Timestamp, RecentTimes Requests, RecentTimes Queries, CacheNumbers Cache, PoolNumbers Pool, long MemoryBytes, long ActiveUsers, double UptimeSeconds);

    internal sealed record CacheNumbers(long Asked, double PerSecond, double HitRate, IReadOnlyDictionary<string, RegionNumbers> Regions);

    /// <summary>A region since the start of this node.</summary>
    internal sealed record RegionNumbers(long Memory, long Redis, long Database, long Loads, long Evictions, double HitRate, double MeanSeconds, double P95Seconds)
    {
        public static RegionNumbers Of(RegionCounts counts) =>
            new(counts.Memory, counts.Redis, counts.Database, counts.Loads, counts.Evictions, counts.HitRate, counts.MeanSeconds, counts.Within(0.95));
    }
}
