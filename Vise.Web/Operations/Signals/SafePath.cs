using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Vise.Domain.Admissions;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Signals;

/// <summary>
/// A request's path as logs and traces may keep it: the words of the route, and in the places left open only ids and codes. Whatever else stands
/// there was typed by somebody, and may be a child's name.
/// </summary>
internal static class SafePath
{
    private const string Unknown = "unknown";

    private static readonly string[] WithoutRoute =
        [AccessPaths.Callback, AccessPaths.SignedOutCallback, AccessPaths.UserInfo, "/.well-known/openid-configuration", "/.well-known/jwks", .. ManagementPaths.All];

    public static string Of(HttpContext http) => EndpointOf(http) switch
    {
        (RouteEndpoint route, var values) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => Shown(segment, values))),
        _ => WithoutRoute.FirstOrDefault(known => http.Request.Path.Equals(known, StringComparison.OrdinalIgnoreCase)) ?? Unknown,
    };

    /// <summary>The route alone, with every place left open: one word for all that it answers.</summary>
    public static string RouteOf(HttpContext http) => EndpointOf(http) switch
    {
        ({ } endpoint, _) when endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null => "files",
        (RouteEndpoint route, _) => "/" + route.RoutePattern.RawText?.TrimStart('/'),
        _ => Of(http),
    };

    // routing's choice is put aside where an error page takes over
    private static (Endpoint? Endpoint, RouteValueDictionary Values) EndpointOf(HttpContext http) =>
        http.GetEndpoint() is { } endpoint ? (endpoint, http.Request.RouteValues)
        : http.Features.Get<IExceptionHandlerFeature>() is { Endpoint: { } failed } failure ? (failed, failure.RouteValues ?? [])
        : (null, []);

    private static string Shown(RoutePatternPathSegment segment, RouteValueDictionary values) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart open => values.TryGetValue(open.Name, out var value) && value?.ToString() is { } text && IsHarmless(text) ? text : "{" + open.Name + "}",
        _ => "",
    }));

    private static bool IsHarmless(string text) =>
        ApplicationId.TryParse(text, out _) || Guid.TryParse(text, out _) || text is { Length: 2 } && text.All(char.IsAsciiLetterOrDigit) || FormSteps.TryParse(text, out _);
}
