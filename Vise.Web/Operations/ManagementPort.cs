using System.Globalization;
using Vise.Web.Local;

namespace Vise.Web.Operations;

/// <summary>
/// The second address VISE listens on, for Prometheus, probes and operators. Who comes by it is told by the local port of the connection:
/// a Host header is whatever the client writes.
/// </summary>
public static class ManagementPort
{
    /// <summary>Setting: scheme http, an address of this machine, a port; <c>http://127.0.0.1:8082</c> by default.</summary>
    public const string Setting = "Management:Address";

    /// <summary>Variable: the port alone.</summary>
    public const string PortVariable = "PROMETHEUS_PORT";

    private const int Usual = 8082;

    public static Uri Of(IConfiguration configuration) => new(configuration[Setting]!, UriKind.Absolute);

    /// <summary>Adds the address to those that the server listens on, whichever way these were set. After <see cref="PublicAddress.Settle"/>.</summary>
    internal static void Settle(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var address = Wanted(configuration, builder.Environment);
        if (!NodeRole.Serves(configuration))
        {
            // nothing else is to be had from a worker
            configuration[Setting] = configuration["Urls"] = address.GetLeftPart(UriPartial.Authority);
            return;
        }

        if (WebPorts(configuration).Contains(address.Port))
        {
            throw new SettingsException($"{Setting} must have a port of its own: {address.Port} is that of the pages.");
        }

        configuration[Setting] = address.GetLeftPart(UriPartial.Authority);
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            configuration["Kestrel:Endpoints:Management:Url"] = configuration[Setting];
        }
        else
        {
            configuration["Urls"] = string.Join(';', [.. Listens(configuration), configuration[Setting]]);
        }
    }

    /// <summary>Answers what comes by the management port, and nothing else does; what comes by the others goes on.</summary>
    internal static void UseManagementPort(this WebApplication app, Action<IApplicationBuilder> management)
    {
        var port = Of(app.Configuration).Port;
        app.MapWhen(http => http.Connection.LocalPort == port, management);
    }

    private static Uri Wanted(ConfigurationManager configuration, IHostEnvironment environment)
    {
        var set = configuration.Has(Setting);
        var text = set ? configuration[Setting]! : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Usual}");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Scheme: "http", PathAndQuery: "/", UserInfo: "", Port: > 0 })
        {
            throw new SettingsException($"{Setting} must be an address such as http://127.0.0.1:8082 without a path, not '{text}'.");
        }

        if (configuration.Has(PortVariable))
        {
            var port = int.TryParse(configuration[PortVariable], NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own is > 0 and <= 65535
                ? own
                : throw new SettingsException($"{PortVariable} must be a port from 1 to 65535, not '{configuration[PortVariable]}'.");
            return new UriBuilder(address) { Port = port }.Uri;
        }

        // several on one developer's machine: the next ones take any port and say so
        return set || environment.IsProduction() ? address : new UriBuilder(address) { Port = FreePort.Find(Usual) }.Uri;
    }

    private static IEnumerable<string> Listens(ConfigurationManager configuration) =>
        configuration.Has("Urls")
            ? Split(configuration["Urls"])
            : Split(configuration["HTTP_PORTS"]).Select(port => $"http://*:{port}").Concat(Split(configuration["HTTPS_PORTS"]).Select(port => $"https://*:{port}"));

    private static IEnumerable<int> WebPorts(ConfigurationManager configuration) =>
        Listens(configuration).Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""))
            .Select(url => BindingAddress.Parse(url is "" ? "http://*" : url).Port);

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
