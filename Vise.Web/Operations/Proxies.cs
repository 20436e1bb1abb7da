using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Vise.Web.Operations;

/// <summary>
/// The proxies in front of VISE, whose word is taken for where a request came from: the visitor's address, the scheme and the host.
/// Nobody else's is.
/// </summary>
public static class Proxies
{
    /// <summary>Setting: addresses and networks such as <c>10.0.0.4, 10.1.0.0/16</c>, apart by commas or spaces; none by default.</summary>
    public const string Setting = "Proxies:Trusted";

    /// <summary>Reads the setting. Throws <see cref="SettingsException"/>.</summary>
    internal static WebApplicationBuilder AddProxies(this WebApplicationBuilder builder)
    {
        var trusted = Read(builder.Configuration[Setting]);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.AllowedHosts = [PublicAddress.Of(builder.Configuration).Host];
            // as many as are trusted may stand in a row
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in trusted)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
        return builder;
    }

    /// <summary>Goes first of all: everything after it sees the visitor as the proxy saw them.</summary>
    internal static void UseProxies(this WebApplication app)
    {
        // without a single one named the middleware would believe everybody
        if (Read(app.Configuration[Setting]).Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    private static List<IPNetwork> Read(string? setting) =>
        [.. (setting ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new SettingsException($"{Setting} must list addresses and networks such as 10.0.0.4 or 10.1.0.0/16, not '{text}'.");
}
