using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Vise.Web.Shell;

/// <summary>The languages VISE speaks, and how a request tells which.</summary>
public static class Languages
{
    public const string Cookie = "vise-language";
    public const string English = "en-IN";
    public const string Hindi = "hi-IN";

    public static bool IsHindi(CultureInfo culture) => culture.TwoLetterISOLanguageName is "hi";

    /// <summary>The one of ours that is meant by a tag such as <c>hi</c>, <c>en-GB</c> or <c>hi-IN</c>, or null.</summary>
    public static string? Meant(string? tag) => tag?.Split('-', '_')[0].Trim().ToUpperInvariant() switch
    {
        "EN" => English,
        "HI" => Hindi,
        _ => null,
    };

    /// <summary>Cookie first, then the browser's Accept-Language by its own order, then English.</summary>
    public static void Configure(RequestLocalizationOptions options)
    {
        CultureInfo[] ours = [new(English), new(Hindi)];
        options.SupportedCultures = options.SupportedUICultures = ours;
        options.DefaultRequestCulture = new RequestCulture(English);
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(http => Task.FromResult(Result(Meant(http.Request.Cookies[Preferences.NameOf(http, Cookie)])))),
            new CustomRequestCultureProvider(http => Task.FromResult(Result(
                http.Request.GetTypedHeaders().AcceptLanguage
                    .OrderByDescending(language => language.Quality ?? 1)
                    .Select(language => Meant(language.Value.Value))
                    .FirstOrDefault(meant => meant is not null)))),
        ];
    }

    private static ProviderCultureResult? Result(string? tag) => tag is null ? null : new ProviderCultureResult(tag);
}
