using System.Globalization;
using System.Threading.RateLimiting;
using Vise.Web.Admissions.Family;
using Vise.Web.Operations;

namespace Vise.Web.Shell.Api;

/// <summary>How much one account may ask of the API: a client that runs wild slows down itself and nobody else. A family's posts count against <see cref="FamilyLimits"/>.</summary>
public static class ApiLimits
{
    /// <summary>Setting: requests a second that one account, or one address without a token, may send in the long run; twice as many at once.</summary>
    public const string Setting = "Api:RequestsPerSecond";

    private const int Usual = 500;

    internal static void Add(WebApplicationBuilder builder)
    {
        var rate = RateOf(builder.Configuration);
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                http.Request.Path.StartsWithSegments(ApiPaths.V1, StringComparison.OrdinalIgnoreCase)
                    ? RateLimitPartition.GetTokenBucketLimiter(WhoAsks(http), _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = rate * 2,
                        TokensPerPeriod = rate,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    })
                    : FamilyLimits.Of(http) ?? RateLimitPartition.GetNoLimiter(""));
            options.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
    }

    private static string WhoAsks(HttpContext http) =>
        http.User.Identity is { IsAuthenticated: true } && http.User.FindFirst(OpenIddict.Abstractions.OpenIddictConstants.Claims.Subject)?.Value is { } subject
            ? "account:" + subject
            : "address:" + http.Connection.RemoteIpAddress;

    private static int RateOf(ConfigurationManager configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } set)
        {
            return Usual;
        }

        return int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= 1_000_000
            ? rate
            : throw new SettingsException($"{Setting} must be a number from 1 to 1000000, not '{set}'.");
    }
}
