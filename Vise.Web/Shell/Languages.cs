using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Vise.Web.Shell;

/// <summary>A language as people choose it.</summary>
/// <param name="Tag">Its main tag, by which accounts, words and names are kept: <c>hi</c>.</param>
/// <param name="Culture">The tag of the language as it is spoken in India: <c>hi-IN</c>.</param>
/// <param name="Name">What it calls itself.</param>
public sealed record Spoken(string Tag, string Culture, string Name);

/// <summary>The languages VISE speaks, and how a request tells which. To add one: CONTRIBUTING.md.</summary>
public static class Languages
{
    public const string Cookie = "vise-language";
    public const string English = "en-IN";
    public const string Hindi = "hi-IN";
    public const string Marathi = "mr-IN";
    public const string Tamil = "ta-IN";

    /// <summary>What families read; the office has the first two.</summary>
    public static IReadOnlyList<Spoken> All { get; } = [new("en", English, "English"), new("hi", Hindi, "हिन्दी"), new("mr", Marathi, "मराठी"), new("ta", Tamil, "தமிழ்")];

    /// <summary>What the office speaks: whole pages, and never half of one language and half of another.</summary>
    public static IReadOnlyList<Spoken> Office { get; } = [.. All.Take(2)];

    /// <summary>The one of the request.</summary>
    public static Spoken Now => Of(CultureInfo.CurrentUICulture.Name) ?? All[0];

    /// <summary>The one that is meant by a tag such as <c>hi</c>, <c>en-GB</c> or <c>hi-IN</c>, or null.</summary>
    public static Spoken? Of(string? tag) => tag?.Split('-', '_')[0].Trim() is { } main ? All.FirstOrDefault(spoken => spoken.Tag.Equals(main, StringComparison.OrdinalIgnoreCase)) : null;

    /// <summary>The culture that is meant by a tag, as <see cref="Of"/>, or null.</summary>
    public static string? Meant(string? tag) => Of(tag)?.Culture;

    /// <summary>The one chosen on this device, or null.</summary>
    public static Spoken? ChosenOn(HttpContext http) => Of(http.Request.Cookies[Preferences.NameOf(http, Cookie)]);

    /// <summary>Cookie first, then the browser's Accept-Language by its own order, then English. In the office a chosen language that it does not speak is English too.</summary>
    public static void Configure(RequestLocalizationOptions options)
    {
        options.SupportedCultures = options.SupportedUICultures = [.. All.Select(spoken => new CultureInfo(spoken.Culture))];
        options.DefaultRequestCulture = new RequestCulture(English);
        options.RequestCultureProviders = [new CustomRequestCultureProvider(http => Task.FromResult(Result(Wanted(http, SpokenAt(http.Request.Path)))))];
    }

    private static IReadOnlyList<Spoken> SpokenAt(PathString path) =>
        Paths.Office.Any(place => path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase)) ? Office : All;

    private static Spoken? Wanted(HttpContext http, IReadOnlyList<Spoken> spoken) =>
        ChosenOn(http) is { } chosen ? spoken.FirstOrDefault(chosen.Equals)
            : http.Request.GetTypedHeaders().AcceptLanguage
                .OrderByDescending(language => language.Quality ?? 1)
                .Select(language => Of(language.Value.Value))
                .FirstOrDefault(meant => meant is not null && spoken.Contains(meant));

    private static ProviderCultureResult? Result(Spoken? spoken) => spoken is null ? null : new ProviderCultureResult(spoken.Culture);
}
