using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Vise.Web.Shell.Api;

/// <summary>Answers that carry an ETag: 304 for a client that has them already.</summary>
public static class Conditional
{
    /// <param name="http">The request.</param>
    /// <param name="value">What to answer.</param>
    /// <param name="version">The row version that goes before the content's hash; what If-Match is held against.</param>
    /// <param name="cache">Cache-Control; by default the client asks again each time.</param>
    public static IResult Answer(HttpContext http, object value, uint? version = null, string cache = "private, no-cache")
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8));
        var tag = new EntityTagHeaderValue(version is { } row ? $"\"{row}-{hash}\"" : $"\"{hash}\"");
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = cache;
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(one => one.Tag == "*" || one.Compare(tag, useStrongComparison: false))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, "application/json; charset=utf-8");
    }

    /// <summary>The tag of a row version alone, for answers that tell little more.</summary>
    public static void Tag(HttpContext http, uint version) => http.Response.Headers.ETag = $"\"{version}\"";

    /// <summary>Whether If-Match was sent, and the row version it names; a tag that is none of ours names version 0, which no row has.</summary>
    public static (bool Sent, uint? Version) IfMatch(HttpContext http)
    {
        if (http.Request.Headers.IfMatch.Count == 0)
        {
            return (false, null);
        }

        var tags = http.Request.GetTypedHeaders().IfMatch;
        return tags.Any(tag => tag.Tag == "*")
            ? (true, null)
            : (true, tags.Where(tag => !tag.IsWeak).Select(VersionOf).FirstOrDefault());
    }

    /// <summary>Keeps the top-level members that <c>fields=</c> names; the unknown names come back.</summary>
    public static IReadOnlyList<string> Select(JsonObject whole, string? fields, IReadOnlyCollection<string> known)
    {
        if (string.IsNullOrWhiteSpace(fields))
        {
            return [];
        }

        var wanted = fields.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in whole.Select(member => member.Key).Where(name => !wanted.Contains(name)).ToList())
        {
            whole.Remove(name);
        }

        return [.. wanted.Where(name => !known.Contains(name))];
    }

    private static uint VersionOf(EntityTagHeaderValue tag) =>
        uint.TryParse(tag.Tag.AsSpan().Trim('"').ToString().Split('-')[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
}
