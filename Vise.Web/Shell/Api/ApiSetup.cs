using Microsoft.Extensions.DependencyInjection.Extensions;
using Vise.Web.Access;
using Vise.Web.Admissions.Api;
using Vise.Web.Codes;
using Vise.Web.Operations;

namespace Vise.Web.Shell.Api;

/// <summary>The API under <c>/api/v1</c>: what Program.cs calls.</summary>
public static class ApiSetup
{
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddScoped<ApiProblems>();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = ApiProblems.Complete);
        builder.Services.AddSingleton<IProblemDetailsWriter, AnyAcceptWriter>();
        // a body that can't be read is told where, in every environment
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        builder.Services.AddApplicationsApi();
        ApiLimits.Add(builder);
        ApiDescription.Add(builder.Services);
        return builder;
    }

    /// <summary>After sign-in and before the pages.</summary>
    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseRateLimiter();
        // the API reflects no secrets of a browser's session, so compressing it gives nothing away
        app.UseWhen(IsApi, api => api.UseResponseCompression().Use(OnceDoor.ListenAsync));
        MeApi.Map(app);
        CodesApi.Map(app);
        app.MapApplicationsApi();
        Health.Map(app);
        ApiDescription.Map(app);
        return app;
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(ApiPaths.V1, StringComparison.OrdinalIgnoreCase);
}
