using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Vise.Web.Local;

namespace Vise.Web.Operations;

/// <summary>Where VISE writes what happens: warnings for people on the console, JSON lines with trace ids in files, a file a day.</summary>
public static class Logs
{
    /// <summary>Setting: the folder of the JSON lines, <c>.local/logs</c> by default.</summary>
    public const string Setting = "Logs:Directory";

    public static string FolderOf(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return configuration[Setting] is { Length: > 0 } set
            ? Path.GetFullPath(set, environment.ContentRootPath)
            : Path.Combine(LocalFolder.Of(configuration, environment), "logs");
    }

    internal static void AddLogs(this WebApplicationBuilder builder)
    {
        var file = Path.Combine(FolderOf(builder.Configuration, builder.Environment), "vise-.json");
        builder.Services.AddSerilog((_, settings) => settings
            .MinimumLevel.Information()
            // their own lines carry query strings and parameters
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
            // it goes on without its second layer, and health says so
            .MinimumLevel.Override("ZiggyCreatures", LogEventLevel.Error)
            // what keeps VISE from starting is told in one sentence instead
            .Filter.ByExcluding(line => line.MessageTemplate.Text is "Hosting failed to start")
            .Enrich.FromLogContext()
            .WriteTo.Console(
                restrictedToMinimumLevel: LogEventLevel.Warning,
                outputTemplate: "{Timestamp:HH:mm:ss} {Level}: {Message:lj} ({SourceContext}){NewLine}{Exception}",
                formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .WriteTo.File(new RenderedCompactJsonFormatter(), file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14),
            // no static logger: a test process holds several apps
            preserveStaticLogger: true);
    }

    /// <summary>One line a request: method, path without query, status, time.</summary>
    internal static void UseRequestLog(this WebApplication app) =>
        app.UseSerilogRequestLogging(options =>
        {
            options.IncludeQueryInRequestPath = false;
            options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        });
}
