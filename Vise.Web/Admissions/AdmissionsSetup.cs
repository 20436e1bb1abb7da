using Vise.Web.Admissions.Family;

namespace Vise.Web.Admissions;

public static class AdmissionsSetup
{
    public static WebApplicationBuilder AddAdmissions(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Sayings>();
        builder.Services.AddFamily();
        return builder;
    }

    /// <summary>The endpoints of admissions; its pages are Razor components. Before <c>MapShell</c>.</summary>
    public static WebApplication MapAdmissions(this WebApplication app)
    {
        app.MapFamily();
        return app;
    }
}
