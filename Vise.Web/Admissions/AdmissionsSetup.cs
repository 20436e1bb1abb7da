using Vise.Web.Access;
using Vise.Web.Admissions.Desk;
using Vise.Web.Admissions.Family;
using Vise.Web.Operations;

namespace Vise.Web.Admissions;

public static class AdmissionsSetup
{
    public static WebApplicationBuilder AddAdmissions(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Sayings>().AddSingleton<DemoApplications>();
        builder.Services.AddScoped<Deciding>().AddScoped<RecordReader>().AddScoped<QueuePlace>();
        builder.Services.AddFamily();
        return builder;
    }

    /// <summary>What admissions answers beside its pages. Before <c>MapShell</c>.</summary>
    public static WebApplication MapAdmissions(this WebApplication app)
    {
        app.MapDesk();
        app.MapFamily();
        return app;
    }

    /// <summary>Applications to look at, in demo mode only; after the accounts are there.</summary>
    public static async Task PrepareAdmissionsAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AccessSettings>() is { DemoEnabled: true, IsEmbedded: true } && app.Configuration.Has(Connections.ViseOwner) && app.Configuration.GetValue("Demo:Applications", true))
        {
            await app.Services.GetRequiredService<DemoApplications>().MakeAsync();
        }
    }
}
