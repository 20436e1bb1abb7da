namespace Vise.Web.Admissions;

public static class AdmissionsSetup
{
    public static WebApplicationBuilder AddAdmissions(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Sayings>();
        return builder;
    }
}
