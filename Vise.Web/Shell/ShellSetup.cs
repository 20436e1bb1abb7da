using System.IO.Compression;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using Vise.Web.Shell.Errors;
using Vise.Web.Shell.Offline;

namespace Vise.Web.Shell;

/// <summary>Puts the frame of all pages into the app: components, languages, themes, error pages.</summary>
public static class ShellSetup
{
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        // what a closed page leaves for its return stays in this node: the cache that is shared holds no page, and knows no tags
        builder.Services.PostConfigure<CircuitOptions>(options => options.HybridPersistenceCache = null);
        builder.Services.AddMudServices();
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(Languages.Configure);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails();
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        // a step of the form is a fifth smaller on the wire than at the fastest level
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddAuthorization();
        return builder;
    }

    /// <summary>Goes first in the pipeline, before sign-in: languages and error pages must stand when that fails.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseWhen(AsksForPage, pages => pages.UseResponseCompression());
        app.UseRequestLocalization();
        app.UseErrorPages();
        return app;
    }

    // Files are compressed when they are built, and the API compresses for itself. What a page keeps secret is its antiforgery token, which is encrypted anew
    // for each answer, so that lengths tell nothing of it (docs/adr/static-family-pages.md).
    private static bool AsksForPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase);

    /// <summary>Goes last: files, pages, and the two forms for language and theme.</summary>
    public static WebApplication MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapPreferences();
        app.MapAppManifest();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        return app;
    }
}
