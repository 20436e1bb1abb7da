using System.Threading.RateLimiting;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>How much one family's account may send: far more than a person who types, far less than a script.</summary>
public static class FamilyLimits
{
    /// <summary>Saves, files and steps that may come at once; <see cref="PerSecond"/> in the long run.</summary>
    public const int AtOnce = 60;

    public const int PerSecond = 10;

    /// <summary>Pieces of files, and questions how far one has come, that may come at once; <see cref="PiecesPerSecond"/> in the long run: 10 MB a second.</summary>
    public const int PiecesAtOnce = 200;

    public const int PiecesPerSecond = 40;

    /// <summary>Forms that an account may begin in an hour.</summary>
    public const int StartsAnHour = 30;

    /// <summary>Archives, erasures and their cancelling, and tries at the password before them, that an account may send in an hour.</summary>
    public const int OwnDataAnHour = 10;

    /// <summary>The limit that the request counts against; null for what changes nothing of a family's.</summary>
    public static RateLimitPartition<string>? Of(HttpContext http)
    {
        var path = http.Request.Path;
        var method = http.Request.Method;
        var isPiece = HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method) || HttpMethods.IsHead(method);
        if ((!isPiece && !HttpMethods.IsPost(method)) || ViseClaims.AccountOf(http.User) is not { } account)
        {
            return null;
        }

        if (path.StartsWithSegments(OwnDataPaths.Page, StringComparison.OrdinalIgnoreCase))
        {
            return Bucket($"data:{account}", OwnDataAnHour, 1, TimeSpan.FromHours(1) / OwnDataAnHour);
        }

        if (!path.StartsWithSegments(Paths.Apply, StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments(Paths.My, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return isPiece ? Bucket($"pieces:{account}", PiecesAtOnce, PiecesPerSecond, TimeSpan.FromSeconds(1))
            : path.Value?.TrimEnd('/').Equals(Paths.Apply, StringComparison.OrdinalIgnoreCase) == true
            ? Bucket($"start:{account}", StartsAnHour, 1, TimeSpan.FromHours(1) / StartsAnHour)
            : Bucket($"family:{account}", AtOnce, PerSecond, TimeSpan.FromSeconds(1));
    }

    private static RateLimitPartition<string> Bucket(string key, int atOnce, int tokens, TimeSpan each) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions { TokenLimit = atOnce, TokensPerPeriod = tokens, ReplenishmentPeriod = each });
}
