namespace Vise.Web.Operations;

/// <summary>The address that people and OpenID Connect reach VISE at, and the address that it listens on.</summary>
public static class PublicAddress
{
    /// <summary>Setting: scheme, host and port, no path; always set once the settings are read.</summary>
    public const string Setting = "Public:Address";

    private const string Usual = "http://127.0.0.1:8080";

    public static Uri Of(IConfiguration configuration) => new(configuration[Setting]!, UriKind.Absolute);

    /// <summary>Listens where <c>ASPNETCORE_URLS</c> or Kestrel's own settings say, else on a public address of this machine, else on port 8080.</summary>
    internal static void Settle(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var listens = configuration["Urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        if (!configuration.Has(Setting))
        {
            configuration[Setting] = listens is not null && Parse(listens) is { } own ? own.GetLeftPart(UriPartial.Authority) : Usual;
        }

        var address = Parse(configuration[Setting]!)
            ?? throw new SettingsException($"{Setting} must be an address such as https://vise.example without a path, not '{configuration[Setting]}'.");
        configuration[Setting] = address.GetLeftPart(UriPartial.Authority);
        if (listens is null && !configuration.Has("HTTP_PORTS") && !configuration.Has("HTTPS_PORTS") && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            var here = address is { IsLoopback: true, Scheme: "http" };
            configuration["Urls"] = here ? configuration[Setting] : Usual;
        }
    }

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.PathAndQuery is "/" && address.UserInfo.Length == 0
            ? address
            : null;
}
