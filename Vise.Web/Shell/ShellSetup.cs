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
        builder.Services.AddMudServices();
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(Languages.Configure);
        builder.Services.AddProblemDetails();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddAuthorization();
        return builder;
    }

    /// <summary>Goes first in the pipeline, before sign-in: languages and error pages must stand when that fails.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseErrorPages();
        return app;
    }

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
