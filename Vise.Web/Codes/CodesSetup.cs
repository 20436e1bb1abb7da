using Vise.Web.Codes.Import;
using Vise.Web.Codes.Setup;

namespace Vise.Web.Codes;

/// <summary>The network's map and who keeps it: what Program.cs calls.</summary>
public static class CodesSetup
{
    public static WebApplicationBuilder AddCodes(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CodeSayings>().AddScoped<HistoryWords>().AddScoped<ListPlaces>();
        return builder;
    }

    /// <summary>What the pages of set-up fetch beside themselves. Before <c>MapShell</c>.</summary>
    public static WebApplication MapCodes(this WebApplication app)
    {
        ExportRoute.Map(app);
        return app;
    }
}
