using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Operations;

namespace Vise.Web.Shell.Api;

/// <summary>
/// How much one account may ask of the API, and one address of the pages: who runs wild slows down itself and nobody else. A family's posts
/// count against <see cref="FamilyLimits"/>, wrong passwords are held by <see cref="SignInThrottle"/>.
/// </summary>
public static class ApiLimits
{
    /// <summary>Setting: requests a second that one account, or one address without a token, may send in the long run; twice as many at once.</summary>
    public const string Setting = "Api:RequestsPerSecond";

    /// <summary>Setting: requests a second for pages and sign-in that one address may send in the long run; a whole town may share one. Twice as many at once.</summary>
    public const string PagesSetting = "Pages:RequestsPerSecond";

    private const int Usual = 500;
    private const int UsualForPages = 1000;

    // forms are small; what takes files says so itself
    private const long LargestBody = 1 << 20;

    internal static void Add(WebApplicationBuilder builder)
    {
        var rate = RateOf(builder.Configuration, Setting, Usual);
        var pages = RateOf(builder.Configuration, PagesSetting, UsualForPages);
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = LargestBody);
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                http.Request.Path.StartsWithSegments(ApiPaths.V1, StringComparison.OrdinalIgnoreCase) ? Bucket(WhoAsks(http), rate)
                : FamilyLimits.Of(http) is { } family ? family
                : IsCheap(http) ? RateLimitPartition.GetNoLimiter("")
                : Bucket("pages:" + http.Connection.RemoteIpAddress, pages));
            options.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
    }

    private static RateLimitPartition<string> Bucket(string who, int rate) => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = rate * 2,
        TokensPerPeriod = rate,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    // files come by the dozen with each page, probes must always be answered, a live page is one long request
    private static bool IsCheap(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || http.Request.Path.StartsWithSegments(Paths.Health, StringComparison.OrdinalIgnoreCase)
        || http.Request.Path.StartsWithSegments(AccessPaths.Circuits, StringComparison.OrdinalIgnoreCase);

    private static string WhoAsks(HttpContext http) =>
        http.User.Identity is { IsAuthenticated: true } && http.User.FindFirst(OpenIddict.Abstractions.OpenIddictConstants.Claims.Subject)?.Value is { } subject
            ? "account:" + subject
            : "address:" + http.Connection.RemoteIpAddress;

    private static int RateOf(ConfigurationManager configuration, string setting, int usual)
    {
        if (configuration[setting] is not { Length: > 0 } set)
        {
            return usual;
        }

        return int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= 1_000_000
            ? rate
            : throw new SettingsException($"{setting} must be a number from 1 to 1000000, not '{set}'.");
    }
}
