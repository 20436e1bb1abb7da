using System.Threading.RateLimiting;
using Microsoft.Extensions.Localization;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Vise.Web.Access;

/// <summary>
/// Slows down whoever asks for tokens too fast, before a secret is checked, which costs: by address and client together, and by the
/// address alone against lists of clients. Behind VISE's own client stands everybody who signs in, so it may ask far more often.
/// </summary>
public sealed class TokenThrottle(AccessSettings settings) : IDisposable
{
    /// <summary>Requests that a client of one address may send at once; a twelfth of them each second in the long run.</summary>
    public const int AtOnce = 60;

    private const int OwnClientTimes = 20;
    private const int AddressTimes = 4;

    private readonly PartitionedRateLimiter<(string From, string Client)> _perClient = PartitionedRateLimiter.Create<(string From, string Client), (string, string)>(asks =>
        Bucket(asks, asks.Client == settings.ClientId ? AtOnce * OwnClientTimes : AtOnce));

    private readonly PartitionedRateLimiter<string> _perAddress = PartitionedRateLimiter.Create<string, string>(from => Bucket(from, AtOnce * AddressTimes));

    /// <summary>Goes before authentication, which is where tokens are asked for.</summary>
    internal static void Use(WebApplication app) =>
        app.UseWhen(IsTokenRequest, asking => asking.Use((http, next) => http.RequestServices.GetRequiredService<TokenThrottle>().LetAsync(http, next)));

    public void Dispose()
    {
        _perClient.Dispose();
        _perAddress.Dispose();
    }

    private async Task LetAsync(HttpContext http, RequestDelegate next)
    {
        var from = SignInThrottle.Network(http.Connection.RemoteIpAddress);
        var client = await ClientAsync(http);
        using var own = _perClient.AttemptAcquire((from, client));
        using var all = client == settings.ClientId ? null : _perAddress.AttemptAcquire(from);
        if (own.IsAcquired && all is null or { IsAcquired: true })
        {
            await next(http);
            return;
        }

        // as RFC 6749 5.2 has errors, in words
        var words = http.RequestServices.GetRequiredService<IStringLocalizer<ApiWords>>();
        http.Response.Headers.RetryAfter = "1";
        http.Response.Headers.CacheControl = "no-store";
        await Results.Json(new { error = Errors.TemporarilyUnavailable, error_description = words["Detail.TooManyRequests"].Value }, statusCode: StatusCodes.Status429TooManyRequests)
            .ExecuteAsync(http);
    }

    // the client names itself in the form or as the user of basic authentication
    private static async Task<string> ClientAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            return AuthenticationName(header);
        }

        try
        {
            return http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["client_id"].ToString() : "";
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static string AuthenticationName(string header)
    {
        var bytes = new byte[header.Length];
        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header[6..].Trim(), bytes, out var read)
            ? Uri.UnescapeDataString(System.Text.Encoding.UTF8.GetString(bytes, 0, read).Split(':')[0])
            : "";
    }

    private static bool IsTokenRequest(HttpContext http) => http.Request.Path.StartsWithSegments(AccessPaths.Token, StringComparison.OrdinalIgnoreCase);

    private static RateLimitPartition<TKey> Bucket<TKey>(TKey key, int atOnce) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = atOnce,
        TokensPerPeriod = atOnce / 12,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });
}
