using Vise.Web.Admissions.Desk;

namespace Vise.Web.Admissions;

public static class AdmissionsSetup
{
    public static WebApplicationBuilder AddAdmissions(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Sayings>();
        builder.Services.AddScoped<Deciding>().AddScoped<RecordReader>().AddScoped<QueuePlace>();
        return builder;
    }

    /// <summary>What admissions answers beside its pages.</summary>
    public static WebApplication MapAdmissions(this WebApplication app)
    {
        app.MapDesk();
        return app;
    }
}
