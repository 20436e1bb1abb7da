using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Vise.Web.Local;
using Vise.Web.Operations.Signals;

namespace Vise.Web.Operations;

/// <summary>Where VISE writes what happens: warnings for people on the console, JSON lines with trace ids in files, a file a day.</summary>
public static class Logs
{
    /// <summary>Setting: the folder of the JSON lines, <c>.local/logs</c> by default.</summary>
    public const string Setting = "Logs:Directory";

    private const string MethodName = "RequestMethod";
    private const string PathName = "RequestPath";
    private const string RequestLine = "HTTP {RequestMethod} {RequestPath}";

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
            // keys that rest unencrypted are worth a warning where they guard real people
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", builder.Environment.IsProduction() ? LogEventLevel.Warning : LogEventLevel.Error)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
            // it goes on without its second layer, and health says so
            .MinimumLevel.Override("ZiggyCreatures", LogEventLevel.Error)
            // what keeps VISE from starting is told in one sentence instead
            .Filter.ByExcluding(line => line.MessageTemplate.Text is "Hosting failed to start")
            .Enrich.FromLogContext()
            .Enrich.With<WithoutTypedPaths>()
            .WriteTo.Console(
                restrictedToMinimumLevel: LogEventLevel.Warning,
                outputTemplate: "{Timestamp:HH:mm:ss} {Level}: {Message:lj} ({SourceContext}){NewLine}{Exception}",
                formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .WriteTo.File(new RenderedCompactJsonFormatter(), file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14),
            // no static logger: a test process holds several apps
            preserveStaticLogger: true);
    }

    /// <summary>One line a request: method, path as far as nobody typed it, status, time. Probes and scrapes, every few seconds, leave none.</summary>
    internal static void UseRequestLog(this WebApplication app)
    {
        var management = ManagementPort.Of(app.Configuration).Port;
        app.UseSerilogRequestLogging(options =>
        {
            options.GetLevel = (http, _, failure) =>
                failure is not null || http.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Error
                : http.Connection.LocalPort == management ? LogEventLevel.Debug : LogEventLevel.Information;
            options.IncludeQueryInRequestPath = false;
            options.GetMessageTemplateProperties = (http, _, elapsed, status) =>
            [
                new(MethodName, new ScalarValue(http.Request.Method)), new(PathName, new ScalarValue(SafePath.Of(http))),
                new("StatusCode", new ScalarValue(status)), new("Elapsed", new ScalarValue(elapsed)),
            ];
            options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        });
    }

    /// <summary>The host adds the path as it came to every line of a request; the trace id leads to the request's own line instead.</summary>
    private sealed class WithoutTypedPaths : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (!logEvent.MessageTemplate.Text.StartsWith(RequestLine, StringComparison.Ordinal))
            {
                logEvent.RemovePropertyIfPresent(PathName);
            }
        }
    }
}
