using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;

namespace Vise.Web.Shell.Offline;

/// <summary>What a phone needs to put VISE among its apps (W3C Web Application Manifest), in the language of whoever asks.</summary>
public sealed record AppManifest(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("short_name")] string ShortName,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("lang")] string Language,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("start_url")] string Start,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("display")] string Display,
    [property: JsonPropertyName("theme_color")] string ThemeColor,
    [property: JsonPropertyName("background_color")] string BackgroundColor,
    [property: JsonPropertyName("icons")] IReadOnlyList<AppIcon> Icons);

/// <summary>One picture of the app.</summary>
public sealed record AppIcon(
    [property: JsonPropertyName("src")] string Source,
    [property: JsonPropertyName("sizes")] string Sizes,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("purpose")] string Purpose);

public static class AppManifestRoute
{
    public static void MapAppManifest(this IEndpointRouteBuilder routes) =>
        routes.MapGet(PhonePaths.Manifest, (HttpContext http, IStringLocalizer<ShellWords> words) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Json(Of(words), contentType: "application/manifest+json");
        }).AllowAnonymous().ExcludeFromDescription();

    private static AppManifest Of(IStringLocalizer<ShellWords> words) => new(
        words["AppName"], "VISE", words["LandingLead"], CultureInfo.CurrentUICulture.Name, Paths.My, Paths.My, Paths.Home, "standalone",
        Tokens.Light.Brand, Tokens.Light.Paper,
        [
            new AppIcon(PhonePaths.AppIcon(192), "192x192", "image/png", "any"),
            new AppIcon(PhonePaths.AppIcon(512), "512x512", "image/png", "any"),
            new AppIcon(PhonePaths.MaskableIcon, "512x512", "image/png", "maskable"),
        ]);
}
